import { describe, expect, test } from 'vitest';
import { age } from '../../../dev/simulator/kubernetes/api/columns.ts';
import { jsonPatch, PatchRefused } from '../../../dev/simulator/kubernetes/api/patch/json-patch.ts';
import { strategicMerge } from '../../../dev/simulator/kubernetes/api/patch/strategic-merge.ts';
import { routeOf } from '../../../dev/simulator/kubernetes/api/routes.ts';
import { KubernetesFace } from '../../../dev/simulator/kubernetes/face.ts';
import { parseLabelSelector, SelectorError } from '../../../dev/simulator/kubernetes/selectors/labels.ts';
import { fleetClock } from '../../../dev/simulator/model/clock.ts';
import { Fleet } from '../../../dev/simulator/model/fleet.ts';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import { generateFleet } from '../../../dev/simulator/model/generator.ts';
import { givenCluster, oneCluster } from './given-cluster.ts';
import { recordings } from './recording.ts';

describe('discovery', () => {
  test('every kind of the core group that is told of is told of as a real server does', () => {
    const recorded = recordings.find((one) => one.case === 'discovery')?.exchanges?.[3]?.response.body as {
      resources: { name: string }[];
    };
    const { body } = givenCluster().ask('GET', '/api/v1') as { body: { resources: { name: string }[] } };
    const known = new Map(recorded.resources.map((one) => [one.name, one]));
    expect(body.resources).toEqual(body.resources.map(({ name }) => known.get(name)));
  });

  test.each([
    ['/api/v1/nodes', { to: 'resource' }],
    [
      '/api/v1/namespaces/shop/pods/a/eviction',
      { to: 'resource', namespace: 'shop', name: 'a', subresource: 'eviction' },
    ],
    ['/api/v1/namespaces/shop', { to: 'resource', name: 'shop' }],
    ['/api/v1/pods/a', { to: 'no-resource' }],
    ['/api/v1/namespaces/shop/nodes', { to: 'no-resource' }],
    ['/api/v1/namespaces/shop/pods/a/log', { to: 'no-resource' }],
    ['/apis/metrics.k8s.io/v1beta1', { to: 'nowhere' }],
    ['/apis/apps/v1beta1/deployments', { to: 'no-resource' }],
  ])('%s leads to %o', (path, route) => {
    expect(routeOf(path)).toMatchObject(route);
  });
});

describe('label selectors', () => {
  const labels = { app: 'web', tier: 'front', size: '10' };
  test.each([
    ['app=web', true],
    ['app==web,tier!=back', true],
    ['app in (api, web)', true],
    ['app notin (api,web)', false],
    ['missing notin (a)', true],
    ['!missing', true],
    ['!app', false],
    ['app', true],
    ['size>9', true],
    ['size>10', false],
    ['size<11', true],
    ['app=', false],
  ])('%s: %s', (text, selected) => {
    expect(parseLabelSelector(text)(labels)).toBe(selected);
  });

  test.each(['app in (web', 'in (web)', 'app=web,', 'app in web', '(a)'])('%s cannot be read', (text) => {
    expect(() => parseLabelSelector(text)).toThrow(SelectorError);
  });
});

