import type { ArmFacts } from '../domain/cluster/arm-facts.ts';
import type { Cluster } from '../domain/fleet/cluster.ts';

/**
 * Reads what ARM says of one cluster beyond the sweep: quotas, subnets, how pools are upgraded. It only reads, and
 * what may not be read is `not-seen` with its reason.
 */
export interface ArmFactsReader {
  read(cluster: Pick<Cluster, 'id' | 'region'>): Promise<ArmFacts>;
}
