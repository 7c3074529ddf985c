import type { AzureLook, PoolState } from '../../../shared/domain/migration/azure-look.ts';
import type { PoolScaling } from '../../../shared/domain/migration/remembered.ts';
import type { AzureLooker } from '../../../shared/ports/azure-looker.ts';
import type { ModelCluster } from './cluster.ts';
import type { ModelPool } from './model.ts';
import { countOf, shownProperties } from './pools.ts';
import type { World } from './world.ts';

/** `AzureLooker` over the model world. */
export function worldAzureLooker(world: World): AzureLooker {
  return {
    async look(clusterId): Promise<AzureLook> {
      const cluster = world.cluster(clusterId);
      const readAt = world.now;
      if (cluster.gone) return { kind: 'gone', readAt };
      return {
        kind: 'seen',
        readAt,
        cluster: {
          id: cluster.id,
          power: cluster.power,
          provisioningState: cluster.provisioningState,
          kubernetesVersion: cluster.kubernetes,
          upgradeChannel: 'none',
          nodeOsChannel: 'None',
          etag: String(cluster.etag),
        },
        pools: [...cluster.pools.values()].map((pool) => shownPool(cluster, pool)),
      };
    },
  };
}

function shownPool(cluster: ModelCluster, pool: ModelPool): PoolState {
  const properties = shownProperties(cluster, pool);
  const osSku = properties['osSKU'];
  return {
    id: pool.id,
    name: pool.name,
    mode: String(properties['mode'] ?? 'User'),
    osType: 'Linux',
    ...(typeof osSku === 'string' ? { osSku } : {}),
    etag: String(pool.etag),
    provisioningState: pool.provisioningState,
    power: 'running',
    imageVersion: pool.image,
    kubernetesVersion: pool.kubernetes,
    scaling: scalingOf(cluster, pool),
    tags: (properties['tags'] as Record<string, string> | undefined) ?? {},
    ...(pool.failure ? { failure: pool.failure } : {}),
    recentlyUsed: [...pool.recentlyUsed],
    properties,
  };
}

/** The scaling of a pool as it is now. */
export function scalingOf(cluster: ModelCluster, pool: ModelPool): PoolScaling {
  const count = countOf(cluster, pool);
  const { enableAutoScaling, minCount, maxCount } = pool.properties;
  if (enableAutoScaling !== true) return { count };
  return { count, autoscaler: { min: Number(minCount), max: Number(maxCount) } };
}
