import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clusterConnections } from '../../../shared/adapters/kubernetes/connections.ts';
import { kubernetesNodeWriter } from '../../../shared/adapters/kubernetes/node-writer.ts';
import { kubernetesWorkloadScaler } from '../../../shared/adapters/kubernetes/workload-scaler.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { type Answer, type KubeServer, startKubeServer, status } from './kube-server.ts';

let kube: KubeServer;
beforeAll(async () => {
  kube = await startKubeServer();
});
beforeEach(() => {
  kube.asked.length = 0;
});
afterAll(() => kube.close());

const node: Answer = { body: { metadata: { name: 'n1', resourceVersion: '7' } } };
const scale: Answer = { body: { metadata: { name: 'cart', resourceVersion: '7' }, spec: { replicas: 3 } } };
const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };

/** A change of a node and of a scale, each answered so. */
async function changed(patchAnswer: Answer) {
  kube.answer = ({ method, path }) => (method === 'PATCH' ? patchAnswer : path.endsWith('/scale') ? scale : node);
  const connections = clusterConnections(
    async () => kube.access(),
    { now: () => 0 },
    async () => {},
  );
  try {
    return [
      await kubernetesNodeWriter(connections).cordon({ clusterId: '/c', name: 'n1' }, 'm-1'),
      await kubernetesWorkloadScaler(connections).scale('/c', CART, 3, 4),
    ];
  } finally {
    await connections.close();
  }
}

const methods = () => kube.asked.map(({ method }) => method);

test('a change reads first, and is one patch', async () => {
  expect(await changed({ body: {} })).toEqual([{ kind: 'accepted' }, { kind: 'accepted' }]);
  expect(methods()).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
});

test('a conflict is met by reading again, three times in all; then somebody else has the say', async () => {
  const answers = await changed(status(409, 'Conflict'));
  expect(answers.map(({ kind }) => kind)).toEqual(['changed', 'changed']);
  expect(methods().filter((method) => method === 'PATCH')).toHaveLength(6);
});

test.each([
  [status(403, 'Forbidden'), { kind: 'refused', code: 'KUBERNETES_FORBIDDEN' }],
  [status(422, 'Invalid'), { kind: 'refused', code: 'KUBERNETES_REFUSED' }],
  [
    { ...status(429, 'TooManyRequests'), headers: { 'retry-after': '3' } },
    { kind: 'throttled', againSeconds: 3 },
  ],
])('%j', async (answer, expected) => {
  for (const one of await changed(answer)) expect(one).toMatchObject(expected);
});

test('after a 5xx or a broken connection nobody knows, and nothing is sent again by itself', async () => {
  for (const answer of [status(503, 'Unavailable'), { hangUp: true } as const]) {
    kube.asked.length = 0;
    await expect(changed(answer)).rejects.toThrow(UpstreamError);
    expect(methods()).toEqual(['GET', 'PATCH']);
  }
});

test('one way to a cluster is kept for ten minutes, and made anew when its credential is not accepted', async () => {
  let found = 0;
  let now = 0;
  const findAccess = async () => {
    found += 1;
    return kube.access();
  };
  const connections = clusterConnections(findAccess, { now: () => now }, async () => {});
  kube.answer = () => node;
  const cordon = () => kubernetesNodeWriter(connections).cordon({ clusterId: '/c', name: 'n1' }, 'm-1');
  await cordon();
  now = 10 * 60_000 - 1;
  await cordon();
  expect(found).toBe(1);
  now += 1;
  await cordon();
  expect(found).toBe(2);
  kube.answer = ({ method }) => (method === 'PATCH' ? status(401, 'Unauthorized') : node);
  await cordon();
  kube.answer = () => node;
  await cordon();
  expect(found).toBe(3);
  await connections.close();
});
