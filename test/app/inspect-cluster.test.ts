import { expect, test } from 'vitest';
import { factsNotSeen } from '../../shared/domain/cluster/facts-not-seen.ts';
import { givenSubscription, NOW } from '../support/fleet.ts';
import { givenNode, givenPod, without } from '../support/kubernetes.ts';
import { clusterWith, emptyFacts, FRESH, givenApp, OLD } from './given-app.ts';

const SHOP = givenSubscription();

function givenShop(overrides: Parameters<typeof clusterWith>[2] = {}) {
  const old = clusterWith('old', OLD, overrides);
  const fresh = clusterWith('fresh', FRESH);
  const app = givenApp({ subscriptions: [SHOP], clusters: { [SHOP.id]: [old, fresh] } });
  return { ...app, old: old.cluster.id, fresh: fresh.cluster.id };
}

const readings = (app: ReturnType<typeof givenShop>) =>
  app.world.asked.filter((question) => question.startsWith('facts'));

test('after a sweep, clusters with findings are inspected and the others are not', async () => {
  const app = givenShop();
  await app.sweep();
  expect(readings(app)).toEqual([`facts ${app.old}`]);
  expect(await app.fleet.inspection(app.fresh)).toBeUndefined();
  expect(await app.fleet.inspection(app.old.toUpperCase())).toMatchObject({
    clusterId: app.old,
    readAt: '2026-11-20T08:00:00.000Z',
    notSeen: [],
    arm: 'asked',
    pools: [{ name: 'apps', verdict: expect.any(String), classification: 'simple' }],
  });
});

test('a stopped cluster is not inspected after a sweep; on request it is said to be stopped', async () => {
  const app = givenShop({ cluster: { power: 'stopped' } });
  await app.sweep();
  expect(readings(app)).toEqual([]);
  await app.fleet.inspectCluster({ clusterId: app.old, askedAt: NOW });
  const inspection = await app.fleet.inspection(app.old);
  expect(readings(app)).toEqual([]);
  expect(inspection?.notSeen[0]).toMatchObject({ detail: 'the cluster is stopped; start it and inspect it again' });
  expect(inspection?.pools.every(({ verdict }) => verdict !== 'ready' && verdict !== 'ready-with-warnings')).toBe(true);
});

test('owners are found by the keys of the settings', async () => {
  const old = clusterWith('old', OLD);
  const keys = { ownerKeys: ['squad'] };
  const app = givenApp({ subscriptions: [SHOP], clusters: { [SHOP.id]: [old] } }, keys);
  const pod = { ...without(givenPod('cart-1'), 'owner'), labels: { squad: 'carts', owner: 'somebody' } };
  app.world.facts = (id) => ({
    ...emptyFacts(id, NOW),
    nodes: { kind: 'seen', items: [givenNode('node-1')] },
    pods: { kind: 'seen', items: [pod] },
  });
  await app.sweep();
  const inspection = await app.fleet.inspection(old.cluster.id);
  const owners = inspection?.pools.flatMap(({ findings }) => findings.flatMap(({ owner }) => owner ?? []));
  expect([...new Set(owners)]).toEqual(['carts']);
});

test('a message that comes twice, or late, reads nothing when a newer inspection is there', async () => {
  const app = givenShop();
  await app.sweep();
  app.world.now += 60_000;
  await app.fleet.inspectCluster({ clusterId: app.old, askedAt: app.world.now - 30_000 });
  const asked = readings(app).length;
  await app.fleet.inspectCluster({ clusterId: app.old, askedAt: app.world.now - 30_000 });
  expect(readings(app)).toHaveLength(asked);
});

test('an older reading that ends later does not replace a newer one', async () => {
  const app = givenShop();
  await app.sweep();
  await app.parts.inspections.save({
    clusterId: app.old,
    name: 'old',
    readAt: NOW + 1,
    notSeen: [],
    arm: 'asked',
    nodes: 7,
    pods: 0,
    pools: [],
  });
  await app.fleet.inspectCluster({ clusterId: app.old, askedAt: NOW + 2 });
  expect(await app.fleet.inspection(app.old)).toMatchObject({ nodes: 7 });
});

test('a cluster that was deleted meanwhile is left alone, and is no failure', async () => {
  const app = givenShop();
  await app.sweep();
  expect(await app.fleet.inspectCluster({ clusterId: `${app.old}-gone`, askedAt: NOW })).toBeUndefined();
  expect(await app.fleet.askInspection(`${app.old}-gone`)).toBe('missing');
});

test('an inspection can be asked for, also of a cluster without findings', async () => {
  const app = givenShop();
  await app.sweep();
  expect(await app.fleet.askInspection(app.fresh.toUpperCase())).toBe('asked');
  await app.drain();
  expect(await app.fleet.inspection(app.fresh)).toMatchObject({ clusterId: app.fresh });
});

test('nothing unknown is called ready: a cluster that cannot be reached is unknown, with the reason', async () => {
  const app = givenShop();
  const why = { reason: 'unreachable', detail: 'the API server cannot be reached' } as const;
  app.world.facts = (id) => factsNotSeen(id, NOW, why);
  await app.sweep();
  const inspection = await app.fleet.inspection(app.old);
  expect(inspection?.pools.map(({ verdict }) => verdict)).toEqual(['unknown']);
  expect(inspection?.notSeen).toHaveLength(10);
  expect(new Set(inspection?.notSeen.map(({ detail }) => detail))).toEqual(new Set([why.detail]));
});

test('one kind that is hidden makes what rests on it unknown, and the rest is judged', async () => {
  const app = givenShop();
  app.world.facts = (id) => ({
    ...emptyFacts(id, NOW),
    budgets: { kind: 'not-seen', reason: 'forbidden', detail: 'no role (403)' },
  });
  await app.sweep();
  const inspection = await app.fleet.inspection(app.old);
  expect(inspection?.notSeen).toEqual([{ list: 'PodDisruptionBudgets', reason: 'forbidden', detail: 'no role (403)' }]);
  expect(inspection?.pools[0]?.classification).toBe('simple');
});
