import { azAks } from '../az-command.ts';
import { clusterChannelOf } from '../channels.ts';
import { type ClusterRule, PASS, unknown } from '../subject.ts';

/**
 * The cluster's channel and the node OS channel are two settings that AKS keeps together in two cases: with
 * the cluster channel `node-image`, and on AKS Automatic, the node OS channel can only be `NodeImage`.
 * Anything else is left over from an older API version, and which of the two is followed is not documented.
 *
 * @see https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image (known limitations)
 */
export const contradictingChannels: ClusterRule = {
  id: 'contradicting-channels',
  scope: 'cluster',

  judge({ cluster }) {
    const clusterChannel = clusterChannelOf(cluster);
    const byNodeImage = clusterChannel === 'node-image';
    if (!byNodeImage && !cluster.automatic) return PASS;
    const { nodeOsChannel } = cluster;
    if (nodeOsChannel === undefined) return unknown('the node OS upgrade channel');
    if (nodeOsChannel.toLowerCase() === 'nodeimage') return PASS;
    return {
      kind: 'violates',
      severity: 'medium',
      facts: { upgradeChannel: clusterChannel, nodeOsChannel, automatic: cluster.automatic },
      why: byNodeImage
        ? `The cluster channel node-image goes only with the node OS channel NodeImage, and ${nodeOsChannel} is set: it is not certain that nodes are patched.`
        : `AKS Automatic patches nodes with the channel NodeImage, and ${nodeOsChannel} is set: it is not certain that nodes are patched.`,
      nextAction: byNodeImage
        ? `Give each its own job, a Kubernetes channel for the cluster and NodeImage for the nodes: ${azAks('update', cluster, '--auto-upgrade-channel patch --node-os-upgrade-channel NodeImage')}`
        : `Set the channel that belongs to it: ${azAks('update', cluster, '--node-os-upgrade-channel NodeImage')}`,
    };
  },
};
