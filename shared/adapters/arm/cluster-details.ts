import { ContainerServiceClient } from '@azure/arm-containerservice';
import type { MaintenanceConfiguration } from '../../domain/fleet/cluster.ts';
import type { Answer, ClusterDetails } from '../../ports/cluster-details.ts';
import type { ArmConnection } from './connection.ts';
import { readMachineImages } from './machine-images.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { clusterPath } from './resource-id.ts';
import { scheduleRule } from './schedule-rule.ts';
import { scheduleText } from './schedule-text.ts';

/** Asks AKS itself. Every call comes out of a bucket of 60, refilled by one a second, per subscription and region. */
export function armClusterDetails(connection: ArmConnection): ClusterDetails {
  const { endpoint, pipeline, httpClient, credential } = connection;
  const clients = new Map<string, ContainerServiceClient>();

  function clientFor(subscriptionId: string): ContainerServiceClient {
    const client =
      clients.get(subscriptionId) ??
      new ContainerServiceClient(credential, subscriptionId, { endpoint, pipeline, httpClient });
    clients.set(subscriptionId, client);
    return client;
  }

  return {
    latestImage(poolId) {
      const { subscriptionId, resourceGroup, cluster, pool } = clusterPath(poolId);
      return ask<string>('the upgrade profile of a pool', async () => {
        const profile = await clientFor(subscriptionId).agentPools.getUpgradeProfile(resourceGroup, cluster, pool, {
          abortSignal: connection.deadline(),
        });
        if (profile.latestNodeImageVersion) return { kind: 'seen', value: profile.latestNodeImageVersion };
        return { kind: 'not-seen', reason: 'upstream-failed', detail: 'Azure names no latest image for this pool.' };
      });
    },
    maintenance(clusterId) {
      const { subscriptionId, resourceGroup, cluster } = clusterPath(clusterId);
      return ask<readonly MaintenanceConfiguration[]>('the maintenance configurations of a cluster', async () => {
        const configurations = clientFor(subscriptionId).maintenanceConfigurations.listByManagedCluster(
          resourceGroup,
          cluster,
          { abortSignal: connection.deadline() },
        );
        const value: MaintenanceConfiguration[] = [];
        for await (const configuration of configurations) {
          const rule = scheduleRule(configuration);
          value.push({
            name: configuration.name ?? 'unknown',
            schedule: scheduleText(configuration),
            ...(rule ? { rule } : {}),
          });
        }
        return { kind: 'seen', value };
      });
    },
    machineImages(poolId) {
      return ask<readonly string[]>('the machines of a pool', async () => ({
        kind: 'seen',
        value: await readMachineImages(connection, clusterPath(poolId)),
      }));
    },
  };
}

/** An expected refusal is a value; so is an answer that the client cannot take apart. */
async function ask<T>(what: string, call: () => Promise<Answer<T>>): Promise<Answer<T>> {
  let refusal: Refusal;
  try {
    return await call();
  } catch (error) {
    refusal = refusalOf(error, what);
  }
  if (refusal.status === 404 && refusal.code !== 'SubscriptionNotFound') return { kind: 'gone' };
  return { kind: 'not-seen', reason: refusal.reason, detail: refusal.detail };
}
