import type { Instant } from '../time.ts';
import { type Folded, STEWARD, without } from './apply.ts';
import type { Migration, Status } from './migration.ts';

/** The record of one that has ended. */
export function end(migration: Migration, status: Status, because: string, now: Instant): Folded {
  const rest = without(migration, 'waiting', 'unseenSince', 'pause');
  return {
    migration: { ...rest, status, tries: 0, commands: [], endedAt: now },
    happened: [
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
