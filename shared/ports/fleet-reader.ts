import type { Cluster } from '../domain/fleet/cluster.ts';
import type { NotSeenReason } from '../domain/fleet/coverage.ts';
import type { NodePool } from '../domain/fleet/node-pool.ts';
import type { Instant } from '../domain/time.ts';

/** Reads clusters and their pools. Never writes, and never says that nothing is there when it could not look. */
export interface FleetReader {
  /** All clusters of one subscription with their pools, as Resource Graph has them. */
  readSubscription(subscriptionId: string): Promise<SubscriptionAnswer>;
}

export type SubscriptionAnswer =
  | {
      readonly kind: 'seen';
      /** When the question was sent. */
      readonly readAt: Instant;
      readonly clusters: readonly ClusterWithPools[];
      /** Clusters that are there but whose answer could not be understood. */
      readonly notUnderstood: readonly { readonly clusterId: string; readonly detail: string }[];
    }
  | { readonly kind: 'not-seen'; readonly reason: NotSeenReason; readonly detail: string };

export interface ClusterWithPools {
  readonly cluster: Cluster;
  readonly pools: readonly NodePool[];
}
