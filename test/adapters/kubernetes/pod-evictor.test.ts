import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { clusterConnections } from '../../../shared/adapters/kubernetes/connections.ts';
import { kubernetesPodEvictor } from '../../../shared/adapters/kubernetes/pod-evictor.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { type Answer, type KubeServer, startKubeServer } from './kube-server.ts';

let kube: KubeServer;
beforeAll(async () => {
  kube = await startKubeServer();
});
beforeEach(() => {
  kube.asked.length = 0;
});
afterAll(() => kube.close());

interface Recording {
  readonly exchanges: readonly {
    readonly request: { readonly method: string; readonly path: string };
    readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };
  }[];
}

/** The answers of a real API server to evictions, in order. */
function recorded(name: string): Answer[] {
  const file = new URL(`../../fixtures/k8s-recordings/${name}.json`, import.meta.url);
  const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as Recording;
  return exchanges
    .filter(({ request }) => request.method === 'POST' && request.path.split('?')[0]?.endsWith('/eviction'))
    .map(({ response: { status, headers, body } }) => ({
      status,
      ...(headers['retry-after'] && { headers: { 'retry-after': headers['retry-after'] } }),
      body,
    }));
}

async function evicted(answer: Answer) {
  kube.answer = () => answer;
  const connections = clusterConnections(
    async () => kube.access(),
    { now: () => 0 },
    async () => {},
  );
  try {
    const pod = { clusterId: '/c', namespace: 'shop', name: 'web-1', uid: 'u-1' };
    return await kubernetesPodEvictor(connections).evict(pod, 300);
  } finally {
    await connections.close();
  }
}

test('an eviction is one POST with the grace period and the pod’s own uid', async () => {
  await evicted({ status: 201, body: {} });
  expect(kube.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/v1/namespaces/shop/pods/web-1/eviction',
  ]);
  expect(kube.asked[0]?.query.get('fieldManager')).toBe('image-steward');
});

test.each([
  ['eviction-created-201', 0, { kind: 'accepted' }],
  ['eviction-terminating-pod', 1, { kind: 'accepted' }],
  ['eviction-missing-pod-404', 0, { kind: 'gone' }],
  ['eviction-uid-precondition-409', 0, { kind: 'gone' }],
  ['eviction-two-pdbs-500', 0, { kind: 'budgets-overlap' }],
  ['eviction-pdb-not-yet-observed-429', 0, { kind: 'budget', observed: false }],
  ['eviction-blocked-429', 0, { kind: 'budget', observed: true }],
  ['eviction-unhealthy-default-policy-429', 0, { kind: 'budget', observed: true }],
  ['forbidden-403', 0, { kind: 'refused', status: 403 }],
])('%s of a real API server (#%i)', async (name, at, expected) => {
  const answer = recorded(name)[at];
  expect(await evicted(answer as Answer)).toMatchObject(expected);
});

test('a refusal of a budget names it, and says its arithmetic in the server’s own words', async () => {
  expect(await evicted(recorded('eviction-blocked-429')[0] as Answer)).toEqual({
    kind: 'budget',
    observed: true,
    budget: expect.stringMatching(/^[a-z-]+$/),
    because: expect.stringMatching(/^The disruption budget [a-z-]+ needs \d+ healthy pods and has \d+ currently$/),
  });
});

const status = (code: number, message: string, headers: Record<string, string> = {}): Answer => ({
  status: code,
  headers,
  body: { kind: 'Status', status: 'Failure', message, code },
});

test.each([
  [status(429, 'Too many requests', { 'retry-after': '7' }), { kind: 'busy', againSeconds: 7 }],
  [status(429, 'Too many requests'), { kind: 'busy', againSeconds: 5 }],
  [status(400, 'admission webhook "g.x" denied the request: no'), { kind: 'webhook', name: 'g.x' }],
  [
    status(500, 'Internal error occurred: failed calling webhook "g.x": context deadline exceeded'),
    { kind: 'webhook', name: 'g.x' },
  ],
  [status(503, 'no leader'), { kind: 'refused', status: 503, because: 'no leader' }],
  [
    { status: 502, body: '<html>' },
    { kind: 'refused', status: 502 },
  ],
])('%j', async (answer, expected) => {
  expect(await evicted(answer)).toMatchObject(expected);
});

test('when the connection breaks nobody knows, and it is not sent again by itself', async () => {
  await expect(evicted({ hangUp: true })).rejects.toThrow(UpstreamError);
  expect(kube.asked).toHaveLength(1);
});
