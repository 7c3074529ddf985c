import type { CommandKind } from './command.ts';
import type { Migration } from './migration.ts';
import { hasEnded, STATUSES } from './status-table.ts';
import { ROUTES, STEPS } from './step-table.ts';
import type { Viability } from './viability.ts';

/** Why a command makes no sense as things stand; `undefined`: it does. @param deleteTarget that is asked for with it */
export function commandRefused(
  migration: Migration,
  kind: CommandKind,
  viability: Viability | undefined,
  deleteTarget = false,
): string | undefined {
  const { status, direction } = migration;
  if (hasEnded(status)) return `It has ended. ${STATUSES[status]}`;
  const paused = status === 'paused';
  const nothingToDelete = deleteTarget ? noTargetToDelete(migration, kind) : undefined;
  if (nothingToDelete) return nothingToDelete;
  switch (kind) {
    case 'pause':
      return paused ? 'It is paused already.' : undefined;
    case 'resume':
      return paused ? undefined : 'It is not paused.';
    case 'abort':
      return direction === 'aside' && !paused ? 'It is being aborted already.' : undefined;
    case 'roll-back':
      if (direction === 'back') {
        return paused || (deleteTarget && !migration.deleteTarget) ? undefined : 'It is on the way back already.';
      }
      if (hasNotBegun(migration)) return undefined;
      return viability?.kind === 'over' ? `There is no way back: ${viability.why}` : undefined;
  }
}

function noTargetToDelete(migration: Migration, kind: CommandKind): string | undefined {
  if (kind !== 'roll-back') return 'Only a roll-back deletes the target pool.';
  const back = ROUTES[migration.route].back;
  const removes = back.indexOf('remove-target');
  if (removes < 0 || hasNotBegun(migration)) {
    return 'There is no target pool to delete. A roll-back without deleteTarget takes one person.';
  }
  const isPast = migration.direction === 'back' && back.indexOf(migration.step) > removes;
  return isPast ? 'The step in which the target pool would be deleted is over.' : undefined;
}

/** Nothing of it was written: it can end at once. */
export function hasNotBegun({ direction, step, intent }: Migration): boolean {
  return direction === 'forward' && step === 'check' && !intent;
}

/** What a command leaves, as it was written down for the present step. */
export function whatCommandLeaves({ step, status }: Migration, kind: CommandKind): string {
  const { does, ifPaused, ifAborted, ifRolledBack } = STEPS[step];
  if (kind === 'pause') return ifPaused;
  if (kind === 'abort') return ifAborted;
  if (kind === 'roll-back') return ifRolledBack;
  return status === 'waiting' ? STATUSES.waiting : `It goes on where it stopped. ${does}`;
}
