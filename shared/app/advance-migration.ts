import type { Migration } from '../domain/migration/migration.ts';
import { isPassDue } from '../domain/migration/pass-time.ts';
import { hasEnded } from '../domain/migration/status-table.ts';
import type { OutgoingMessage } from '../ports/message-sender.ts';
import type { Engine } from './advance-migration/engine.ts';
import { ENGINE } from './advance-migration/engine-parts.ts';
import { onePass } from './advance-migration/one-pass.ts';
import { passMessage } from './advance-migration/pass-message.ts';
import { type Held, take } from './advance-migration/record.ts';
import { refreshMigration } from './chat/refresh.ts';
import type { AdvanceMigration } from './messages.ts';
import type { Parts } from './parts.ts';

/** What a message came to; for the log. */
export interface PassReport {
  readonly migrationId: string;
  /** `dropped`: no pass was due, or there is no record that can be read. */
  readonly did: 'pass' | 'dropped';
  /** Step that the migration is in now. */
  readonly step?: string;
  readonly status?: string;
}

/** People change a record now and then; a pass that meets that begins anew. */
const MOST_ATTEMPTS = 4;

/**
 * One short pass of one migration: reads the record and the world, decides, saves the intent, decides again, writes,
 * saves the outcome, and has the next pass sent. A crash after any line, a duplicate or a late message changes nothing:
 * the next pass reads the world and goes on.
 *
 * @throws UpstreamError when a store does not answer: the message comes again
 */
export async function advanceMigration(
  parts: Parts,
  { migrationId, pass, waitedMs }: AdvanceMigration,
  engine: Engine = ENGINE,
): Promise<PassReport> {
  let unsentAt: number | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const found = await take(parts, migrationId);
    if (typeof found === 'string') return { migrationId, did: 'dropped' };
    const { migration } = found;
    if (attempt === 1) {
      const due = whenDue(migration, pass, parts.clock.now());
      if (due !== 'now') return drop(parts, migration, due, waitedMs);
    }
    const passed = await onePass(parts, engine, found, unsentAt);
    if (passed.kind === 'passed') {
      // Its card is looked after each minute while it runs, and now for the last time.
      if (hasEnded(passed.held.migration.status)) await refreshMigration(parts, migrationId);
      return reportOf(passed.held);
    }
    unsentAt = passed.unsentAt;
    if (attempt < MOST_ATTEMPTS) continue;
    await parts.sender.send('advance-migration', [passMessage(parts.ids, migration, `contended ${parts.clock.now()}`)]);
    return reportOf(found);
  }
}

/** A little earlier by our clock than by the queue's is still in time. */
const EARLY_MS = 2000;

/**
 * - `stale`: the pass that it was sent for is over. - `early`: the present pass is not due yet.
 * People are not kept waiting: with a command in the record every message counts.
 */
function whenDue({ commands, status, passes, nextPassAt }: Migration, pass: number | undefined, now: number) {
  if (commands.length > 0 || hasEnded(status)) return 'now';
  if (pass !== undefined && pass !== passes) return 'stale';
  if (isPassDue(nextPassAt, now, EARLY_MS)) return 'now';
  return pass === undefined ? 'stale' : 'early';
}

/**
 * A message that is not due makes no pass. Its successor may have been lost with a crash, so it is sent again: under the
 * same id where it may be there already, under a new one where this message was it.
 */
async function drop(
  parts: Parts,
  migration: Migration,
  due: 'stale' | 'early',
  waitedMs: number | undefined,
): Promise<PassReport> {
  const message = due === 'stale' ? passMessage(parts.ids, migration) : laterMessage(parts, migration, waitedMs);
  await parts.sender.send('advance-migration', [message]);
  const { id, step, status } = migration;
  return { migrationId: id, did: 'dropped', step, status };
}

/**
 * The queue hands nothing out before its time, so its clock is ahead of ours: it is told to wait for as long as our clock
 * needs to get there, and twice as long each time. Sent for the moment itself, the message would come back at once, again
 * and again.
 */
function laterMessage({ ids, clock }: Parts, migration: Migration, waitedMs = 0): OutgoingMessage {
  const { id, clusterId, passes, nextPassAt } = migration;
  const now = clock.now();
  const waits = Math.max(nextPassAt - now, waitedMs * 2);
  const body: AdvanceMigration = { migrationId: id, clusterId, pass: passes, waitedMs: waits };
  return { ...passMessage(ids, migration, `early ${now}`), body, notBefore: nextPassAt + waits };
}

function reportOf({ migration: { id, step, status } }: Held): PassReport {
  return { migrationId: id, did: 'pass', step, status };
}
