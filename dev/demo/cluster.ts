import { readFileSync } from 'node:fs';
import { CoreV1Api, KubeConfig, PolicyV1Api, type V1Node, type V1Pod } from '@kubernetes/client-node';
import { armClusterCredential } from '../../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../../shared/adapters/arm/connection.ts';
import { simulatorCredential } from '../../shared/adapters/arm/credential.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import type { Stage } from './stage.ts';

export const CLUSTER_ID =
  '/subscriptions/20000000-0000-4000-8000-000000000001/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop';

/** The shop's cluster, as the people see it who work on it: through the official client. */
export interface ShopCluster {
  nodes(): Promise<V1Node[]>;
  pods(): Promise<V1Pod[]>;
  /** How many of a service's pods a disruption may take at once. */
  setBudget(service: string, spec: { readonly minAvailable?: number; readonly maxUnavailable?: number }): Promise<void>;
}

export async function shopCluster({ armEndpoint, caFile }: Stage): Promise<ShopCluster> {
  const arm = connectToArm({
    simulator: { endpoint: armEndpoint, ca: readFileSync(caFile, 'utf8') },
    credential: simulatorCredential,
    pause: systemPause,
  });
  const answer = await armClusterCredential(arm).kubeconfig(CLUSTER_ID);
  if (answer.kind === 'refused') throw new Error(`no way to the cluster: ${answer.detail}`);
  const config = new KubeConfig();
  config.loadFromString(answer.kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const policy = config.makeApiClient(PolicyV1Api);
  return {
    nodes: async () => (await core.listNode()).items,
    pods: async () => (await core.listPodForAllNamespaces()).items,
    async setBudget(service, spec) {
      const { items } = await policy.listNamespacedPodDisruptionBudget({ namespace: 'shop' });
      const budget = items.find((one) => one.spec?.selector?.matchLabels?.['app'] === service);
      if (!budget?.spec || !budget.metadata?.name) throw new Error(`${service} has no budget`);
      Object.assign(budget.spec, { minAvailable: undefined, maxUnavailable: undefined, ...spec });
      await policy.replaceNamespacedPodDisruptionBudget({
        name: budget.metadata.name,
        namespace: 'shop',
        body: budget,
      });
    },
  };
}

/** Nodes of a pool by name, with what matters of them. */
export function nodesOf(nodes: readonly V1Node[], pool: string) {
  return nodes
    .filter(({ metadata }) => metadata?.labels?.['kubernetes.azure.com/agentpool'] === pool)
    .map(({ metadata, spec }) => ({
      name: metadata?.name ?? '',
      image: metadata?.labels?.['kubernetes.azure.com/node-image-version'] ?? '',
      cordoned: spec?.unschedulable === true,
      retiring: (spec?.taints ?? []).some(({ key }) => key === 'lifecycle'),
    }));
}

/** Where the shop's own pods run, counted by pool. */
export function podsByPool(pods: readonly V1Pod[], nodes: readonly V1Node[]): Readonly<Record<string, number>> {
  const poolOf = new Map(
    nodes.map(({ metadata }) => [metadata?.name ?? '', metadata?.labels?.['kubernetes.azure.com/agentpool'] ?? '']),
  );
  const counts: Record<string, number> = {};
  for (const { metadata, spec, status } of pods) {
    if (metadata?.namespace !== 'shop' || status?.phase !== 'Running') continue;
    const pool = poolOf.get(spec?.nodeName ?? '') ?? 'nowhere';
    counts[pool] = (counts[pool] ?? 0) + 1;
  }
  return counts;
}
