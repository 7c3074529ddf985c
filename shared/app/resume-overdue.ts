import { FleetError } from '../domain/errors.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { isPassDue } from '../domain/migration/pass-time.ts';
import type { Instant } from '../domain/time.ts';
import { readable } from './admission.ts';
import { passMessage } from './advance-migration/pass-message.ts';
import { tellFreeze } from './freeze.ts';
import { syncOwnFindings, type Trouble } from './own-findings.ts';
import type { Parts } from './parts.ts';

/** A pass that is later than this was lost, or its function died. */
export const OVERDUE_MS = 2 * 60_000;
const MINUTE_MS = 60_000;
const FINDINGS = 'migration-record/';
const FREEZE = 'freeze-record/';

export type WatchdogParts = Pick<Parts, 'migrations' | 'freezes' | 'sender' | 'ids' | 'clock' | 'ownFindings'>;

/**
 * Sends passes again that are overdue. One pass too many changes nothing: it finds that it is not due. A record that
 * cannot be read is left alone, and is a finding about ourselves until it can be read again. A word on freezing the fleet
 * that was not told is told.
 */
export async function resumeOverdue(parts: WatchdogParts): Promise<void> {
  const { migrations, sender, ids, clock } = parts;
  const open = await migrations.list('open');
  const now = clock.now();
  const overdue = readable(open).filter((migration) => isOverdue(migration, now));
  // Another id each minute: the queue may have seen the pass's own id, and would drop it.
  const again = `overdue ${Math.floor(now / MINUTE_MS)}`;
  for (const migration of overdue) {
    await sender.send('advance-migration', [{ ...passMessage(ids, migration, again), notBefore: now }]);
  }
  await syncOwnFindings(
    parts,
    FINDINGS,
    open.flatMap((one) => (one.kind === 'unreadable' ? [troubleWith(one.id, one.why)] : [])),
  );
  await tellOrReportFreeze(parts);
}

/** A freeze that cannot be read holds everything, so somebody must know. */
async function tellOrReportFreeze(parts: WatchdogParts): Promise<void> {
  try {
    await tellFreeze(parts);
  } catch (error) {
    if (!(error instanceof FleetError && error.code === 'STORED_RECORD_UNREADABLE')) throw error;
    return syncOwnFindings(parts, FREEZE, [FREEZE_UNREADABLE]);
  }
  return syncOwnFindings(parts, FREEZE, []);
}

const FREEZE_UNREADABLE: Trouble = {
  id: `${FREEZE}fleet`,
  code: 'STORED_RECORD_UNREADABLE',
  what: 'Whether the fleet is frozen cannot be read: nothing begins and nothing goes forward until it can.',
  nextAction: 'Take the row fleet out of the table freezes, and freeze the fleet again if it is to be.',
};

/** Also when somebody's command has waited for so long, or a clock that was wrong put its next pass far away. */
function isOverdue({ nextPassAt, commands }: Migration, now: Instant): boolean {
  if (nextPassAt > now && isPassDue(nextPassAt, now)) return true;
  const since = Math.min(nextPassAt, ...commands.map(({ at }) => at));
  return now - since > OVERDUE_MS;
}

function troubleWith(id: string, why: string): Trouble {
  return {
    id: `${FINDINGS}${id}`,
    code: 'MIGRATION_UNREADABLE',
    what: `The record of migration ${id} cannot be read: ${why} Nothing is done for it, and nothing else begins on its cluster.`,
    nextAction:
      'Look at the cluster for nodes that it cordoned or tainted. Deploy the version that wrote the record, or mend the record.',
  };
}
