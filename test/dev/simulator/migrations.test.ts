import { expect, test } from 'vitest';
import { tokenOf } from '../../../dev/simulator/kubernetes/access/identity.ts';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import type { WorkloadInput } from '../../../dev/simulator/model/workload-schema.ts';
import { type Answer, givenSimulator, sample, shape } from './support.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const V = 'api-version=2026-06-02-preview';
const CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks`;
const APPS = `${CLUSTER}/agentPools/apps`;
const OLD = 'AKSUbuntu-2404gen2containerd-202607.20.0';
const NEW = 'AKSUbuntu-2404gen2containerd-202611.05.0';
const IMAGE_LABEL = 'kubernetes.azure.com/node-image-version';

/** What these tests look at in a node, and in an event. */
interface Seen {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly unschedulable?: boolean };
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
}
interface Happening {
  readonly type: string;
  readonly involvedObject: { readonly kind: string };
  readonly source: { readonly component: string };
}

/** Pool `apps` of four nodes on an image of summer, replaced one after the other: five minutes each. */
async function givenCluster(workloads: readonly WorkloadInput[] = []) {
  const fleet = parseFleet({
    version: 1,
    name: 'migrations',
    now: '2026-11-20T08:00:00Z',
    latestImages: { 'AKSUbuntu-2404gen2containerd': NEW },
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'shop',
        clusters: [
          {
            name: 'aks',
            resourceGroup: 'rg',
            region: 'westeurope',
            kubernetesVersion: '1.34.9',
            workloads,
            pools: [
              { name: 'system', mode: 'System', osSku: 'Ubuntu2404', image: NEW },
              { name: 'apps', osSku: 'Ubuntu2404', image: OLD, count: 4, maxSurge: '1' },
            ],
          },
        ],
      },
    ],
  });
  const { ask, control, follow } = await givenSimulator({ fleet, speed: 0 });
  const api = `/clusters/${SUBSCRIPTION}/rg/aks`;
  const authorization = `Bearer ${tokenOf(api, 'admin')}`;
  const kube = (path: string) => ask('GET', `${api}${path}`, { headers: { authorization } });
  const nodesOf = async (pool: string): Promise<readonly Seen[]> =>
    (await kube(`/api/v1/nodes?labelSelector=${encodeURIComponent(`agentpool=${pool}`)}`)).body.items;
  /** The images of the first so many nodes of `apps` that come anew while they are watched. */
  async function watched(resourceVersion: string, nodes: number): Promise<readonly (string | undefined)[]> {
    const path = `/api/v1/nodes?watch=true&labelSelector=agentpool%3Dapps&resourceVersion=${resourceVersion}`;
    const images: (string | undefined)[] = [];
    for await (const line of follow(`${api}${path}`, { authorization })) {
      const { type, object } = JSON.parse(line) as { type: string; object: Seen };
      if (type === 'ADDED') images.push(object.metadata.labels[IMAGE_LABEL]);
      if (images.length === nodes) break;
    }
    return images;
  }
  return {
    ask,
    control,
    kube,
    watched,
    nodesOf,
    advance: (minutes: number) => control.change({ change: 'advance-clock', seconds: minutes * 60 }),
    pool: async (name = 'apps') => (await ask('GET', `${CLUSTER}/agentPools/${name}?${V}`)).body?.properties,
    /** The nodes of `apps`: how many run the image of today. */
    moved: async () => (await nodesOf('apps')).filter((node) => node.metadata.labels[IMAGE_LABEL] === NEW).length,
    put: (properties: Record<string, unknown>, path = APPS): Promise<Answer> =>
      ask('PUT', `${path}?${V}`, { body: { properties } }),
    upgrade: () => ask('POST', `${APPS}/upgradeNodeImageVersion?${V}`),
  };
}

/** Two pods on two nodes, of which none may be spared. */
const STUCK: WorkloadInput = {
  namespace: 'shop',
  name: 'api',
  pool: 'apps',
  replicas: 2,
  apart: 'hosts',
  budgets: [{ minAvailable: 2 }],
};

const LONELY: WorkloadInput = {
  namespace: 'shop',
  name: 'api',
  pool: 'apps',
  replicas: 1,
  budgets: [{ minAvailable: 1 }],
};

test('nodes are replaced one after the other, each with its events, and the cluster shows it', async () => {
  const { advance, kube, moved, pool, upgrade } = await givenCluster();
  expect(await moved()).toBe(0);
  await upgrade();
  const seen: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    advance(5);
    seen.push(await moved());
  }
  expect([seen, await pool()]).toEqual([
    [1, 2, 3, 4],
    expect.objectContaining({ provisioningState: 'Succeeded', nodeImageVersion: NEW }),
  ]);
  const { body } = await kube('/api/v1/events?fieldSelector=reason%3DDrain');
  expect(body.items.map((event: Happening) => [event.type, event.involvedObject.kind, event.source.component])).toEqual(
    Array.from({ length: 4 }, () => ['Normal', 'Node', 'upgrader']),
  );
});

test('who watches the nodes sees each replaced, without asking again', async () => {
  const { advance, kube, upgrade, watched } = await givenCluster();
  const { body } = await kube('/api/v1/nodes');
  const seen = watched(body.metadata.resourceVersion, 4);
  await upgrade();
  for (let turn = 0; turn < 4; turn += 1) advance(5);
  expect(await seen).toEqual([NEW, NEW, NEW, NEW]);
});

test('a budget that never opens ends an upgrade when the drain timeout is over; the node takes pods again', async () => {
  const { advance, moved, nodesOf, pool, put, upgrade } = await givenCluster([STUCK]);
  await nodesOf('apps');
  await put({ upgradeSettings: { maxSurge: '1', drainTimeoutInMinutes: 20 } });
  advance(5);
  const begun = await upgrade();
  advance(24);
  expect(await pool()).toMatchObject({ provisioningState: 'UpgradingNodeImageVersion' });
  advance(20);
  expect(await pool()).toMatchObject({
    provisioningState: 'Failed',
    nodeImageVersion: OLD,
    status: {
      provisioningError: {
        code: 'UpgradeFailed',
        message: expect.stringMatching(/failed when evicting pod api-.* blocked by pdb api with/),
      },
    },
  });
  expect(begun.status).toBe(202);
  expect(await moved()).toBeLessThan(4);
  expect((await nodesOf('apps')).filter((node) => node.spec.unschedulable)).toEqual([]);
});

test('a budget that opens in time lets the upgrade go on', async () => {
  const { advance, ask, control, moved, nodesOf, pool, upgrade } = await givenCluster([STUCK]);
  await nodesOf('apps');
  await upgrade();
  advance(20);
  expect(await moved()).toBeLessThan(4);
  const api = `/clusters/${SUBSCRIPTION}/rg/aks`;
  await ask('DELETE', `${api}/apis/policy/v1/namespaces/shop/poddisruptionbudgets/api`, {
    headers: { authorization: `Bearer ${tokenOf(api, 'admin')}` },
  });
  advance(60);
  expect([await moved(), (await pool()).provisioningState, control.counts().throttled]).toEqual([4, 'Succeeded', 0]);
});

test('with undrainableNodeBehavior Cordon a node is left quarantined, and the others are replaced', async () => {
  const { advance, moved, nodesOf, pool, put, upgrade } = await givenCluster([LONELY]);
  await nodesOf('apps');
  await put({ upgradeSettings: { maxSurge: '1', drainTimeoutInMinutes: 10, undrainableNodeBehavior: 'Cordon' } });
  advance(5);
  await upgrade();
  for (let turn = 0; turn < 12; turn += 1) advance(5);
  expect([await moved(), (await pool()).provisioningState]).toEqual([3, 'Failed']);
  const left = (await nodesOf('apps')).filter((node) => node.spec.unschedulable);
  expect(left.map((node) => node.metadata.labels['kubernetes.azure.com/upgrade-status'])).toEqual(['Quarantined']);
});

test('a stopped upgrade leaves what is done done; what has ended is not stopped', async () => {
  const { advance, ask, moved, pool, upgrade } = await givenCluster();
  await moved();
  await upgrade();
  advance(10);
  expect((await ask('POST', `${APPS}/abort?${V}`)).status).toBe(202);
  expect((await pool()).provisioningState).toBe('Canceling');
  advance(60);
  expect([await moved(), (await pool()).provisioningState]).toEqual([2, 'Canceled']);
  const refused = await ask('POST', `${APPS}/abort?${V}`);
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'OperationNotAllowed' } } });
  expect(shape(refused.body)).toEqual(shape(sample('error-409-operationnotallowed').response.body));
});

test('a pool that was stopped half-way goes back to what it ran', async () => {
  const { advance, ask, moved, nodesOf, put, upgrade } = await givenCluster();
  await moved();
  await upgrade();
  advance(10);
  await ask('POST', `${APPS}/abort?${V}`);
  advance(5);
  expect(await moved()).toBe(2);
  expect((await put({ nodeImageVersion: OLD, orchestratorVersion: '1.34.9' })).status).toBe(200);
  advance(60);
  const nodes = await nodesOf('apps');
  expect(nodes.map(({ metadata }) => metadata.labels[IMAGE_LABEL])).toEqual([OLD, OLD, OLD, OLD]);
  expect(nodes.filter(({ spec }) => spec.unschedulable)).toEqual([]);
});

test('an upgrade can be reported as done with nodes on the image before', async () => {
  const { advance, control, moved, pool, upgrade } = await givenCluster();
  await moved();
  control.addFault({ kind: 'leave-nodes', pool: 'aks/apps', nodes: 2, times: 1 });
  await upgrade();
  advance(60);
  expect([await moved(), await pool()]).toEqual([
    2,
    expect.objectContaining({ provisioningState: 'Succeeded', nodeImageVersion: NEW }),
  ]);
});

test('nodes of a new pool can be there without ever getting Ready', async () => {
  const { advance, control, nodesOf, pool, put } = await givenCluster();
  await nodesOf('apps');
  control.addFault({ kind: 'never-ready', times: 1 });
  await put({ vmSize: 'Standard_D4s_v5', count: 2, mode: 'User', osSKU: 'Ubuntu2404' }, `${CLUSTER}/agentPools/target`);
  expect(await nodesOf('target')).toEqual([]);
  advance(10);
  const ready = (await nodesOf('target')).map(
    (node) => node.status.conditions.find((one) => one.type === 'Ready')?.status,
  );
  expect([ready, (await pool('target')).provisioningState]).toEqual([['False', 'False'], 'Succeeded']);
});

test('a pool does not go back to an image that is removed', async () => {
  const { advance, control, put, upgrade } = await givenCluster();
  await upgrade();
  advance(60);
  control.change({ change: 'remove-image', image: OLD });
  const back = { nodeImageVersion: OLD, orchestratorVersion: '1.34.9' };
  expect((await put(back)).body.error.code).toBe('NodeImageVersionNotFound');
});

test('a pool goes back once, within seven days of its upgrade', async () => {
  const back = { nodeImageVersion: OLD, orchestratorVersion: '1.34.9' };
  for (const [days, status] of [
    [6.9, 200],
    [7.1, 400],
  ] as const) {
    const { advance, put, upgrade } = await givenCluster();
    await upgrade();
    advance(days * 24 * 60);
    const answer = await put(back);
    expect([days, answer.status]).toEqual([days, status]);
    if (status === 400) {
      expect(shape(answer.body)).toEqual(shape(sample('error-400-nodeimage-not-accepted').response.body));
    }
    advance(60);
    // Not twice.
    if (status === 200) expect((await put({ ...back, nodeImageVersion: NEW })).status).toBe(400);
  }
});

test('a pool whose image is removed keeps its nodes and gets no more', async () => {
  const { control, put } = await givenCluster();
  control.change({ change: 'remove-image', image: 'AKSUbuntu-2404gen2containerd' });
  expect((await put({ count: 5 })).body.error).toMatchObject({ code: 'NodeImageVersionNotFound' });
  expect((await put({ count: 3 })).status).toBe(200);
});

test('a pool is made up to the quota, and not beyond it', async () => {
  const { control, put } = await givenCluster();
  // Seven nodes of four vCPUs are there.
  const limit = 28 + 8;
  control.change({
    change: 'set-quota',
    subscription: SUBSCRIPTION,
    region: 'westeurope',
    family: 'standardDSv5Family',
    limit,
  });
  const make = (count: number) =>
    put({ vmSize: 'Standard_D4s_v5', count, mode: 'User' }, `${CLUSTER}/agentPools/target`);
  expect((await make(3)).body.error).toEqual({
    code: 'ErrCode_InsufficientVCPUQuota',
    message: 'Insufficient vcpu quota requested 12, remaining 8 for family standardDSv5Family for region westeurope.',
  });
  expect((await make(2)).status).toBe(201);
});

test('a PUT of a cluster has the shape of the samples, and needs the etag that was read', async () => {
  const { ask, advance, pool } = await givenCluster();
  const before = (await ask('GET', `${CLUSTER}?${V}`)).body;
  const body = { ...before, properties: { ...before.properties, kubernetesVersion: '1.35.0' } };
  const refused = await ask('PUT', `${CLUSTER}?${V}`, { body, headers: { 'if-match': 'older' } });
  expect([refused.status, shape(refused.body)]).toEqual([412, shape(sample('error-412-precondition').response.body)]);
  body.properties.kubernetesVersion = '1.35.6';
  const offered = /Available upgrades: \[(?<list>[^\]]*)\]/.exec(
    (await ask('PUT', `${CLUSTER}?${V}`, { body: { ...body, properties: { kubernetesVersion: '1.39.0' } } })).text,
  )?.groups?.['list'];
  const next = offered?.split(' ').find((version) => version.startsWith('1.35.'));
  body.properties.kubernetesVersion = next;
  const begun = await ask('PUT', `${CLUSTER}?${V}`, { body, headers: { 'if-match': before.eTag } });
  expect(begun).toMatchObject({ status: 200, body: { properties: { provisioningState: 'Upgrading' } } });
  expect(shape(begun.body)).toEqual(shape(before));
  expect((await ask('DELETE', `${APPS}?${V}`)).body.error.code).toBe('OperationNotAllowed');
  advance(30);
  const after = (await ask('GET', `${CLUSTER}?${V}`)).body.properties;
  expect([after.kubernetesVersion, after.provisioningState, (await pool()).orchestratorVersion]).toEqual([
    next,
    'Succeeded',
    '1.34.9',
  ]);
});

test('a minor alone means its latest patch for a control plane, and nothing where it has it already', async () => {
  const { ask, advance } = await givenCluster();
  const version = async () => (await ask('GET', `${CLUSTER}?${V}`)).body.properties.kubernetesVersion;
  for (const [asked, got] of [
    ['1.34', /^1\.34\.9$/],
    ['1.35', /^1\.35\.\d+$/],
  ] as const) {
    const body = { location: 'westeurope', properties: { kubernetesVersion: asked } };
    expect((await ask('PUT', `${CLUSTER}?${V}`, { body })).status).toBe(200);
    advance(30);
    expect(await version()).toMatch(got);
  }
});
