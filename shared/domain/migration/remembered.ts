import type { ObjectRef } from '../cluster/object-ref.ts';

/** What was there before we changed it, so that it can be put back as it was. A field that is absent was not touched by us. */
export interface Remembered {
  /** Ours: made by `create-target`, marked with the migration's id. */
  readonly targetPool?: {
    readonly poolId: string;
    readonly name: string;
    /** How it differs from the source, one sentence each. */
    readonly differences: readonly string[];
  };
  /** The source's own autoscaler settings and node count. */
  readonly sourceScaling?: PoolScaling;
  /** Set on the target while its autoscaler is held still; what it is to have in the end. */
  readonly targetScaling?: PoolScaling;
  /** The pool's `upgradeSettings` as ARM wrote them, preview fields included. */
  readonly upgradeSettings?: Readonly<Record<string, unknown>>;
  /** Nodes that had our taint's key already: not ours to lift. */
  readonly taintedBefore?: readonly string[];
  /** Nodes that were cordoned already: not ours to lift. */
  readonly cordonedBefore?: readonly string[];
  /** Nodes that we tainted or cordoned, also those that are gone by now. */
  readonly tainted?: readonly string[];
  readonly cordoned?: readonly string[];
  readonly replicas?: readonly RememberedReplicas[];
  /** Source nodes given back during the hold, to be had again for a rollback. */
  readonly shrunkFrom?: number;
  /** When the deletion of a pool was asked for last, and how often in all. */
  readonly deletion?: { readonly askedAt: number; readonly times: number };
  /** Pending pods and unhealthy DaemonSets from before: not this migration's fault. Keys as in `refKey`. */
  readonly troubleBefore?: readonly string[];
  /** Trouble by its key: it must last before it stops anything. An entry that was not seen for a while counts no more. */
  readonly troubleSince?: Readonly<Record<string, { readonly since: number; readonly seenAt: number }>>;
  /** What the pool ran before an upgrade in place. */
  readonly imageBefore?: string;
  readonly kubernetesBefore?: string;
  /** When the upgrade in place, or the last change that a way back depends on, was finished. */
  readonly upgradedAt?: number;
  /** The pool's etag when AKS was last asked to replace its nodes: while it is the same, AKS has not begun. */
  readonly askedEtag?: string;
  /** When AKS was asked to take the pool back to the version before. */
  readonly restoreAskedAt?: number;
  /** Failures of AKS's operation that were answered by asking again, the latest last. */
  readonly failedTries?: readonly FailedTry[];
  /** How many nodes were on the image that AKS brings a pool to, and since when so many. */
  readonly nodesThere?: { readonly count: number; readonly since: number };
  /** URL of the ARM operation that is followed. */
  readonly operation?: string;
}

/** Told apart by the etag that the pool or cluster had when it was found failed. */
export interface FailedTry {
  readonly cause: string;
  readonly at: number;
  readonly etag?: string;
}

/** `autoscaler` absent: it was off. */
export interface PoolScaling {
  readonly count: number;
  readonly autoscaler?: { readonly min: number; readonly max: number };
}

export interface RememberedReplicas {
  readonly workload: ObjectRef;
  /** The autoscaler whose least number of replicas was raised; absent: the workload's own number was. */
  readonly autoscaler?: ObjectRef;
  readonly before: number;
  readonly during: number;
}
