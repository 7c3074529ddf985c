import type { Instant } from '../time.ts';

/** Why something was not seen. `pending`: its turn in this sweep has not come yet. */
export type NotSeenReason =
  | 'forbidden'
  | 'throttled'
  | 'disabled'
  | 'timed-out'
  | 'upstream-failed'
  | 'truncated'
  | 'dead-lettered'
  | 'pending';

/** One subscription, or one cluster in it, that a sweep could not see. */
export interface NotSeen {
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  /** Only when the subscription was seen and this cluster was not. */
  readonly clusterId?: string;
  readonly reason: NotSeenReason;
  /** One sentence for a person: what happened and what to do. */
  readonly detail: string;
  /** Since when it has not been seen, over all sweeps. */
  readonly since: Instant;
  /** When it was last seen whole; absent when never. */
  readonly lastSeen?: Instant;
}

/** What one sweep saw of what it set out to see. Whole only when `notSeen` is empty. */
export interface Coverage {
  readonly subscriptionsExpected: number;
  readonly subscriptionsSeen: number;
  readonly clustersSeen: number;
  readonly poolsSeen: number;
  readonly notSeen: readonly NotSeen[];
}
