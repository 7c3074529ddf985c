import type { ClusterLook } from '../domain/cluster/facts.ts';
import type { Need } from '../domain/migration/step-rule.ts';

/** Reads from a cluster's API server what one pass needs, and no more. What cannot be seen is `not-seen` in its list. */
export interface ClusterLooker {
  /** @param pools names, none: nodes of every pool; `pods-of-pools` asks for the pods on their nodes, and implies `nodes` */
  look(clusterId: string, needs: readonly Need[], pools: readonly string[]): Promise<ClusterLook>;
}
