import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../dev/simulator/index.ts';
import { loadFleetFile } from '../../dev/simulator/model/fleet-file.ts';
import type { FleetSpec } from '../../dev/simulator/model/fleet-schema.ts';
import { generateFleet } from '../../dev/simulator/model/generator.ts';
import { armClusterDetails } from '../../shared/adapters/arm/cluster-details.ts';
import { connectToArm, type Patience } from '../../shared/adapters/arm/connection.ts';
import { armFleetReader } from '../../shared/adapters/arm/fleet-reader.ts';
import { armSubscriptionSource } from '../../shared/adapters/arm/subscription-source.ts';
import { systemClock } from '../../shared/adapters/system/clock.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import type { SubscriptionAnswer } from '../../shared/ports/fleet-reader.ts';

const SHOP = '10000000-0000-4000-8000-000000000001';
const DATA = '20000000-0000-4000-8000-000000000002';
const SANDBOX = '30000000-0000-4000-8000-000000000003';
const ALL = [SHOP, DATA, SANDBOX];

let demo: FleetSpec;
beforeAll(async () => {
  demo = await loadFleetFile(fileURLToPath(new URL('../../dev/fleets/demo.json', import.meta.url)));
});

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

async function givenAzure(fleet: FleetSpec = demo, patience: Partial<Patience> = {}) {
  const simulator: Simulator = await startSimulator({ fleet });
  closings.push(() => simulator.close());
  const connection = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: { getToken: async () => null },
    pause: systemPause,
    patience: { retries: 1, firstRetryMs: 1, ...patience },
  });
  const reader = armFleetReader(connection, systemClock, systemPause);
  return {
    control: simulator.control,
    reader,
    readAll: () => Promise.all(ALL.map((id) => reader.readSubscription(id))),
    details: armClusterDetails(connection),
    subscriptions: armSubscriptionSource(connection),
  };
}

const clusters = (answer: SubscriptionAnswer | undefined) => (answer?.kind === 'seen' ? answer.clusters : []);
const kinds = (answers: readonly SubscriptionAnswer[]) =>
  answers.map((answer) => (answer.kind === 'seen' ? answer.clusters.length : answer.reason));

test('the whole demo fleet is seen with one query, and what is seen agrees with the fleet', async () => {
  const { control, readAll, subscriptions } = await givenAzure();
  const visible = await subscriptions.visible();
  const answers = await readAll();

  const pools = answers.flatMap((answer) => clusters(answer).flatMap((one) => one.pools));
  const { subscriptions: inFleet, clusters: clustersInFleet, pools: poolsInFleet } = control.fleet();
  expect([visible.length, answers.flatMap(clusters).length, pools.length]).toEqual([
    inFleet,
    clustersInFleet,
    poolsInFleet,
  ]);
  expect(new Set(pools.map(({ id }) => id)).size).toBe(poolsInFleet);
  expect(control.counts().byOperation['resourceGraph.query']).toBe(1);
});

test('2,500 clusters come in three pages, whole', async () => {
  const fleet = generateFleet({ clusters: 2_500, pools: 2_500, subscriptions: 1, seed: 1 });
  const { control, reader } = await givenAzure(fleet);
  const answer = await reader.readSubscription(fleet.subscriptions[0]?.id ?? '');
  expect(clusters(answer)).toHaveLength(2_500);
  expect(control.counts()).toMatchObject({ throttled: 0, byOperation: { 'resourceGraph.query': 3 } });
});

test('everything that a sweep asks of Azure is a read', async () => {
  const { control, readAll, details, subscriptions } = await givenAzure();
  await subscriptions.visible();
  for (const answer of await readAll()) {
    for (const { cluster, pools } of clusters(answer)) {
      await details.maintenance(cluster.id);
      for (const pool of pools.slice(0, 1)) {
        await details.latestImage(pool.id);
        await details.machineImages(pool.id);
      }
    }
  }
  const asked = control.requests();
  expect(asked.length).toBeGreaterThan(30);
  expect(control.counts().writes).toBe(0);
  const others = asked
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  expect([...new Set(others)]).toEqual(['POST /providers/Microsoft.ResourceGraph/resources']);
});

test('a subscription that may not be read is forbidden, and the others are seen', async () => {
  const { control, readAll } = await givenAzure();
  control.addFault({ kind: 'forbidden', subscription: DATA });
  expect(kinds(await readAll())).toEqual([4, 'forbidden', 4]);
});

