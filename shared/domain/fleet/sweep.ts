import type { ChangeKind } from '../policy/change.ts';
import type { Instant } from '../time.ts';
import type { NotSeenReason } from './coverage.ts';
import type { Subscription } from './subscription.ts';

/** One reading of the fleet: which subscriptions it set out to see. */
export interface Sweep {
  readonly id: string;
  readonly startedAt: Instant;
  readonly subscriptions: readonly Subscription[];
}

/** How one subscription of one sweep ended. Absent while it is still to come. */
export interface SubscriptionOutcome {
  readonly sweepId: string;
  readonly subscription: Subscription;
  readonly at: Instant;
  readonly clusters: number;
  readonly pools: number;
  /** How many findings changed against the sweep before; absent when the subscription was not seen. */
  readonly changes?: Readonly<Record<ChangeKind, number>>;
  /** No sweep before saw the subscription, so everything in `changes` is new to us and nothing is news. */
  readonly firstSeen?: true;
  /** `undefined` when the subscription was seen. */
  readonly notSeen?: { readonly reason: NotSeenReason; readonly detail: string };
  /** Clusters of a seen subscription that were not seen themselves. */
  readonly clustersNotSeen: readonly {
    readonly clusterId: string;
    readonly reason: NotSeenReason;
    readonly detail: string;
  }[];
}
