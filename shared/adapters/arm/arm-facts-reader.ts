import { ContainerServiceClient, type ManagedCluster } from '@azure/arm-containerservice';
import { z } from 'zod';
import type { ArmFacts, ArmPool, Subnet, VcpuQuota } from '../../domain/cluster/arm-facts.ts';
import type { Seen } from '../../domain/cluster/facts.ts';
import type { ArmFactsReader } from '../../ports/arm-facts-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import { armPoolOf, networkModeOf, powerOf } from './arm-pool.ts';
import type { ArmConnection } from './connection.ts';
import { fleetMemberships } from './fleet-memberships.ts';
import { listRaw } from './list-raw.ts';
import { refusalOf } from './refusal.ts';
import { clusterPath } from './resource-id.ts';

const Usage = z.object({ name: z.object({ value: z.string() }), currentValue: z.number(), limit: z.number() });
const SubnetUsage = z.object({ id: z.string(), currentValue: z.number(), limit: z.number() });

/** Asks ARM a handful of questions for one cluster; each answer stands alone. */
export function armFactsReader(connection: ArmConnection, clock: Clock): ArmFactsReader {
  const { endpoint, pipeline, httpClient, credential } = connection;

  async function cluster(id: string): Promise<ManagedCluster> {
    const { subscriptionId, resourceGroup, cluster: name } = clusterPath(id);
    const client = new ContainerServiceClient(credential, subscriptionId, { endpoint, pipeline, httpClient });
    return client.managedClusters.get(resourceGroup, name, { abortSignal: connection.deadline() });
  }

  /** vCPUs in use and allowed, of every family, in one region. */
  async function quotas(subscriptionId: string, region: string): Promise<readonly VcpuQuota[]> {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/${encodeURIComponent(region)}/usages?api-version=2024-07-01`;
    const usages = await listRaw(connection, path, Usage);
    return usages.map(({ name, currentValue, limit }) => ({ region, family: name.value, used: currentValue, limit }));
  }

  /** A virtual network tells of all its subnets how many addresses are usable and how many are taken. */
  async function subnets(ids: readonly string[]): Promise<readonly Subnet[]> {
    const networks = new Set(ids.map((id) => id.replace(/\/subnets\/[^/]+$/, '')));
    const found: Subnet[] = [];
    for (const network of networks) {
      for (const usage of await listRaw(connection, `${network}/usages?api-version=2024-05-01`, SubnetUsage)) {
        const id = usage.id.toLowerCase();
        if (ids.includes(id)) found.push({ id, size: usage.limit, used: usage.currentValue });
      }
    }
    return found;
  }

  return {
    async read({ id, region }) {
      const readAt = clock.now();
      const { subscriptionId } = clusterPath(id);
      const asked = ask('the cluster', async () => [await cluster(id)]);
      const [own, vcpus, fleets] = await Promise.all([
        asked,
        ask('the vCPU quotas of the region', () => quotas(subscriptionId, region)),
        ask('the Fleet Manager memberships', () => fleetMemberships(connection, subscriptionId, id)),
      ]);
      const told = own.kind === 'seen' ? own.items[0] : undefined;
      const pools: Seen<ArmPool> = told
        ? { kind: 'seen', items: (told.agentPoolProfiles ?? []).map((pool) => armPoolOf(id, pool)) }
        : (own as Seen<never>);
      return {
        clusterId: id,
        readAt,
        ...clusterState(told),
        networkMode: networkModeOf(
          told?.networkProfile?.networkPlugin,
          told?.networkProfile?.networkPluginMode,
          pools.kind === 'seen' && pools.items.some(({ podSubnetId }) => podSubnetId !== undefined),
        ),
        pools,
        quotas: vcpus,
        subnets: pools.kind === 'seen' ? await ask('the subnets', () => subnets(subnetIds(pools.items))) : pools,
        vmSizes: { kind: 'seen', items: [] },
        fleets,
      };
    },
  };
}

function clusterState(told: ManagedCluster | undefined): Pick<ArmFacts, 'provisioningState' | 'power'> {
  const power = powerOf(told?.powerState?.code);
  return { ...(told?.provisioningState && { provisioningState: told.provisioningState }), ...(power && { power }) };
}

function subnetIds(pools: readonly ArmPool[]): string[] {
  return [...new Set(pools.flatMap((pool) => [pool.nodeSubnetId ?? [], pool.podSubnetId ?? []].flat()))];
}

/** A refusal of one question is its value, so that the others still count. */
async function ask<T>(what: string, call: () => Promise<readonly T[]>): Promise<Seen<T>> {
  try {
    return { kind: 'seen', items: await call() };
  } catch (error) {
    const { reason, detail } = refusalOf(error, what);
    const known = reason === 'forbidden' || reason === 'timed-out' ? reason : 'upstream-failed';
    return { kind: 'not-seen', reason: known, detail: firstSentence(detail) };
  }
}

/** Without its full stop: it becomes part of another sentence, which has a remedy of its own. */
function firstSentence(detail: string): string {
  return detail.replace(/\.(?: .*)?$/, '');
}
