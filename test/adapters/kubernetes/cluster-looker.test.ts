import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { kubernetesClusterLooker } from '../../../shared/adapters/kubernetes/cluster-looker.ts';
import { type ClusterConnections, clusterConnections } from '../../../shared/adapters/kubernetes/connections.ts';
import { type KubeServer, list, startKubeServer, status } from './kube-server.ts';

let kube: KubeServer;
let connections: ClusterConnections;
beforeAll(async () => {
  kube = await startKubeServer();
  connections = clusterConnections(
    async () => kube.access(),
    { now: () => 0 },
    async () => {},
  );
});
beforeEach(() => {
  kube.asked.length = 0;
});
afterAll(async () => {
  await connections.close();
  await kube.close();
});

const looker = () => kubernetesClusterLooker(connections, { now: () => 5 });
const nodes = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ metadata: { name: `n${n}`, uid: `${n}` } }));
const podOn = (node: string) => ({ metadata: { name: `on-${node}`, uid: `on-${node}` }, spec: { nodeName: node } });

test.each([
  [60, 60],
  [61, 1],
])('the pods of %i nodes take %i lists', async (count, lists) => {
  kube.answer = ({ path, query }) => {
    if (path === '/api/v1/nodes') return { body: list(nodes(count)) };
    const [, node] = /^spec.nodeName=(.+)$/.exec(query.get('fieldSelector') ?? '') ?? [];
    return {
      body: list(node ? [podOn(node)] : [...nodes(count).map(({ metadata }) => podOn(metadata.name)), podOn('other')]),
    };
  };
  const { pods } = await looker().look('/c', ['pods-of-pools'], ['apps']);
  expect(pods?.kind === 'seen' && pods.items.length).toBe(count);
  const asked = kube.asked.filter(({ path }) => path === '/api/v1/pods');
  expect(asked).toHaveLength(lists);
  expect(kube.asked[0]?.query.get('labelSelector')).toBe('kubernetes.azure.com/agentpool in (apps)');
});

test('what may not be seen is not seen, with its reason, and the rest is', async () => {
  kube.answer = ({ path }) => (path === '/api/v1/nodes' ? status(403, 'Forbidden') : undefined);
  const look = await looker().look('/c', ['pods-of-pools', 'budgets'], ['apps']);
  expect(look).toMatchObject({
    clusterId: '/c',
    readAt: 5,
    nodes: { kind: 'not-seen', reason: 'forbidden' },
    pods: { kind: 'not-seen', detail: expect.stringMatching(/^nodes: /) },
    budgets: { kind: 'seen', items: [] },
  });
});

test('a pod that waits on one of the nodes is told once', async () => {
  kube.answer = ({ path, query }) => {
    if (path === '/api/v1/nodes') return { body: list(nodes(1)) };
    return { body: list(query.get('fieldSelector') ? [podOn('n0')] : []) };
  };
  const { pods } = await looker().look('/c', ['pods-of-pools', 'pending-pods'], ['apps']);
  expect(pods?.kind === 'seen' && pods.items.map(({ name, uid }) => [name, uid])).toEqual([['on-n0', 'on-n0']]);
});
