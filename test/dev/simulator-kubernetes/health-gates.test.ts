import { expect, test } from 'vitest';
import { tokenOf } from '../../../dev/simulator/kubernetes/access/identity.ts';
import { givenSimulator } from '../simulator/support.ts';
import { givenCluster, oneCluster, SUBSCRIPTION } from './given-cluster.ts';

const NEW = 'AKSUbuntu-2404gen2containerd-202611.05.0';
const OLD = 'AKSUbuntu-2404gen2containerd-202607.20.0';
const HEALTH = '/apis/health.aks.io/v1alpha1';
const POLICY = '/apis/upgrade.aks.io/v1alpha1/upgradegatepolicies/image-steward';
const POOL = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-one/providers/Microsoft.ContainerService/managedClusters/aks-one/agentPools/user`;
const V = 'api-version=2026-06-02-preview';
const MERGE = 'application/merge-patch+json';

const CONDITION = { type: 'Ready', reason: 'Test', message: 'so it is', lastTransitionTime: '2026-11-20T08:00:00Z' };

interface Request {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly scope: string; readonly targetRef: { readonly name: string } };
}

/** Pool `user` of two nodes on an image of summer, five minutes each, and its upgrade has just begun. */
async function givenUpgrade(healthGates = true) {
  const pools = [
    { name: 'system', mode: 'System' as const, osSku: 'Ubuntu2404', image: NEW },
    { name: 'user', osSku: 'Ubuntu2404', image: OLD, count: 2, maxSurge: '1' },
  ];
  const fleet = oneCluster({ pools, healthGates });
  const { ask, control } = await givenSimulator({
    fleet: { ...fleet, latestImages: { 'AKSUbuntu-2404gen2containerd': NEW } },
    speed: 0,
  });
  const api = `/clusters/${SUBSCRIPTION}/rg-one/aks-one`;
  const authorization = `Bearer ${tokenOf(api, 'admin')}`;
  const kube = (method: string, path: string, body?: unknown, type = 'application/json') =>
    ask(method, `${api}${path}`, {
      headers: { authorization, 'content-type': type },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const requests = async (): Promise<readonly Request[]> =>
    (await kube('GET', `${HEALTH}/healthcheckrequests`)).body.items;
  await kube('GET', '/api/v1/nodes');
  await ask('POST', `${POOL}/upgradeNodeImageVersion?${V}`);
  return {
    kube,
    requests,
    advance: (minutes: number) => control.change({ change: 'advance-clock', seconds: minutes * 60 }),
    pool: async () => (await ask('GET', `${POOL}?${V}`)).body.properties,
    images: async (): Promise<readonly string[]> =>
      (await kube('GET', '/api/v1/nodes?labelSelector=agentpool%3Duser')).body.items.map(
        (node: { metadata: { labels: Record<string, string> } }) =>
          node.metadata.labels['kubernetes.azure.com/node-image-version'],
      ),
    /** A monitor answers the open request about a node, or about the pool. */
    says: async (status: string, scope = 'Node', provider = 'image-steward.io') => {
      const request = (await requests()).find((one) => one.spec.scope === scope);
      const name = `signal-${request?.metadata.uid}`;
      const { apiVersion, kind } = { apiVersion: 'health.aks.io/v1alpha1', kind: 'HealthCheckRequest' };
      await kube('POST', `${HEALTH}/healthsignals`, {
        metadata: {
          name,
          labels: { 'health.aks.io/provider': provider },
          ownerReferences: [{ apiVersion, kind, name: request?.metadata.name, uid: request?.metadata.uid }],
        },
        spec: { type: `${scope}Health` },
      });
      const condition = { ...CONDITION, status };
      const answer = await kube(
        'PATCH',
        `${HEALTH}/healthsignals/${name}/status`,
        { status: { conditions: [condition] } },
        MERGE,
      );
      expect(answer.status).toBe(200);
    },
  };
}

test('a cluster without the gate has never heard of its resources, and upgrades as ever', async () => {
  const { kube, pool, advance } = await givenUpgrade(false);
  for (const path of ['/apis/health.aks.io', HEALTH, `${HEALTH}/healthcheckrequests`, POLICY]) {
    expect((await kube('GET', path)).status).toBe(404);
  }
  const { groups } = (await kube('GET', '/apis')).body;
  expect(groups.map(({ name }: { name: string }) => name)).not.toContain('health.aks.io');
  advance(10);
  expect((await pool()).provisioningState).toBe('Succeeded');
});

test('discovery tells the gate’s resources, and that a signal has a status of its own', async () => {
  const { kube } = await givenUpgrade();
  const { resources } = (await kube('GET', HEALTH)).body;
  expect(resources.map(({ name, namespaced }: { name: string; namespaced: boolean }) => [name, namespaced])).toEqual([
    ['healthcheckrequests', false],
    ['healthsignals', false],
    ['healthsignals/status', false],
  ]);
});

test('AKS asks after each node and once about the pool, and goes on when the node is healthy', async () => {
  const { requests, says, advance, pool, images } = await givenUpgrade();
  expect(await requests()).toEqual([]);
  advance(5);
  const asked = (await requests()).map(({ spec }) => [spec.scope, spec.targetRef.name]);
  expect(asked).toEqual([
    ['Node', expect.stringMatching(/^aks-user-.*000000$/)],
    ['NodePool', 'user'],
  ]);
  await says('Unknown');
  advance(3);
  expect([await images(), (await pool()).provisioningState]).toEqual([[NEW, OLD], 'UpgradingNodeImageVersion']);
  await says('True');
  advance(1);
  expect((await requests()).map(({ spec }) => spec.scope)).toEqual(['NodePool']);
  expect(await images()).toEqual([NEW, OLD]);
  advance(4);
  expect(await images()).toEqual([NEW, NEW]);
  await says('True');
  expect((await pool()).provisioningState).toBe('Succeeded');
  expect(await requests()).toEqual([]);
});

test.each(['Node', 'NodePool'])(
  'an unhealthy %s aborts the upgrade where it is, and the requests go',
  async (scope) => {
    const { says, advance, pool, images, requests } = await givenUpgrade();
    advance(5);
    await requests();
    await says('False', scope);
    const { provisioningState, status } = await pool();
    expect([provisioningState, await images()]).toEqual(['Failed', [NEW, OLD]]);
    expect(JSON.stringify(status)).toMatch(
      /UpgradeHealthCheckFailed.*image-steward\.io.*Ready=False \(Test\): so it is/,
    );
    expect(await requests()).toEqual([]);
  },
);

test.each([
  ['nothing', undefined],
  ['Unknown', 'image-steward.io'],
  ['True by a monitor that nobody registered', 'somebody.else'],
])('%s until the time is over aborts, and not a second earlier', async (_, provider) => {
  const { says, advance, pool, requests } = await givenUpgrade();
  advance(5);
  await requests();
  if (provider) await says(provider === 'somebody.else' ? 'True' : 'Unknown', 'Node', provider);
  advance(5 - 1 / 60);
  expect((await pool()).provisioningState).toBe('UpgradingNodeImageVersion');
  advance(1 / 60);
  expect((await pool()).provisioningState).toBe('Failed');
});

test('a pool that no policy is about is not gated; the more specific rule says for how long', async () => {
  const { kube, advance, pool, requests } = await givenUpgrade();
  const target = { scope: 'NodePool', name: 'user' };
  const rules = [{ target: { scope: 'Cluster' } }, { target, nodeTimeout: '1m30s' }];
  await kube('PATCH', POLICY, { spec: { rules } }, MERGE);
  advance(5);
  expect(await requests()).toHaveLength(2);
  advance(1.5);
  expect((await pool()).provisioningState).toBe('Failed');

  const other = await givenUpgrade();
  await other.kube('PATCH', POLICY, { spec: { rules: [{ target: { ...target, name: 'system' } }] } }, MERGE);
  other.advance(10);
  expect((await other.pool()).provisioningState).toBe('Succeeded');
});

test('a signal without its owner goes at once, its status comes only by itself, and the CRDs’ rules hold', () => {
  const { ask, advance } = givenCluster({ healthGates: true });
  const signal = (name: string, type = 'NodeHealth') => ({
    metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'HealthCheckRequest', name: 'x', uid: 'gone' }] },
    spec: { type },
    status: { conditions: [{ ...CONDITION, status: 'True' }] },
  });
  expect(ask('POST', `${HEALTH}/healthsignals`, signal('a'))).toMatchObject({
    status: 201,
    body: expect.not.objectContaining({ status: expect.anything() }),
  });
  advance(1);
  expect(ask('GET', `${HEALTH}/healthsignals/a`).status).toBe(404);
  expect(ask('POST', `${HEALTH}/healthsignals`, signal('b', 'PodHealth'))).toMatchObject({
    status: 422,
    body: { message: expect.stringContaining('spec.type: Unsupported value: "PodHealth"') },
  });
  const badRules = { spec: { rules: [{ target: { scope: 'NodePool' }, nodeTimeout: '1.5h' }] } };
  expect(ask('PATCH', POLICY, badRules, MERGE).status).toBe(422);
});
