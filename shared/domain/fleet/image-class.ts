import type { Cluster } from './cluster.ts';
import { familyKey } from './image-order.ts';
import { minorOf } from './kubernetes-version.ts';
import { type NodeImage, parseNodeImage } from './node-image.ts';
import type { NodePool } from './node-pool.ts';

/**
 * The class of pools that Azure offers the same latest image: region, OS SKU, Kubernetes minor and image
 * family, which implies architecture, generation, FIPS and the like. One pool is asked for all of a class.
 *
 *     westeurope|ubuntu|1.34|aksubuntu-2204gen2containerd
 *
 * @returns `undefined` when one of them is not known: such a pool shares with nobody
 */
export function imageClass(
  cluster: Cluster,
  pool: NodePool,
  image: NodeImage = parseNodeImage(pool.imageVersion),
): string | undefined {
  const minor = minorOf(pool.kubernetesVersion ?? cluster.kubernetesVersion);
  if (image.kind === 'unknown' || !pool.osSku || !minor || !cluster.region) return undefined;
  return [cluster.region, pool.osSku, minor, familyKey(image)].join('|').toLowerCase();
}

/** Pools whose upgrade profile Azure answers; pools of auto-provisioned machines have none. */
export function hasUpgradeProfile(pool: NodePool): boolean {
  return pool.kind !== 'auto-provisioned' && pool.kind !== 'availability-set';
}
