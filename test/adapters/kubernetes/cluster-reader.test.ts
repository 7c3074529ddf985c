import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { kubernetesClusterReader } from '../../../shared/adapters/kubernetes/cluster-reader.ts';
import { PATIENCE } from '../../../shared/adapters/kubernetes/http.ts';
import type { ClusterFacts } from '../../../shared/domain/cluster/facts.ts';
import { type KubeServer, list, startKubeServer, status } from './kube-server.ts';

let kube: KubeServer;
beforeAll(async () => {
  kube = await startKubeServer();
});
beforeEach(() => {
  kube.asked.length = 0;
  kube.answer = () => undefined;
  waits.length = 0;
});
afterAll(() => kube.close());

const NOW = Date.UTC(2026, 10, 20, 8);
const waits: number[] = [];
const pause = async (milliseconds: number) => void waits.push(milliseconds);

function read(access = kube.access()): Promise<ClusterFacts> {
  const reader = kubernetesClusterReader(async () => access, { now: () => NOW }, pause, { ...PATIENCE, retries: 2 });
  return reader.read('/subscriptions/s/c');
}

const pod = (name: string) => ({ metadata: { name, namespace: 'shop' }, spec: { nodeName: 'n1' } });
const namesOf = (facts: ClusterFacts) =>
  facts.pods.kind === 'seen' ? facts.pods.items.map(({ name }) => name) : facts.pods;