test('when none may be read, all are forbidden', async () => {
  const { control, readAll } = await givenAzure();
  for (const subscription of ALL) control.addFault({ kind: 'forbidden', subscription });
  expect(kinds(await readAll())).toEqual(['forbidden', 'forbidden', 'forbidden']);
});

test('throttling that ends within the tries is not noticed; throttling beyond them is said', async () => {
  const { control, readAll } = await givenAzure();
  control.addFault({ kind: 'throttle', retryAfterSeconds: 0, operation: 'resourceGraph.query', times: 1 });
  expect(kinds(await readAll())).toEqual([4, 4, 4]);
  control.addFault({ kind: 'throttle', retryAfterSeconds: 0, operation: 'resourceGraph.query' });
  expect(kinds(await readAll())).toEqual(['throttled', 'throttled', 'throttled']);
});

test.each([
  { fault: { kind: 'error', status: 500 }, reason: 'upstream-failed' },
  { fault: { kind: 'error', status: 503 }, reason: 'upstream-failed' },
  { fault: { kind: 'drop' }, reason: 'upstream-failed' },
  { fault: { kind: 'broken-json' }, reason: 'upstream-failed' },
  { fault: { kind: 'missing-rows', rows: 1 }, reason: 'truncated' },
  { fault: { kind: 'hang' }, reason: 'timed-out' },
] as const)('a query with $fault is $reason', async ({ fault, reason }) => {
  const { control, readAll } = await givenAzure(demo, { attemptMs: 100 });
  control.addFault({ ...fault, operation: 'resourceGraph.query' });
  expect(kinds(await readAll())).toEqual([reason, reason, reason]);
});

test('a page with missing rows of one subscription leaves the others whole', async () => {
  const { control, readAll } = await givenAzure();
  control.addFault({ kind: 'missing-rows', rows: 1, operation: 'resourceGraph.query', subscription: SANDBOX });
  expect(kinds(await readAll())).toEqual([4, 4, 'truncated']);
});

test('a cluster that was deleted after it was listed is gone, not an error', async () => {
  const { control, readAll, details } = await givenAzure();
  control.addFault({ kind: 'delete-after-list', subscription: SHOP, cluster: 'rg-shop-weu/aks-shop-weu' });
  const [shop] = await readAll();
  const doomed = clusters(shop).find(({ cluster }) => cluster.name === 'aks-shop-weu');
  expect(doomed).toBeDefined();
  expect([
    await details.maintenance(doomed?.cluster.id ?? ''),
    await details.latestImage(doomed?.pools[0]?.id ?? ''),
    await details.machineImages(doomed?.pools[0]?.id ?? ''),
  ]).toEqual([{ kind: 'gone' }, { kind: 'gone' }, { kind: 'gone' }]);
});

test('a Resource Graph that is behind shows the fleet as it was', async () => {
  const { control, readAll } = await givenAzure();
  control.addFault({ kind: 'stale-graph', seconds: 600 });
  expect(kinds(await readAll())).toEqual([4, 4, 4]);
});

test('16 questions that arrive one by one are paced, and Azure refuses none', async () => {
  const { control, reader } = await givenAzure();
  const answers: SubscriptionAnswer[] = [];
  for (let question = 0; question < 16; question += 1) answers.push(await reader.readSubscription(SHOP));
  expect(kinds(answers)).toEqual(answers.map(() => 4));
  expect(control.counts().throttled).toBe(0);
});

test('details of a cluster are what the fleet has', async () => {
  const { readAll, details } = await givenAzure();
  const [shop] = await readAll();
  const weu = clusters(shop).find(({ cluster }) => cluster.name === 'aks-shop-weu');
  expect(await details.latestImage(weu?.pools[0]?.id ?? '')).toEqual({
    kind: 'seen',
    value: expect.stringMatching(/^AKS.*-\d{6}\.\d{2}\.\d+$/),
  });
  expect(await details.maintenance(weu?.cluster.id ?? '')).toMatchObject({ kind: 'seen' });
  expect(await details.machineImages(weu?.pools[0]?.id ?? '')).toMatchObject({
    kind: 'seen',
    value: [weu?.pools[0]?.imageVersion],
  });
});
