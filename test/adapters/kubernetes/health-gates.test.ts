import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { clusterConnections } from '../../../shared/adapters/kubernetes/connections.ts';
import { HEALTH_API, kubernetesHealthGates } from '../../../shared/adapters/kubernetes/health-gates.ts';
import type { HealthSignal } from '../../../shared/domain/alert/health-signal.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { type Answer, type Asked, type KubeServer, list, startKubeServer, status } from './kube-server.ts';

let kube: KubeServer;
beforeAll(async () => {
  kube = await startKubeServer();
});
beforeEach(() => {
  kube.asked.length = 0;
});
afterAll(() => kube.close());

const SIGNAL: HealthSignal = {
  request: { name: 'n1-6e8ef28e', uid: 'U-1', scope: 'Node', target: 'n1', askedAt: 0 },
  status: 'True',
  reason: 'Healthy',
  message: 'All is well.',
  at: Date.parse('2026-11-20T08:00:00Z'),
};

/** What discovery tells; the signals may lie in a namespace. */
function served(namespaced = false, without = ''): Answer {
  const names = ['healthcheckrequests', 'healthsignals', 'healthsignals/status'].filter((name) => name !== without);
  return {
    body: { resources: names.map((name) => ({ name, namespaced: namespaced && name !== 'healthcheckrequests' })) },
  };
}

function givenGates(answer: (asked: Asked) => Answer | undefined) {
  kube.answer = (asked) => (asked.path === HEALTH_API ? (answer(asked) ?? served()) : answer(asked));
  const connections = clusterConnections(
    async () => kube.access(),
    { now: () => 0 },
    async () => {},
  );
  onTestFinished(() => connections.close());
  return kubernetesHealthGates(connections);
}

const asked = () => kube.asked.map(({ method, path }) => `${method} ${path.replace(HEALTH_API, '') || '/'}`);
const stored = (conditions: unknown[] = []): Answer => ({
  body: { metadata: { resourceVersion: '7' }, status: { conditions } },
});

test('it asks for what the executor’s role allows, and looks for the resources once', async () => {
  let made = false;
  const gates = givenGates(({ method, path }) => {
    if (method === 'POST') made = true;
    return path.includes('/healthsignals') && !made ? status(404, 'NotFound') : made ? stored() : undefined;
  });
  await gates.openRequests('/c');
  expect(await gates.publish('/c', SIGNAL)).toEqual({ kind: 'accepted' });
  expect(asked()).toEqual([
    'GET /',
    'GET /healthcheckrequests',
    'GET /healthsignals/image-steward-u-1',
    'POST /healthsignals',
    'GET /healthsignals/image-steward-u-1',
    'PATCH /healthsignals/image-steward-u-1/status',
  ]);
});

test('where signals lie in a namespace, ours lie in kube-system', async () => {
  const gates = givenGates(({ path }) => (path === HEALTH_API ? served(true) : stored()));
  await gates.publish('/c', SIGNAL);
  expect(asked().slice(1)).toEqual([
    'GET /namespaces/kube-system/healthsignals/image-steward-u-1',
    'PATCH /namespaces/kube-system/healthsignals/image-steward-u-1/status',
  ]);
});

test('without the resources, or with those of a first sketch, nobody asks; it is looked for again', async () => {
  let found: Answer = status(404, 'NotFound');
  const gates = givenGates(({ path }) => (path === HEALTH_API ? found : undefined));
  expect(await gates.openRequests('/c')).toEqual({ kind: 'not-there' });
  found = served(false, 'healthsignals/status');
  expect(await gates.openRequests('/c')).toEqual({ kind: 'not-there' });
  found = served();
  expect(await gates.openRequests('/c')).toEqual({ kind: 'seen', requests: [] });
});

test('requests that are going, of unknown scopes or without a name are left out; older ones name their target elsewhere', async () => {
  const metadata = { name: 'r', uid: 'u', creationTimestamp: '2026-11-20T08:00:00Z' };
  const items = [
    { metadata, spec: { scope: 'Node', targetName: 'n1' } },
    { metadata: { ...metadata, deletionTimestamp: '2026-11-20T08:01:00Z' }, spec: { scope: 'Node' } },
    { metadata, spec: { scope: 'Galaxy', targetRef: { name: 'n1' } } },
    { metadata: {}, spec: { scope: 'Node' } },
  ];
  const gates = givenGates(({ path }) => (path.endsWith('requests') ? { body: list(items) } : undefined));
  const askedAt = Date.parse('2026-11-20T08:00:00Z');
  expect(await gates.openRequests('/c')).toEqual({
    kind: 'seen',
    requests: [{ name: 'r', uid: 'u', scope: 'Node', target: 'n1', askedAt }],
  });
});

test.each([HEALTH_API, `${HEALTH_API}/healthcheckrequests`])(
  'a 403 on %s is told, and nobody guesses',
  async (path) => {
    const gates = givenGates((one) => (one.path === path ? status(403, 'Forbidden') : undefined));
    expect(await gates.openRequests('/c')).toEqual({
      kind: 'refused',
      code: 'KUBERNETES_FORBIDDEN',
      because: expect.stringContaining('may not read AKS’s health checks'),
    });
  },
);

test.each(['POST', 'PATCH'])('a 403 on a %s is told in the server’s words', async (method) => {
  const gates = givenGates((one) => {
    if (one.method === method) return { ...status(403, 'Forbidden'), body: { message: 'not you' } };
    if (one.method === 'GET' && one.path !== HEALTH_API) return method === 'POST' ? status(404, 'NotFound') : stored();
    return undefined;
  });
  expect(await gates.publish('/c', SIGNAL)).toEqual({
    kind: 'refused',
    code: 'KUBERNETES_FORBIDDEN',
    because: 'not you',
  });
});

test('a conflict is met by reading again, three times in all; a signal that another process made is answered', async () => {
  const contested = givenGates(({ method, path }) =>
    method === 'PATCH' ? status(409, 'Conflict') : path === HEALTH_API ? undefined : stored(),
  );
  expect(await contested.publish('/c', SIGNAL)).toMatchObject({ kind: 'changed' });
  expect(asked().filter((one) => one.startsWith('PATCH'))).toHaveLength(3);

  kube.asked.length = 0;
  let there = false;
  const raced = givenGates(({ method, path }) => {
    if (method === 'POST') there = true;
    if (method === 'POST') return status(409, 'AlreadyExists');
    return path === HEALTH_API ? undefined : there ? stored() : status(404, 'NotFound');
  });
  expect(await raced.publish('/c', SIGNAL)).toEqual({ kind: 'accepted' });
});

test('no answer is no knowledge', async () => {
  const gates = givenGates(({ path }) => (path === HEALTH_API ? { hangUp: true } : undefined));
  await expect(gates.openRequests('/c')).rejects.toThrow(UpstreamError);
});
