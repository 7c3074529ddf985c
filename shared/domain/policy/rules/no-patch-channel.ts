import { azAks } from '../az-command.ts';
import { channelPatches, clusterChannelOf, nodeOsChannelOf } from '../channels.ts';
import { type ClusterRule, PASS, unknown } from '../subject.ts';

/**
 * No channel brings patches to the nodes, or the one that is set does not reach some of the pools:
 * `Unmanaged` and `SecurityPatch` do nothing for Windows and for systems that only change by image.
 */
export const noPatchChannel: ClusterRule = {
  id: 'no-patch-channel',
  scope: 'cluster',

  judge({ cluster, pools }) {
    const channel = nodeOsChannelOf(cluster);
    if (channel === 'unknown') return unknown('the node OS upgrade channel');
    const set = cluster.nodeOsChannel ?? 'NodeImage';
    const nextAction = `Choose a channel and a maintenance window for it: ${azAks('update', cluster, '--node-os-upgrade-channel NodeImage')}`;

    if (channel === 'none') {
      const clusterChannel = clusterChannelOf(cluster);
      const upgrades = clusterChannel !== 'none';
      return {
        kind: 'violates',
        severity: upgrades ? 'medium' : 'high',
        facts: { nodeOsChannel: set, upgradeChannel: clusterChannel },
        why: upgrades
          ? `Nodes get patches only when Kubernetes itself is upgraded (channel ${clusterChannel}): the node OS channel is None.`
          : 'Nodes are never patched by themselves: the node OS channel is None and so is the cluster channel.',
        nextAction,
      };
    }
    const unpatched = pools.filter((pool) => !channelPatches(channel, pool)).map((pool) => pool.name);
    if (unpatched.length === 0) return PASS;
    return {
      kind: 'violates',
      severity: 'medium',
      facts: { nodeOsChannel: set, pools: unpatched },
      why: `The node OS channel ${set} does not patch ${unpatched.length === 1 ? `pool ${unpatched[0]}` : `${unpatched.length} of the pools`}: it does nothing for their OS.`,
      nextAction,
    };
  },
};
