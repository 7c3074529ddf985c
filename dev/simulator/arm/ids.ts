import type { FleetCluster } from '../model/fleet.ts';

const PROVIDER = 'providers/Microsoft.ContainerService';

export const clusterId = (cluster: FleetCluster): string =>
  `/subscriptions/${cluster.subscriptionId}/resourceGroups/${cluster.resourceGroup}/${PROVIDER}/managedClusters/${cluster.name}`;

export const poolId = (cluster: FleetCluster, pool: string): string => `${clusterId(cluster)}/agentPools/${pool}`;

export const snapshotId = (cluster: FleetCluster, snapshot: string): string =>
  `/subscriptions/${cluster.subscriptionId}/resourceGroups/${cluster.resourceGroup}/${PROVIDER}/snapshots/${snapshot}`;

export const nodeResourceGroup = (cluster: FleetCluster): string =>
  `MC_${cluster.resourceGroup}_${cluster.name}_${cluster.region}`;
