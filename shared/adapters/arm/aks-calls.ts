import {
  type AgentPoolsUpgradeNodeImageVersionOptionalParams,
  ContainerServiceClient,
} from '@azure/arm-containerservice';
import { type Accepted, operationOf } from './aks-resource.ts';
import type { ArmConnection } from './connection.ts';
import { clusterPath } from './resource-id.ts';

/** What the client library says without losing anything: calls without a body of settings. Each starts and does not wait. */
export interface AksCalls {
  /** Names of a pool's machines, in lower case. */
  machines(poolId: string): Promise<readonly string[]>;
  deleteMachines(poolId: string, machines: readonly string[]): Promise<Accepted>;
  deletePool(poolId: string, etag: string | undefined): Promise<Accepted>;
  upgradeImage(poolId: string): Promise<Accepted>;
  stopOperation(poolId: string): Promise<Accepted>;
}

/** @see https://learn.microsoft.com/javascript/api/@azure/arm-containerservice/agentpoolsoperations */
export function aksCalls(connection: ArmConnection): AksCalls {
  const { endpoint, pipeline, httpClient, credential } = connection;

  /** Asks, and does not wait for the end of what was begun. */
  async function begin(
    poolId: string,
    call: (
      pools: ContainerServiceClient['agentPools'],
      at: readonly [resourceGroup: string, cluster: string, pool: string],
      options: AgentPoolsUpgradeNodeImageVersionOptionalParams,
    ) => { submitted(): Promise<void> },
  ): Promise<Accepted> {
    const { subscriptionId, resourceGroup, cluster, pool } = clusterPath(poolId);
    const client = new ContainerServiceClient(credential, subscriptionId, { endpoint, pipeline, httpClient });
    let received: Accepted | undefined;
    await call(client.agentPools, [resourceGroup, cluster, pool], {
      abortSignal: connection.deadline(),
      onResponse: (response) => {
        received ??= operationOf(response.headers);
      },
    }).submitted();
    return received ?? {};
  }

  return {
    async machines(poolId) {
      const { subscriptionId, resourceGroup, cluster, pool } = clusterPath(poolId);
      const client = new ContainerServiceClient(credential, subscriptionId, { endpoint, pipeline, httpClient });
      const names: string[] = [];
      const abortSignal = connection.deadline();
      for await (const machine of client.machines.list(resourceGroup, cluster, pool, { abortSignal })) {
        if (machine.name) names.push(machine.name.toLowerCase());
      }
      return names;
    },
    deleteMachines: (poolId, machineNames) =>
      begin(poolId, (pools, at, options) => pools.deleteMachines(...at, { machineNames: [...machineNames] }, options)),
    deletePool: (poolId, etag) =>
      begin(poolId, (pools, at, options) => pools.delete(...at, { ...options, ...(etag && { ifMatch: etag }) })),
    upgradeImage: (poolId) => begin(poolId, (pools, at, options) => pools.upgradeNodeImageVersion(...at, options)),
    stopOperation: (poolId) => begin(poolId, (pools, at, options) => pools.abortLatestOperation(...at, options)),
  };
}