describe('patches', () => {
  test('a strategic merge patch merges containers by name, replaces taints, and follows its directives', () => {
    const before = {
      spec: {
        containers: [{ name: 'a', image: '1' }, { name: 'b', image: '1' }, { name: 'c' }],
        taints: [{ key: 'x' }, { key: 'y' }],
        tolerations: [{ key: 'x' }],
      },
      metadata: { finalizers: ['one', 'two'], labels: { a: '1', b: '2' } },
    };
    const patch = {
      spec: {
        $setElementOrder: undefined,
        '$setElementOrder/containers': [{ name: 'a' }],
        containers: [{ name: 'b', image: '2' }, { name: 'c', $patch: 'delete' }, { name: 'd' }],
        taints: [{ key: 'z' }],
        tolerations: null,
      },
      metadata: {
        '$deleteFromPrimitiveList/finalizers': ['one'],
        finalizers: ['three'],
        labels: { $patch: 'replace', c: '3' },
      },
    };
    expect(JSON.parse(JSON.stringify(strategicMerge(before, patch)))).toEqual({
      spec: {
        containers: [{ name: 'a', image: '1' }, { name: 'b', image: '2' }, { name: 'd' }],
        taints: [{ key: 'z' }],
      },
      metadata: { finalizers: ['two', 'three'], labels: { c: '3' } },
    });
  });

  test('a JSON patch moves, copies and escapes, changes nothing in place, and cannot reach a prototype', () => {
    const before = { list: [1, 2], 'a/b': { '~': 1 } };
    const patch = [
      { op: 'add', path: '/list/1', value: 9 },
      { op: 'copy', from: '/a~1b/~0', path: '/copied' },
      { op: 'move', from: '/list/0', path: '/moved' },
      { op: 'add', path: '/__proto__', value: { polluted: true } },
    ];
    const after = jsonPatch(before, patch) as Record<string, unknown>;
    expect([after.list, after.copied, after.moved]).toEqual([[9, 2], 1, 1]);
    expect(before).toEqual({ list: [1, 2], 'a/b': { '~': 1 } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([
    { op: 'replace', path: '/missing', value: 1 },
    { op: 'remove', path: '/list/2' },
    { op: 'add', path: '/list/3', value: 1 },
    { op: 'add', path: '/constructor/prototype', value: 1 },
    { op: 'test', path: '/list/0', value: 2 },
    { op: 'sing', path: '/list' },
  ])('%o is refused', (operation) => {
    expect(() => jsonPatch({ list: [1, 2] }, [operation])).toThrow(PatchRefused);
  });
});

test.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [125, '2m5s'],
  [600, '10m'],
  [10_800, '3h'],
  [28_800, '8h'],
  [172_799, '47h'],
  [172_800, '2d'],
  [2_592_000, '30d'],
])('%i seconds are shown as %s', (seconds, shown) => {
  expect(age('2026-11-20T08:00:00Z', Date.parse('2026-11-20T08:00:00Z') + seconds * 1000)).toBe(shown);
});

test('pages of a list show one moment, whatever happens meanwhile; after five minutes the list has to begin again', () => {
  const cluster = givenCluster({ workloads: [{ name: 'web', replicas: 6, budgets: [{ maxUnavailable: 6 }] }] });
  const page = (token = '') =>
    cluster.ask('GET', `/api/v1/namespaces/default/pods?limit=2&continue=${token}`) as {
      status: number;
      body: { metadata: { continue?: string; resourceVersion?: string }; items: { metadata: { name: string } }[] };
    };
  const names = cluster.pods('web').map(({ metadata }) => metadata.name);
  const first = page();
  for (const pod of cluster.pods('web')) cluster.evict(pod);
  cluster.advance(5);
  const second = page(first.body.metadata.continue);
  const third = page(second.body.metadata.continue);
  expect([first, second, third].flatMap(({ body }) => body.items.map((item) => item.metadata.name))).toEqual(names);
  expect(new Set([first, second, third].map(({ body }) => body.metadata.resourceVersion)).size).toBe(1);
  expect(third.body.metadata.continue).toBeUndefined();
  cluster.advance(301);
  expect(page(first.body.metadata.continue).status).toBe(410);
});

test('the pods that a fleet file asks for are all there, and each is in exactly one page', () => {
  const cluster = givenCluster({ pools: [{ name: 'user', count: 200 }], pods: 6_000 });
  const seen = new Set<string>();
  let token: string | undefined = '';
  while (token !== undefined) {
    const { body } = cluster.ask('GET', `/api/v1/pods?limit=500&continue=${token}`) as {
      body: { metadata: { continue?: string }; items: { metadata: { uid: string } }[] };
    };
    for (const { metadata } of body.items) seen.add(metadata.uid);
    token = body.metadata.continue;
  }
  expect(seen.size).toBe(6_000);
});

test('clusters of which no one asks are not made', () => {
  const spec = generateFleet({ clusters: 2_000, pools: 6_000, subscriptions: 10, seed: 1 });
  const fleet = new Fleet(spec, fleetClock(Date.parse(spec.now), 0));
  const face = new KubernetesFace(fleet);
  const [cluster] = fleet.clustersOf(spec.subscriptions[0]?.id ?? '').filter(({ power }) => power === 'Running');
  expect(face.made).toBe(0);
  expect(cluster && face.of(cluster)?.store.list('pods').length).toBeGreaterThan(10);
  expect(face.made).toBe(1);
});

test.each([
  [
    { workloads: [{ name: 'Bad Name' }] },
    '$.subscriptions[0].clusters[0].workloads[0].name: must be lower-case letters',
  ],
  [{ workloads: [{ name: 'web', pool: 'nowhere' }] }, 'workloads[0].pool: there is no pool "nowhere" in this cluster'],
  [{ workloads: [{ name: 'web' }, { name: 'web' }] }, 'workloads[1].name: there is a Deployment default/web already'],
  [
    { workloads: [{ name: 'web', budgets: [{}] }] },
    'workloads[0].budgets[0]: needs either "minAvailable" or "maxUnavailable"',
  ],
  [{ workloads: [{ name: 'web', memory: 'lots' }] }, 'workloads[0].memory: must be an amount of memory'],
  [{ context: 'prod' }, 'clusters[0].context: names a context of "kubeconfig", which is missing'],
])('a fleet file with %o is refused with its path', (cluster, message) => {
  expect(() => oneCluster(cluster)).toThrow(message);
});

test('the demo fleet and its workloads can be read', async () => {
  const { default: demo } = await import('../../../dev/fleets/demo.json', { with: { type: 'json' } });
  expect(
    parseFleet(demo).subscriptions.flatMap(({ clusters }) => clusters.flatMap((one) => one.workloads ?? [])).length,
  ).toBeGreaterThan(30);
});
