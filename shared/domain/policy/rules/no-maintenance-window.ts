import { azMaintenance } from '../az-command.ts';
import { clusterChannelOf, nodeOsChannelOf } from '../channels.ts';
import { type ClusterRule, PASS, unknown } from '../subject.ts';

const NODE_OS = 'aksManagedNodeOSUpgradeSchedule';
const CLUSTER = 'aksManagedAutoUpgradeSchedule';

/**
 * A channel replaces nodes by itself, and nobody said when it may. Each channel has its own window; the one
 * named `default` governs neither. `None` and `Unmanaged` need none: nothing starts, or no window would be kept.
 *
 * @see https://learn.microsoft.com/azure/aks/planned-maintenance
 */
export const noMaintenanceWindow: ClusterRule = {
  id: 'no-maintenance-window',
  scope: 'cluster',

  judge({ cluster }) {
    const { maintenance } = cluster;
    if (maintenance === undefined) return unknown('the maintenance configurations');
    const has = (name: string) => maintenance.some((window) => window.name.toLowerCase() === name.toLowerCase());
    const nodeOs = nodeOsChannelOf(cluster);
    const clusterChannel = clusterChannelOf(cluster);

    const missing: string[] = [];
    if ((nodeOs === 'nodeimage' || nodeOs === 'securitypatch') && !has(NODE_OS)) missing.push(NODE_OS);
    if (clusterChannel !== 'none' && clusterChannel !== 'node-image' && !has(CLUSTER)) missing.push(CLUSTER);
    const [first] = missing;
    if (!first) return nodeOs === 'unknown' && !has(NODE_OS) ? unknown('the node OS upgrade channel') : PASS;
    return {
      kind: 'violates',
      severity: cluster.power === 'stopped' ? 'low' : 'medium',
      facts: { missing, present: maintenance.map((window) => window.name) },
      why: 'Azure chooses the time of automatic upgrades, so nodes may be replaced in the middle of the working day.',
      nextAction: `Set a window of four hours or more: ${azMaintenance('add', cluster, first, '--schedule-type Weekly --day-of-week Saturday --interval-weeks 1 --duration 4 --start-time 22:00')}`,
    };
  },
};
