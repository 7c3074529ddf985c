import type { Cluster } from '../domain/fleet/cluster.ts';
import { hasUpgradeProfile, imageClass } from '../domain/fleet/image-class.ts';
import type { NodePool } from '../domain/fleet/node-pool.ts';
import type { ClusterWithPools } from '../ports/fleet-reader.ts';
import { type CallBudget, callBudget } from './call-budget.ts';
import type { ClassToAsk, LatestImages } from './latest-images.ts';
import { mapLimited } from './map-limited.ts';
import type { Parts } from './parts.ts';

/** A cluster with what only AKS itself can say, as far as the budget went. */
export interface DetailedCluster extends ClusterWithPools {
  /** Newest image by pool id; a pool whose class could not be asked is not in it. */
  readonly latestImages: ReadonlyMap<string, string>;
}

export interface Details {
  readonly clusters: readonly DetailedCluster[];
  /** Clusters that were deleted between list and read. */
  readonly gone: readonly string[];
}

const AT_ONCE = 8;

/**
 * Asks AKS what Resource Graph does not have, most useful first: the newest image of each class, the
 * machines' images where they may differ, the maintenance windows. Clusters go in the order of their
 * ids, so that the same ones are asked in every sweep and no finding comes and goes with the budget.
 */
export async function readDetails(
  parts: Pick<Parts, 'details' | 'limits'>,
  latestImages: LatestImages,
  listed: readonly ClusterWithPools[],
): Promise<Details> {
  const budget = callBudget(parts.limits.aksCallsPerSweep);
  const sorted = listed.toSorted((a, b) => (a.cluster.id < b.cluster.id ? -1 : 1));
  const latestByPool = await latestByPoolId(latestImages, sorted, budget);
  const withMachines = await mapLimited(sorted, AT_ONCE, (item) => withMachineImages(parts, item, budget));
  const read = await mapLimited(withMachines, AT_ONCE, (item) => withMaintenance(parts, item, budget));

  const clusters: DetailedCluster[] = [];
  const gone: string[] = [];
  for (const [index, item] of read.entries()) {
    if (item) clusters.push({ ...item, latestImages: latestByPool });
    else gone.push((sorted[index] as ClusterWithPools).cluster.id);
  }
  return { clusters, gone };
}

async function latestByPoolId(
  latestImages: LatestImages,
  listed: readonly ClusterWithPools[],
  budget: CallBudget,
): Promise<ReadonlyMap<string, string>> {
  const classOf = new Map<string, string>();
  const clusterOf = new Map<string, Cluster>();
  const askable = new Set<string>();
  for (const { cluster, pools } of listed) {
    for (const pool of pools) {
      const ofPool = imageClass(cluster, pool);
      if (ofPool === undefined) continue;
      classOf.set(pool.id, ofPool);
      clusterOf.set(pool.id, cluster);
      if (hasUpgradeProfile(pool)) askable.add(pool.id);
    }
  }
  const byClass = Map.groupBy(classOf.keys(), (poolId) => classOf.get(poolId) as string);
  const classes: ClassToAsk[] = [...byClass].map(([ofPools, poolIds]) => ({
    imageClass: ofPools,
    candidates: poolIds.filter((poolId) => askable.has(poolId)),
  }));
  const latest = await latestImages.of(classes, (poolId) => budget.take(clusterOf.get(poolId) as Cluster));
  return new Map(
    [...classOf].flatMap(([poolId, ofPool]) => {
      const version = latest.get(ofPool);
      return version === undefined ? [] : [[poolId, version] as const];
    }),
  );
}

/** A settled pool runs one image on all machines; one that failed or is in the middle of something may not. */
function mayBeMixed(pool: NodePool): boolean {
  const settled = pool.provisioningState === undefined || pool.provisioningState === 'Succeeded';
  return !settled && pool.power !== 'stopped' && pool.kind !== 'auto-provisioned' && pool.count !== 0;
}

async function withMachineImages(
  { details }: Pick<Parts, 'details'>,
  { cluster, pools }: ClusterWithPools,
  budget: CallBudget,
): Promise<ClusterWithPools> {
  const read: NodePool[] = [];
  for (const pool of pools) {
    const answer = mayBeMixed(pool) && budget.take(cluster) ? await details.machineImages(pool.id) : undefined;
    const told = answer?.kind === 'seen' && answer.value.length > 0;
    read.push(told ? { ...pool, machineImages: answer.value } : pool);
  }
  return { cluster, pools: read };
}

/** @returns `undefined` when the cluster is gone */
async function withMaintenance(
  { details }: Pick<Parts, 'details'>,
  { cluster, pools }: ClusterWithPools,
  budget: CallBudget,
): Promise<ClusterWithPools | undefined> {
  if (!budget.take(cluster)) return { cluster, pools };
  const answer = await details.maintenance(cluster.id);
  if (answer.kind === 'gone') return undefined;
  return answer.kind === 'seen' ? { cluster: { ...cluster, maintenance: answer.value }, pools } : { cluster, pools };
}
