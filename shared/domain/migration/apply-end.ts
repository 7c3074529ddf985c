import type { Instant } from '../time.ts';
import { type Folded, STEWARD, without } from './apply.ts';
import { dropAllOrders } from './drop-orders.ts';
import type { Migration, Status } from './migration.ts';

/** The record of one that has ended. */
export function end(migration: Migration, status: Status, because: string, now: Instant): Folded {
  const dropped = dropAllOrders(migration);
  const rest = without(dropped.migration, 'waiting', 'unseenSince', 'pause');
  return {
    migration: { ...rest, status, tries: 0, commands: [], endedAt: now },
    happened: [
      ...dropped.happened,
      {
        who: STEWARD,
        kind: 'ended',
        what: because,
        before: { status: migration.status, step: migration.step, direction: migration.direction },
        after: { status },
      },
    ],
  };
}
