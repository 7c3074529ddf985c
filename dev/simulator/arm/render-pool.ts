import type { Instant } from '../../../shared/domain/time.ts';
import type { FleetCluster, FleetPool } from '../model/fleet.ts';
import { type FleetNode, machineGroupName } from '../model/nodes.ts';
import { guidOf } from '../model/stable-hash.ts';
import { isGpuSize } from '../model/vm-size.ts';
import { clusterId, nodeResourceGroup, poolId, snapshotId } from './ids.ts';

const KIND = {
  'scale-set': 'VirtualMachineScaleSets',
  'virtual-machines': 'VirtualMachines',
  'auto-provisioned': 'VirtualMachines',
  'availability-set': 'AvailabilitySet',
} as const;

export const poolETag = (cluster: FleetCluster, pool: FleetPool): string =>
  guidOf(`${clusterId(cluster)}/${pool.name}#${pool.revision ?? 1}`);

/** The properties of an agent pool, as they stand in a pool of its own and inside its cluster. */
export function poolProperties(cluster: FleetCluster, pool: FleetPool): Record<string, unknown> {
  const autoProvisioned = pool.kind === 'auto-provisioned';
  const counted = !autoProvisioned && pool.kind !== 'virtual-machines';
  const version = pool.kubernetesVersion ?? cluster.kubernetesVersion;
  return {
    ...(counted && { count: pool.power === 'Stopped' ? 0 : pool.count, vmSize: pool.vmSize }),
    ...(!autoProvisioned && { osDiskSizeGB: pool.osType === 'Windows' ? 256 : 128 }),
    osDiskType: 'Managed',
    kubeletDiskType: 'OS',
    vnetSubnetID: `/subscriptions/${cluster.subscriptionId}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-${cluster.region}/subnets/snet-aks`,
    maxPods: 110,
    type: KIND[pool.kind],
    ...(!autoProvisioned && { availabilityZones: ['1', '2', '3'] }),
    ...(pool.kind !== 'virtual-machines' && { enableAutoScaling: pool.autoscale !== undefined }),
    scaleDownMode: 'Delete',
    provisioningState: pool.provisioningState,
    powerState: { code: pool.power },
    orchestratorVersion: version,
    currentOrchestratorVersion: version,
    enableNodePublicIP: false,
    mode: pool.mode,
    enableEncryptionAtHost: false,
    enableUltraSSD: false,
    osType: pool.osType,
    ...(pool.osSku !== undefined && { osSKU: pool.osSku }),
    ...(pool.image !== undefined && !autoProvisioned && { nodeImageVersion: pool.image }),
    upgradeSettings: upgradeSettings(pool),
    enableFIPS: pool.fips,
    securityProfile: { enableVTPM: pool.trustedLaunch, enableSecureBoot: pool.trustedLaunch },
    eTag: poolETag(cluster, pool),
    ...(pool.labels && { nodeLabels: pool.labels }),
    ...(pool.taints && { nodeTaints: pool.taints }),
    ...(pool.autoscale && { minCount: pool.autoscale.min, maxCount: pool.autoscale.max }),
    ...(isGpuSize(pool.vmSize) && { gpuProfile: { driver: 'Install' } }),
    ...(pool.osType === 'Windows' && { windowsProfile: {} }),
    ...(pool.spot && { scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete', spotMaxPrice: -1 }),
    ...(pool.snapshot && { creationData: { sourceResourceId: snapshotId(cluster, pool.snapshot) } }),
    ...(pool.failure && { status: { provisioningError: pool.failure } }),
    ...(pool.kind === 'virtual-machines' && {
      virtualMachinesProfile: { scale: { manual: pool.sizes } },
      virtualMachineNodesStatus: pool.sizes,
    }),
    ...pool.unmodelled,
  };
}

function upgradeSettings(pool: FleetPool): Record<string, unknown> {
  if (pool.kind === 'auto-provisioned') return {};
  // Spot nodes cannot surge.
  if (pool.spot) return { maxUnavailable: '1', drainTimeoutInMinutes: 30, nodeSoakDurationInMinutes: 0 };
  return {
    maxSurge: pool.maxSurge,
    maxUnavailable: '0',
    drainTimeoutInMinutes: 30,
    nodeSoakDurationInMinutes: 0,
    undrainableNodeBehavior: 'Schedule',
  };
}

export function renderPool(cluster: FleetCluster, pool: FleetPool): Record<string, unknown> {
  return {
    id: poolId(cluster, pool.name),
    type: 'Microsoft.ContainerService/managedClusters/agentPools',
    name: pool.name,
    properties: poolProperties(cluster, pool),
  };
}

/** @param preview only preview versions of the API tell the image of a single machine */
export function renderMachine(
  cluster: FleetCluster,
  pool: FleetPool,
  node: FleetNode,
  preview: boolean,
): Record<string, unknown> {
  const group = machineGroupName(cluster, pool);
  const compute = `/subscriptions/${cluster.subscriptionId}/resourceGroups/${nodeResourceGroup(cluster)}/providers/Microsoft.Compute`;
  const version = pool.kubernetesVersion ?? cluster.kubernetesVersion;
  const id = `${poolId(cluster, pool.name)}/machines/${node.name}`;
  return {
    id,
    name: node.name,
    type: 'Microsoft.ContainerService/managedClusters/agentPools/machines',
    zones: [node.zone],
    properties: {
      network: { ipAddresses: [{ family: 'IPv4', ip: node.ip }] },
      resourceId:
        pool.kind === 'scale-set'
          ? `${compute}/virtualMachineScaleSets/${group}/virtualMachines/${node.number}`
          : `${compute}/virtualMachines/${node.name}`,
      ...(preview && {
        ...(node.image !== undefined && { nodeImageVersion: node.image }),
        provisioningState: 'Succeeded',
        kubernetes: { orchestratorVersion: version, currentOrchestratorVersion: version },
        hardware: { vmSize: node.vmSize },
        mode: pool.mode === 'Machines' ? 'User' : pool.mode,
        priority: pool.spot ? 'Spot' : 'Regular',
        eTag: guidOf(`${id}#${pool.revision ?? 1}`),
      }),
    },
  };
}

/** @param latest newest image of the pool's family; absent when nobody knows */
export function renderUpgradeProfile(
  cluster: FleetCluster,
  pool: FleetPool,
  upgrades: readonly { version: string; preview: boolean }[],
  latest: string | undefined,
): Record<string, unknown> {
  return {
    id: `${poolId(cluster, pool.name)}/upgradeProfiles/default`,
    name: 'default',
    type: 'Microsoft.ContainerService/managedClusters/agentPools/upgradeProfiles',
    properties: {
      kubernetesVersion: pool.kubernetesVersion ?? cluster.kubernetesVersion,
      osType: pool.osType,
      upgrades:
        upgrades.length === 0
          ? null
          : upgrades.map(({ version, preview }) => ({ kubernetesVersion: version, isPreview: preview || null })),
      recentlyUsedVersions: (pool.usedBefore ?? []).map((used) => ({
        orchestratorVersion: used.kubernetesVersion,
        nodeImageVersion: used.image,
        timestamp: used.until,
      })),
      ...(latest !== undefined && { latestNodeImageVersion: latest }),
    },
  };
}

/** `2026-09-02T01:00:05.0000000Z`, with the seven digits that AKS writes. */
export const armTime = (at: Instant): string => `${new Date(at).toISOString().slice(0, -1)}0000Z`;
