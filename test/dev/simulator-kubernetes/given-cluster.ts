import { CoreV1Api, KubeConfig, PatchStrategy, PolicyV1Api, setHeaderOptions, Watch } from '@kubernetes/client-node';
import { expect } from 'vitest';
import { answerTo } from '../../../dev/simulator/kubernetes/api/answer.ts';
import { KubeCluster } from '../../../dev/simulator/kubernetes/cluster.ts';
import type { KubeObject } from '../../../dev/simulator/kubernetes/objects.ts';
import { contentsOf } from '../../../dev/simulator/kubernetes/world/contents.ts';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import type { FleetSpecInput } from '../../../dev/simulator/model/fleet-schema.ts';

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
type Cluster = NonNullable<FleetSpecInput['subscriptions'][number]['clusters']>[number];

const IMAGE = 'AKSUbuntu-2404gen2containerd-202610.03.0';

/** A fleet with one cluster: three system nodes, three user nodes, and the given workloads. */
export const oneCluster = (cluster: Partial<Cluster> = {}) =>
  parseFleet({
    version: 1,
    name: 'one',
    now: '2026-11-20T08:00:00Z',
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'One',
        clusters: [
          {
            name: 'aks-one',
            resourceGroup: 'rg-one',
            region: 'westeurope',
            kubernetesVersion: '1.35.6',
            pools: [
              { name: 'system', mode: 'System', image: IMAGE, taints: ['CriticalAddonsOnly=true:NoSchedule'] },
              { name: 'user', image: IMAGE, count: 3 },
            ],
            workloads: [],
            ...cluster,
          },
        ],
      },
    ],
  } satisfies FleetSpecInput);

/** The cluster in this process, on a clock that only moves when it is told to. */
export function givenCluster(cluster: Partial<Cluster> = {}) {
  const spec = oneCluster(cluster).subscriptions[0]?.clusters[0];
  if (!spec) throw new Error('no cluster');
  const start = Date.parse('2026-11-20T08:00:00Z');
  let now = start;
  const contents = contentsOf(
    { ...spec, subscriptionId: SUBSCRIPTION, revision: 1 },
    '/one',
    start,
    start - 86_400_000,
  );
  const kube = new KubeCluster({
    id: '/one',
    version: '1.35.6',
    now: () => now,
    contents,
    warmUp: true,
    healthGates: spec.healthGates ?? false,
  });
  const ask = (method: string, path: string, body?: unknown, contentType = 'application/json') => {
    const url = new URL(path, 'https://127.0.0.1');
    const { status, body: answer } = answerTo({
      cluster: kube,
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { 'content-type': contentType },
      text: body === undefined ? '' : JSON.stringify(body),
      who: { user: 'masterclient', groups: ['system:masters', 'system:authenticated'] },
      denied: () => false,
      host: '127.0.0.1',
    });
    return { status, body: answer };
  };
  const advance = (seconds: number) => {
    for (let step = 0; step < seconds * 10; step++) {
      now += 100;
      kube.settle();
    }
  };
  advance(1);
  return {
    kube,
    ask,
    advance,
    pods: (app: string) => kube.store.list('pods').filter((pod) => pod.metadata.labels?.app === app),
    nodes: (pool: string) => kube.store.list('nodes').filter((node) => node.metadata.labels?.agentpool === pool),
    budget: (name: string) => kube.store.list('poddisruptionbudgets').find((one) => one.metadata.name === name),
    workload: (kind: 'deployments' | 'statefulsets' | 'daemonsets', name: string) =>
      kube.store.list(kind).find((one) => one.metadata.name === name),
    evict: (pod: KubeObject | undefined) =>
      ask('POST', `/api/v1/namespaces/${pod?.metadata.namespace}/pods/${pod?.metadata.name}/eviction`, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: pod?.metadata.name, namespace: pod?.metadata.namespace },
      }),
    cordon: (node: KubeObject | undefined) =>
      ask(
        'PATCH',
        `/api/v1/nodes/${node?.metadata.name}`,
        { spec: { unschedulable: true } },
        'application/strategic-merge-patch+json',
      ),
  };
}

/** The typed client of the Kubernetes project on a kubeconfig. */
export function typedClient(kubeconfig: string) {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  expect(config.getCurrentCluster()?.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/clusters\//);
  return {
    core: config.makeApiClient(CoreV1Api),
    policy: config.makeApiClient(PolicyV1Api),
    watch: new Watch(config),
    strategic: setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  };
}
