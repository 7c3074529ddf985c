import type { Instant } from '../time.ts';

/** Something wrong with Image Steward itself: a dead letter, an unreadable calendar, a webhook that cannot be reached. */
export interface OwnFinding {
  /** Stable, so that the same trouble is one finding: `dead-letter/notify/m-1`. */
  readonly id: string;
  /** Code of the page in `docs/errors/`. */
  readonly code: string;
  readonly what: string;
  readonly nextAction: string;
  readonly since: Instant;
  readonly lastSeen: Instant;
}
