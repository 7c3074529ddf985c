import type { Power } from '../fleet/cluster.ts';
import type { NotSeenReason } from '../fleet/coverage.ts';
import type { Instant } from '../time.ts';
import type { PoolScaling } from './remembered.ts';

/** A cluster and its pools as ARM has them now, read for one pass. */
export type AzureLook =
  | {
      readonly kind: 'seen';
      readonly readAt: Instant;
      readonly cluster: ClusterState;
      readonly pools: readonly PoolState[];
    }
  /** Deleted, or moved away. */
  | { readonly kind: 'gone'; readonly readAt: Instant }
  | { readonly kind: 'not-seen'; readonly readAt: Instant; readonly reason: NotSeenReason; readonly detail: string };

export interface ClusterState {
  readonly id: string;
  readonly power: Power;
  readonly provisioningState: string;
  readonly kubernetesVersion?: string;
  readonly upgradeChannel?: string;
  readonly nodeOsChannel?: string;
  readonly etag?: string;
}

export interface PoolState {
  /** ARM id in lower case. */
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  readonly osType: string;
  readonly osSku?: string;
  readonly etag?: string;
  /** `Succeeded`, `Failed`, `Updating`, `Creating`, `Deleting`, `Canceled`... Not a statement about its nodes. */
  readonly provisioningState: string;
  readonly power: Power;
  readonly imageVersion?: string;
  readonly kubernetesVersion?: string;
  readonly scaling: PoolScaling;
  readonly tags: Readonly<Record<string, string>>;
  /** Of the last operation, where it failed. */
  readonly failure?: PoolFailure;
  /** What AKS would go back to, newest first (preview); absent: not told. */
  readonly recentlyUsed?: readonly RecentVersion[];
  /** `properties` word for word, for a target that is to be like it. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Whatever stands beside `properties` and is sent back with it. */
  readonly sku?: unknown;
}

export interface PoolFailure {
  /** `PodDrainFailure`, `QuotaExceeded`, `SubnetIsFull`, `UnsatisfiablePDB`... */
  readonly code: string;
  readonly message: string;
}

export interface RecentVersion {
  readonly imageVersion: string;
  readonly kubernetesVersion: string;
  readonly usedUntil: Instant;
}

/** Tag of a pool that a migration made; its value is the migration's id. */
export const POOL_TAG = 'image-steward-migration';

/** Annotation of a node that a migration tainted or cordoned; its value is the migration's id. */
export const NODE_MARK = 'image-steward.io/migration';

/** What keeps new pods from a source pool. */
export const RETIRING = { key: 'lifecycle', value: 'retiring', effect: 'NoSchedule' } as const;
