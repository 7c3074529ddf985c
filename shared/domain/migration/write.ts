import type { Taint } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';
import type { PoolScaling } from './remembered.ts';

/**
 * One change to the world, as data: it is decided, saved as an intent, decided again on fresh facts, and only then sent.
 * Every one of them is safe to send twice.
 */
export type Write =
  /** @see PoolWriter */
  | {
      readonly kind: 'create-pool';
      readonly poolId: string;
      /** The body as ARM takes it, made from the source pool's own. */
      readonly body: Readonly<Record<string, unknown>>;
    }
  /** One PUT: fields of `properties` that are replaced; everything else, preview fields too, stays as it was read. */
  | {
      readonly kind: 'update-pool';
      readonly poolId: string;
      readonly properties: Readonly<Record<string, unknown>>;
      readonly etag: string | undefined;
    }
  | { readonly kind: 'delete-machines'; readonly poolId: string; readonly machines: readonly string[] }
  | { readonly kind: 'delete-pool'; readonly poolId: string; readonly etag: string | undefined }
  /** @see PoolUpgrader */
  | { readonly kind: 'upgrade-image'; readonly poolId: string }
  | { readonly kind: 'upgrade-control-plane'; readonly clusterId: string; readonly version: string }
  /** Stops AKS's operation on the pool where it is. */
  | { readonly kind: 'stop-operation'; readonly poolId: string }
  /** AKS's own rollback of a pool to the version before (preview). */
  | { readonly kind: 'restore-version'; readonly poolId: string; readonly image: string; readonly kubernetes: string }
  /** @see NodeWriter */
  | { readonly kind: 'taint'; readonly nodes: readonly string[]; readonly taint: Taint }
  | { readonly kind: 'untaint'; readonly nodes: readonly string[]; readonly taint: Taint }
  | { readonly kind: 'cordon'; readonly nodes: readonly string[] }
  | { readonly kind: 'uncordon'; readonly nodes: readonly string[] }
  /** @see WorkloadScaler */
  | {
      readonly kind: 'scale';
      readonly workload: ObjectRef;
      /** Set instead of the workload's own number where an autoscaler has the say. */
      readonly autoscaler?: ObjectRef;
      readonly from: number;
      readonly to: number;
    }
  /** Evictions on one node for a while; see `app/drain-node.ts`. */
  | {
      readonly kind: 'drain';
      readonly node: string;
      /** Pods with a longer grace period of their own keep it. */
      readonly graceSeconds: number;
      readonly attentionSeconds: number;
    };

/** The autoscaler part of a pool's properties, as ARM takes it. */
export function scalingProperties({ count, autoscaler }: PoolScaling): Readonly<Record<string, unknown>> {
  return autoscaler
    ? { count, enableAutoScaling: true, minCount: autoscaler.min, maxCount: autoscaler.max }
    : { count, enableAutoScaling: false, minCount: null, maxCount: null };
}
