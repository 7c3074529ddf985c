import type { ManagedClusterAgentPoolProfile } from '@azure/arm-containerservice';
import type { ArmPool, NetworkMode } from '../../domain/cluster/arm-facts.ts';

/** How one pool is upgraded and where its nodes live, as its cluster tells. */
export function armPoolOf(clusterId: string, pool: ManagedClusterAgentPoolProfile): ArmPool {
  const settings = pool.upgradeSettings ?? {};
  const { minCount, maxCount } = pool;
  const scales = pool.enableAutoScaling === true && minCount !== undefined && maxCount !== undefined;
  return defined({
    poolId: `${clusterId}/agentpools/${pool.name.toLowerCase()}`,
    name: pool.name,
    provisioningState: pool.provisioningState,
    power: powerOf(pool.powerState?.code),
    count: pool.count,
    vmSize: pool.vmSize,
    zones: pool.availabilityZones ?? [],
    maxPods: pool.maxPods,
    maxSurge: settings.maxSurge,
    maxUnavailable: settings.maxUnavailable,
    drainTimeoutMinutes: settings.drainTimeoutInMinutes,
    nodeSoakMinutes: settings.nodeSoakDurationInMinutes,
    undrainableNodeBehavior: settings.undrainableNodeBehavior,
    autoscaler: scales ? { enabled: true, min: minCount, max: maxCount } : { enabled: false },
    nodeSubnetId: pool.vnetSubnetID?.toLowerCase(),
    podSubnetId: pool.podSubnetID?.toLowerCase(),
    nodeTaints: pool.nodeTaints ?? [],
    nodeLabels: pool.nodeLabels ?? {},
  });
}

export function powerOf(code: string | undefined): 'running' | 'stopped' | undefined {
  return code === 'Running' ? 'running' : code === 'Stopped' ? 'stopped' : undefined;
}

/** @param podSubnet a pool names a subnet of its own for pods */
export function networkModeOf(plugin: string | undefined, mode: string | undefined, podSubnet: boolean): NetworkMode {
  if (plugin === 'kubenet' || plugin === 'none') return plugin;
  if (plugin !== 'azure') return 'unknown';
  if (mode === 'overlay') return 'overlay';
  return podSubnet ? 'pod-subnet' : 'node-subnet';
}

/** Leaves out what was not told, as exact optional fields want it. */
function defined(pool: { [K in keyof ArmPool]: ArmPool[K] | undefined }): ArmPool {
  return Object.fromEntries(Object.entries(pool).filter(([, value]) => value !== undefined)) as unknown as ArmPool;
}
