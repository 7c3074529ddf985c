import type { ClusterFacts } from '../domain/cluster/facts.ts';

/**
 * Reads what runs on one cluster from its own API server. It only reads. A cluster that cannot be reached, and a
 * kind that may not be read, are values: every list of the facts is `seen`, or `not-seen` with its reason.
 */
export interface ClusterReader {
  /** @param clusterId ARM id in lower case, or the name that the facts shall carry for a cluster outside Azure */
  read(clusterId: string): Promise<ClusterFacts>;
}
