import type { MaintenanceConfiguration } from '../domain/fleet/cluster.ts';
import type { NotSeenReason } from '../domain/fleet/coverage.ts';

/** What only AKS itself can say, one call each against a small budget: ask seldom and reuse. */
export interface ClusterDetails {
  /** Newest image that the pool's class can move to, from its upgrade profile. */
  latestImage(poolId: string): Promise<Answer<string>>;
  maintenance(clusterId: string): Promise<Answer<readonly MaintenanceConfiguration[]>>;
  /** Images of the single machines (preview API); an empty list when Azure does not tell. */
  machineImages(poolId: string): Promise<Answer<readonly string[]>>;
}

export type Answer<T> =
  | { readonly kind: 'seen'; readonly value: T }
  /** Deleted between list and read. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'not-seen'; readonly reason: NotSeenReason; readonly detail: string };
