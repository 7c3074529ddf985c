import type { Instant } from '../time.ts';

/** When a subscription or a cluster was last seen, and since when it has not been. */
export interface Sighting {
  /** Subscription id, or ARM id of a cluster. */
  readonly id: string;
  readonly lastSeen?: Instant;
  readonly notSeenSince?: Instant;
}
