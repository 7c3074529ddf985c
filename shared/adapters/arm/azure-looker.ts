import { ContainerServiceClient } from '@azure/arm-containerservice';
import type { RecentVersion } from '../../domain/migration/azure-look.ts';
import type { AzureLooker } from '../../ports/azure-looker.ts';
import type { Clock } from '../../ports/clock.ts';
import { type AksResource, aksPath, getAksResource, listAksResources } from './aks-resource.ts';
import type { ArmConnection } from './connection.ts';
import { clusterStateOf, poolStateOf } from './pool-state.ts';
import { refusalOf } from './refusal.ts';
import { clusterPath } from './resource-id.ts';

/** Pools whose versions before are remembered; one entry is a few hundred bytes. */
const REMEMBERED = 1_000;

/**
 * Reads a cluster and its pools from ARM itself: two calls, and one more for each pool that changed since it was read
 * last, for what AKS would take it back to.
 */
export function armAzureLooker(connection: ArmConnection, clock: Clock): AzureLooker {
  const { endpoint, pipeline, httpClient, credential } = connection;
  const versions = new Map<string, { readonly etag: unknown; readonly used: readonly RecentVersion[] }>();

  /** Not told where Azure does not answer: it is never taken for "none". */
  async function recentlyUsed(pool: AksResource): Promise<readonly RecentVersion[] | undefined> {
    const id = pool.id.toLowerCase();
    const etag = pool.properties['eTag'];
    const known = versions.get(id);
    if (known && known.etag !== undefined && known.etag === etag) return known.used;
    try {
      const path = clusterPath(id);
      const client = new ContainerServiceClient(credential, path.subscriptionId, { endpoint, pipeline, httpClient });
      const profile = await client.agentPools.getUpgradeProfile(path.resourceGroup, path.cluster, path.pool, {
        abortSignal: connection.deadline(),
      });
      const used = (profile.recentlyUsedVersions ?? []).flatMap(
        ({ nodeImageVersion, orchestratorVersion, timestamp }) =>
          nodeImageVersion && orchestratorVersion && timestamp
            ? [
                {
                  imageVersion: nodeImageVersion,
                  kubernetesVersion: orchestratorVersion,
                  usedUntil: timestamp.getTime(),
                },
              ]
            : [],
      );
      used.sort((a, b) => b.usedUntil - a.usedUntil);
      versions.delete(id);
      versions.set(id, { etag, used });
      for (const oldest of versions.keys()) {
        if (versions.size <= REMEMBERED) break;
        versions.delete(oldest);
      }
      return used;
    } catch {
      return undefined;
    }
  }

  return {
    async look(clusterId, about) {
      const readAt = clock.now();
      const path = aksPath(clusterPath(clusterId));
      try {
        const [cluster, pools] = await Promise.all([
          getAksResource(connection, path),
          listAksResources(connection, `${path}/agentPools`),
        ]);
        const asked = (pool: AksResource) => about === undefined || about.includes(pool.id.toLowerCase());
        return {
          kind: 'seen',
          readAt,
          cluster: clusterStateOf(clusterId.toLowerCase(), cluster),
          pools: await Promise.all(
            pools.map(async (pool) => poolStateOf(pool, asked(pool) ? await recentlyUsed(pool) : undefined)),
          ),
        };
      } catch (error) {
        const { reason, detail, status, code } = refusalOf(error, 'a cluster and its pools');
        if (status === 404 && code !== 'SubscriptionNotFound') return { kind: 'gone', readAt };
        return { kind: 'not-seen', readAt, reason, detail };
      }
    },
  };
}