test('a cluster is read with GET alone, every kind in pages of 500', async () => {
  const facts = await read();

  expect(facts).toMatchObject({ clusterId: '/subscriptions/s/c', readAt: NOW, serverVersion: 'v1.34.9' });
  expect(new Set(kube.asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(new Set(kube.asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer reader']));
  const lists = kube.asked.filter(({ path }) => path !== '/version');
  expect(new Set(lists.map(({ query }) => query.get('limit')))).toEqual(new Set(['500']));
  expect(lists.map(({ path }) => path).toSorted()).toEqual([
    '/api/v1/namespaces',
    '/api/v1/nodes',
    '/api/v1/persistentvolumeclaims',
    '/api/v1/persistentvolumes',
    '/api/v1/pods',
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    '/apis/apps/v1/daemonsets',
    '/apis/apps/v1/deployments',
    '/apis/apps/v1/replicasets',
    '/apis/apps/v1/statefulsets',
    '/apis/batch/v1/cronjobs',
    '/apis/batch/v1/jobs',
    '/apis/networking.k8s.io/v1/networkpolicies',
    '/apis/policy/v1/poddisruptionbudgets',
    '/apis/storage.k8s.io/v1/csidrivers',
  ]);
});

test('pages follow their tokens, escaped', async () => {
  kube.answer = ({ path, query }) => {
    if (path !== '/api/v1/pods') return undefined;
    if (query.get('continue') === null) return { body: list([pod('a'), pod('b')], 'more+/=&') };
    return { body: list([pod('c')], query.get('continue') === 'more+/=&' ? '' : 'wrong') };
  };
  expect(namesOf(await read())).toEqual(['a', 'b', 'c']);
});

test.each([
  [403, 'Forbidden', 'forbidden', 'this identity may not list them (403)'],
  [404, 'NotFound', 'upstream-failed', 'the API server does not serve them (404)'],
])('a kind that is refused with %i is not seen, and the rest is read', async (code, reason, seenAs, detail) => {
  kube.answer = ({ path }) => (path === '/apis/policy/v1/poddisruptionbudgets' ? status(code, reason) : undefined);
  const { budgets, ...others } = await read();
  expect(budgets).toMatchObject({ kind: 'not-seen', reason: seenAs, detail: expect.stringContaining(detail) });
  const lists = Object.values(others).filter((list) => typeof list === 'object');
  expect(new Set(lists.map(({ kind }) => kind))).toEqual(new Set(['seen']));
});

test('workloads are not seen when one of their kinds is not, and the kind is named', async () => {
  kube.answer = ({ path }) => (path === '/apis/batch/v1/jobs' ? status(403, 'Forbidden') : undefined);
  const { workloads } = await read();
  expect(workloads).toMatchObject({ kind: 'not-seen', reason: 'forbidden', detail: expect.stringMatching(/^Jobs: /) });
});

test.each([
  [3, 'seen'],
  [4, 'not-seen'],
])('a list whose token expires %i times is %s', async (expiries, kind) => {
  let left = expiries;
  let begun = 0;
  kube.answer = ({ path, query }) => {
    if (path !== '/api/v1/pods') return undefined;
    if (query.get('continue') === null) {
      begun += 1;
      return { body: list([pod(`try-${begun}`)], 'next') };
    }
    left -= 1;
    return left >= 0 ? status(410, 'Expired') : { body: list([pod('last')]) };
  };
  const facts = await read();
  expect(facts.pods.kind).toBe(kind);
  if (kind === 'seen') expect(namesOf(facts)).toEqual(['try-4', 'last']); // nothing of an earlier try is left
  expect(begun).toBe(4);
});

test.each([
  [429, { 'retry-after': '3' }, [3_000, 3_000]],
  [429, { 'retry-after': '3600' }, [10_000, 10_000]],
  [503, {}, [500, 1_000]],
])('%i is asked again after %j, so many times and no longer', async (code, headers, expected) => {
  kube.answer = ({ path }) => (path === '/api/v1/nodes' ? { ...status(code, 'Busy'), headers } : undefined);
  const { nodes, pods } = await read();
  expect([nodes.kind, pods.kind]).toEqual(['not-seen', 'seen']);
  expect(waits).toEqual(expected);
});

test('a server that is busy for a moment is asked again, and then it is all there', async () => {
  let refusals = 2;
  kube.answer = ({ path }) => {
    if (path !== '/api/v1/pods' || refusals === 0)
      return path === '/api/v1/pods' ? { body: list([pod('a')]) } : undefined;
    refusals -= 1;
    return refusals === 1 ? { hangUp: true } : status(500, 'InternalError');
  };
  expect(namesOf(await read())).toEqual(['a']);
});

test('a cluster that cannot be reached is asked once, and every list says why', async () => {
  const port = Number(new URL(kube.server).port);
  const facts = await read({ ...kube.access(), server: `https://127.0.0.1:${port === 1 ? 2 : 1}` });
  const detail = 'the API server cannot be reached: nothing listens there (ECONNREFUSED)';
  expect(facts.pods).toEqual({ kind: 'not-seen', reason: 'unreachable', detail });
  expect(facts.webhooks).toEqual(facts.pods);
  expect(facts.serverVersion).toBeUndefined();
  expect(waits).toEqual([]);
});

test('the server’s certificate is checked', async () => {
  const access = kube.access();
  const facts = await read({ ...access, tls: {} });
  expect(facts.nodes).toMatchObject({
    kind: 'not-seen',
    reason: 'unreachable',
    detail: expect.stringContaining('certificate cannot be trusted'),
  });
  expect(kube.asked).toEqual([]);
});

test('a sign-in that is not accepted is said, list by list', async () => {
  kube.answer = () => status(401, 'Unauthorized');
  const facts = await read();
  expect(facts.pods).toMatchObject({
    reason: 'forbidden',
    detail: expect.stringContaining('did not accept the sign-in'),
  });
});

test.each([
  ['no JSON', '<html>'],
  ['no list', { items: 'many' }],
  ['an item that is none', { items: [{ metadata: { name: 'a' }, spec: { containers: 'x', volumes: 7 } }] }],
])('an answer with %s is not seen, and the rest is read', async (_, body) => {
  kube.answer = ({ path }) => (path === '/api/v1/pods' ? { body } : undefined);
  const { pods, nodes } = await read();
  expect(pods).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
  expect(nodes.kind).toBe('seen');
});

test('hostile names and labels arrive as they are', async () => {
  const name = '\u001b[2J__proto__\u202e';
  const labels = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
  kube.answer = ({ path }) =>
    path === '/api/v1/pods' ? { body: list([{ metadata: { name, namespace: 'shop', labels } }]) } : undefined;
  const { pods } = await read();
  expect(pods.kind === 'seen' && pods.items[0]).toMatchObject({ name });
  expect(pods.kind === 'seen' && Object.entries(pods.items[0]?.labels ?? {})).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});
