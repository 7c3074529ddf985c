import type { PoolUpgrader } from '../../ports/pool-writer.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import { aksCalls } from './aks-calls.ts';
import { type Accepted, aksPath, getAksResource, putAksResource } from './aks-resource.ts';
import type { ArmConnection } from './connection.ts';
import { changePool } from './pool-writer.ts';
import { clusterPath } from './resource-id.ts';
import { answerOf, asAnswer } from './write-answer.ts';

/** States in which nothing is under way that could be stopped. */
const AT_REST = ['Succeeded', 'Failed', 'Canceled', 'Canceling'];

/** What Azure works out itself, of a cluster and of the pools that it carries. */
const NOT_SENT = [
  'provisioningState',
  'powerState',
  'currentKubernetesVersion',
  'fqdn',
  'privateFQDN',
  'azurePortalFQDN',
];
const NOT_SENT_OF_POOLS = [
  'provisioningState',
  'powerState',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'eTag',
  'status',
];

/** @param connection of the executor, which asks once: the next pass is the second try */
export function armPoolUpgrader(connection: ArmConnection): PoolUpgrader {
  const calls = aksCalls(connection);
  return {
    /** @see https://learn.microsoft.com/azure/aks/node-image-upgrade */
    upgradeImage(poolId) {
      return asAnswer(`to upgrade the image of pool ${clusterPath(poolId).pool}`, () => calls.upgradeImage(poolId));
    },
    upgradeControlPlane(clusterId, version) {
      return asAnswer(`to upgrade the control plane to ${version}`, () =>
        upgradeControlPlane(connection, clusterId, version),
      );
    },
    /**
     * The pool goes over `Canceling` to `Canceled`; what was done stays done.
     * @see https://learn.microsoft.com/azure/aks/manage-abort-operations
     */
    async stopOperation(poolId) {
      const what = `to stop what is under way on pool ${clusterPath(poolId).pool}`;
      try {
        return { kind: 'accepted', ...(await calls.stopOperation(poolId)) };
      } catch (error) {
        const answer = answerOf(error, what);
        if (answer.kind === 'throttled') return answer;
        // AKS refuses to stop what has ended; whether it has, the pool says.
        return asAnswer(what, async () => {
          const { properties } = await getAksResource(connection, aksPath(clusterPath(poolId)));
          return AT_REST.includes(String(properties['provisioningState'])) ? {} : answer;
        });
      }
    },
    /**
     * A PUT of the pool with both versions as its upgrade profile lists them under `recentlyUsedVersions`.
     * @see https://learn.microsoft.com/azure/aks/roll-back-node-pool-version (since api-version 2026-04-01)
     */
    restoreVersion(poolId, image, kubernetes) {
      return asAnswer(`to take pool ${clusterPath(poolId).pool} back to ${image}`, () =>
        changePool(connection, poolId, { nodeImageVersion: image, orchestratorVersion: kubernetes }),
      );
    },
  };
}

/**
 * A PUT of the cluster with its new version (of a minor alone, AKS takes its latest patch). Its pools are sent with the versions that they have, so that AKS leaves
 * them alone; what we have no words for stays as it was read.
 *
 * @see https://learn.microsoft.com/azure/aks/upgrade-aks-control-plane
 */
async function upgradeControlPlane(
  connection: ArmConnection,
  clusterId: string,
  version: string,
): Promise<Accepted | WriteAnswer> {
  const path = aksPath(clusterPath(clusterId));
  const cluster = await getAksResource(connection, path);
  const { kubernetesVersion, currentKubernetesVersion = kubernetesVersion } = cluster.properties;
  // What it runs, not what it was asked for: an upgrade that failed has to be asked for again.
  if (`${String(currentKubernetesVersion)}.`.startsWith(`${version}.`)) return {};
  const { eTag, ...rest } = cluster;
  const profiles = cluster.properties['agentPoolProfiles'];
  const properties: Record<string, unknown> = {
    ...without(cluster.properties, NOT_SENT),
    kubernetesVersion: version,
    ...(Array.isArray(profiles) && {
      agentPoolProfiles: profiles.map((pool: Record<string, unknown>) => without(pool, NOT_SENT_OF_POOLS)),
    }),
  };
  return putAksResource(
    connection,
    path,
    { ...rest, properties },
    typeof eTag === 'string' ? { 'if-match': eTag } : {},
  );
}

const without = (record: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)));
