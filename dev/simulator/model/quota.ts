import { vmSizeOf } from '../../../shared/domain/cluster/vm-size.ts';
import type { Fleet } from './fleet.ts';

/** vCPUs of one family, and of a region as a whole, that a subscription may use unless its clusters use more. */
const FAMILY_LIMIT = 350;
const REGION_LIMIT = 1_000;

export interface VcpuUsage {
  /** `standardDSv5Family`, or `cores` and `lowPriorityCores` for a region as a whole. */
  readonly family: string;
  readonly used: number;
  readonly limit: number;
}

/** As Compute counts them: each family, the region as a whole, and spot apart from both. */
export function vcpuUsages(fleet: Fleet, subscriptionId: string, region: string): readonly VcpuUsage[] {
  const used = new Map<string, number>();
  const add = (family: string, vcpus: number) => used.set(family, (used.get(family) ?? 0) + vcpus);
  add('cores', 0);
  add('lowPriorityCores', 0);
  const clusters = fleet.clustersOf(subscriptionId).filter((cluster) => cluster.region === region);
  for (const pool of clusters.flatMap(({ pools }) => pools)) {
    const size = vmSizeOf(pool.vmSize);
    if (!size) continue;
    const vcpus = size.vcpus * pool.count;
    add(size.family, pool.spot ? 0 : vcpus);
    add(pool.spot ? 'lowPriorityCores' : 'cores', vcpus);
  }
  return [...used].map(([family, count]) => ({
    family,
    used: count,
    limit:
      fleet.quota(subscriptionId, region, family) ??
      Math.max(family.endsWith('ores') ? REGION_LIMIT : FAMILY_LIMIT, Math.ceil(count / 0.9)),
  }));
}
