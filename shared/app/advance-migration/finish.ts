import { UpstreamError } from '../../domain/errors.ts';
import { foldAll, type TimedFold, withEvidence } from '../../domain/migration/apply.ts';
import { applySight } from '../../domain/migration/apply-sight.ts';
import { dropGoneOrders, nextOrderEnd } from '../../domain/migration/drop-orders.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { LONGEST_WAIT_SECONDS } from '../../domain/migration/pass-time.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import { wholeChain } from '../evidence-chain.ts';
import type { Parts } from '../parts.ts';
import type { Engine } from './engine.ts';
import type { Around } from './look-around.ts';
import { passMessage } from './pass-message.ts';
import type { Passed } from './passed.ts';
import { type Held, held, keep, take } from './record.ts';

export interface Ending {
  /** What this pass does to the record, on whatever the record is by then. */
  readonly change: (migration: Migration) => TimedFold;
  /** Something was sent: whatever else happened to the record meanwhile, this is merged into it. */
  readonly isAfterEffect: boolean;
  /** What people said is not taken before the next pass is due. */
  readonly commandsWait?: boolean;
}

const MOST_MERGES = 8;

/** Ends a pass: record, evidence, and the message for the next one. */
export async function finish(
  parts: Parts,
  engine: Engine,
  from: Held,
  around: Around,
  ending: Ending,
): Promise<Passed> {
  let current = from;
  for (let merge = 0; merge < MOST_MERGES; merge += 1) {
    const folded = await passOver(parts, engine, current, around, ending);
    const kept = await keep(parts, current, folded);
    if (kept !== 'conflict') {
      await cleanUpOrGoOn(parts, kept);
      return { kind: 'passed', held: kept };
    }
    if (!ending.isAfterEffect) return { kind: 'conflict' };
    current = held(await take(parts, from.migration.id), from.migration.id);
  }
  throw new UpstreamError('STORE_CONTENDED', 'A migration’s record changed each time its outcome was to be saved.', {
    migrationId: from.migration.id,
  });
}

async function passOver(parts: Parts, engine: Engine, { migration }: Held, { facts }: Around, ending: Ending) {
  const changed = ending.change(migration);
  const seen = foldAll(
    migration,
    () => changed,
    (then) => (hasEnded(then.status) ? { migration: then, happened: [] } : applySight(then, facts)),
    (then) => dropGoneOrders(then, parts.clock.now()),
    (then) => ({
      migration: {
        ...then,
        passes: migration.passes + 1,
        nextPassAt: Math.min(
          parts.clock.now() + (then.commands.length > 0 && !ending.commandsWait ? 0 : waitMs(changed)),
          nextOrderEnd(then),
        ),
      },
      happened: [],
    }),
  );
  if (!hasEnded(seen.migration.status) || hasEnded(migration.status)) return seen;
  const whole = withEvidence(seen, parts.clock.now(), parts.hash);
  const summary = engine.summarize(whole, await wholeChain(parts, whole));
  return { ...seen, migration: { ...seen.migration, summary } };
}

function waitMs({ againSeconds }: TimedFold): number {
  return Math.round(Math.min(LONGEST_WAIT_SECONDS, againSeconds) * 1000);
}

async function cleanUpOrGoOn(parts: Parts, kept: Held): Promise<void> {
  if (!hasEnded(kept.migration.status)) {
    await parts.sender.send('advance-migration', [passMessage(parts.ids, kept.migration)]);
  } else if (kept.flushed) {
    await keep(parts, kept, { migration: kept.migration, happened: [] });
  }
}
