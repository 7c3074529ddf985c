import type { Cluster } from '../fleet/cluster.ts';
import { isWindows } from '../fleet/marks.ts';
import type { NodePool } from '../fleet/node-pool.ts';

export type NodeOsChannel = 'none' | 'unmanaged' | 'securitypatch' | 'nodeimage' | 'unknown';

/** The node OS channel that is in force; what is not set or not known is `unknown`, for the default has changed over time. */
export function nodeOsChannelOf(cluster: Cluster): NodeOsChannel {
  const set = cluster.nodeOsChannel?.toLowerCase();
  if (set === 'none' || set === 'unmanaged' || set === 'securitypatch' || set === 'nodeimage') return set;
  // AKS sets it along with the cluster channel `node-image`, and AKS Automatic has it built in.
  if (set === undefined && (clusterChannelOf(cluster) === 'node-image' || cluster.automatic)) return 'nodeimage';
  return 'unknown';
}

/** The cluster's own channel; not set means none. */
export function clusterChannelOf(cluster: Cluster): string {
  return cluster.upgradeChannel?.toLowerCase() || 'none';
}

/**
 * Does the channel bring patches to this pool?
 * @see https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image (per-OS limits)
 */
export function channelPatches(channel: NodeOsChannel, pool: NodePool): boolean {
  // Node auto-provisioning replaces its nodes with new images whatever the channel.
  if (pool.kind === 'auto-provisioned' || channel === 'nodeimage') return true;
  if (channel === 'none' || channel === 'unknown') return false;
  const osSku = pool.osSku?.toLowerCase() ?? '';
  if (isWindows(pool) || IMAGE_ONLY.includes(osSku)) return false;
  return !(pool.gpu && osSku.startsWith('azurelinux'));
}

/** Their root file system is read-only: they change by a new image or not at all. */
const IMAGE_ONLY = ['flatcar', 'azurelinuxosguard', 'azurecontainerlinux'];
