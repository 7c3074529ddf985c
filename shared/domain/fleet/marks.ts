import type { Cluster } from './cluster.ts';
import type { NodePool } from './node-pool.ts';

/** What sets a pool apart, always in this order. */
export const POOL_MARKS = [
  'windows',
  'gpu',
  'spot',
  'arm',
  'fips',
  'confidential',
  'snapshot',
  'stopped',
  'failed',
  'automatic',
  'auto-provisioned',
  'virtual-machines',
  'availability-set',
] as const;
export type PoolMark = (typeof POOL_MARKS)[number];

export function poolMarks(cluster: Cluster, pool: NodePool): PoolMark[] {
  const has: Readonly<Record<PoolMark, boolean>> = {
    windows: isWindows(pool),
    gpu: pool.gpu,
    spot: pool.spot,
    arm: pool.arm,
    fips: pool.fips,
    confidential: pool.confidential,
    snapshot: pool.snapshotId !== undefined,
    stopped: isStopped(cluster, pool),
    failed: isFailed(pool.provisioningState),
    automatic: cluster.automatic,
    'auto-provisioned': pool.kind === 'auto-provisioned',
    'virtual-machines': pool.kind === 'virtual-machines',
    'availability-set': pool.kind === 'availability-set',
  };
  return POOL_MARKS.filter((mark) => has[mark]);
}

/** As for pools, for the cluster itself; `auto-provisioned` means that node auto-provisioning is on. */
export function clusterMarks(cluster: Cluster): PoolMark[] {
  const marks: PoolMark[] = [];
  if (cluster.power === 'stopped') marks.push('stopped');
  if (isFailed(cluster.provisioningState)) marks.push('failed');
  if (cluster.automatic) marks.push('automatic');
  if (cluster.nodeAutoProvisioning) marks.push('auto-provisioned');
  return marks;
}

export function isWindows(pool: NodePool): boolean {
  return pool.osType.toLowerCase() === 'windows';
}

/** A pool of a stopped cluster does not run either. */
export function isStopped(cluster: Cluster, pool: NodePool): boolean {
  return cluster.power === 'stopped' || pool.power === 'stopped';
}

export function isFailed(provisioningState: string | undefined): boolean {
  return provisioningState?.toLowerCase() === 'failed';
}
