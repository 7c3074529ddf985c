import { describe, expect, test } from 'vitest';
import { generateFleet } from '../../../dev/simulator/model/generator.ts';
import { CLUSTERS, SUBSCRIPTIONS } from '../../../shared/adapters/arm/queries.ts';
import { SANDBOX, SHOP } from './sample-fleet.ts';
import { givenSimulator, sample, shape } from './support.ts';

const PATH = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';
const MINUTE = 60;

async function givenGraph(...options: Parameters<typeof givenSimulator>) {
  const given = await givenSimulator(...options);
  const query = (text: string, more: Record<string, unknown> = {}) =>
    given.ask('POST', PATH, { body: { query: text, ...more } });
  return { ...given, query };
}

describe('the queries of the product', () => {
  test('clusters: one row each, sorted by id, with null for what a cluster does not have', async () => {
    const { query } = await givenGraph();

    const { status, body } = await query(CLUSTERS, { subscriptions: [SHOP], options: { resultFormat: 'objectArray' } });

    expect(status).toBe(200);
    expect({ ...body, data: body.data.map((row: { name: string }) => row.name) }).toEqual({
      totalRecords: 3,
      count: 3,
      data: ['aks-data-01', 'aks-nap-01', 'aks-shop-prod-01'],
      facets: [],
      resultTruncated: 'false',
    });
    const { pools, ...data } = body.data[0];
    expect(pools.map((pool: { name: string }) => pool.name)).toEqual(['badpool', 'vmpool']);
    expect(data).toEqual({
      id: `/subscriptions/${SHOP}/resourceGroups/rg-data-prod/providers/Microsoft.ContainerService/managedClusters/aks-data-01`,
      name: 'aks-data-01',
      subscriptionId: SHOP,
      resourceGroup: 'rg-data-prod',
      location: 'eastus',
      tags: null,
      tier: 'Premium',
      skuName: 'Base',
      provisioningState: 'Succeeded',
      power: 'Running',
      kubernetesVersion: '1.31.9',
      supportPlan: 'AKSLongTermSupport',
      upgradeChannel: null,
      nodeOsChannel: null,
      provisioning: 'Manual',
    });
  });

  test('subscriptions: one row each, disabled ones with their state', async () => {
    const { query } = await givenGraph();

    const { body } = await query(SUBSCRIPTIONS);

    expect(body.data).toEqual([
      { id: `/subscriptions/${SHOP}`, subscriptionId: SHOP, name: 'Shop Production', state: 'Enabled' },
      { id: `/subscriptions/${SANDBOX}`, subscriptionId: SANDBOX, name: 'Old Sandbox', state: 'Disabled' },
    ]);
  });
});

describe('the shape of the sample', () => {
  test('a page of whole clusters', async () => {
    const { query } = await givenGraph();
    const recorded = sample('resourcegraph-managedclusters');

    const answer = await query('resources | order by name desc', { options: { $top: 1 } });

    const [row] = answer.body.data;
    const same = recorded.response.body.data.find((one: { name: string }) => one.name === row.name);
    expect(shape(row)).toEqual(shape(same));
    expect(shape({ ...answer.body, data: [] })).toEqual(shape({ ...recorded.response.body, data: [] }));
    expect(answer.headers).toMatchObject({
      'x-ms-user-quota-remaining': '14',
      'x-ms-user-quota-resets-after': '00:00:05',
    });
  });
});

describe('pages', () => {
  test('follow each other without a gap, and the last one has no token', async () => {
    const { query } = await givenGraph({
      fleet: generateFleet({ clusters: 25, pools: 40, subscriptions: 4, seed: 7 }),
    });
    const ids: string[] = [];
    const counts: number[] = [];

    let token: string | undefined;
    do {
      const { body } = await query(CLUSTERS, { options: { $top: 10, ...(token && { $skipToken: token }) } });
      ids.push(...body.data.map((row: { id: string }) => row.id));
      counts.push(body.count);
      token = body.$skipToken;
    } while (token);

    expect(counts).toEqual([10, 10, 5]);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(25);
  });

  test('a token belongs to its query', async () => {
    const { query } = await givenGraph();
    const { body } = await query(CLUSTERS, { options: { $top: 1 } });

    const other = await query(SUBSCRIPTIONS, { options: { $skipToken: body.$skipToken } });
    const garbled = await query(CLUSTERS, { options: { $skipToken: 'x' } });

    for (const answer of [other, garbled]) {
      expect([answer.status, answer.body.error.details[0].code]).toEqual([400, 'InvalidSkipToken']);
    }
  });

  test('$skip leaves rows out', async () => {
    const { query } = await givenGraph();

    const { body } = await query(CLUSTERS, { options: { $skip: 2 } });

    expect(body.data.map((row: { name: string }) => row.name)).toEqual(['aks-shop-prod-01']);
  });

  test('rows without an id cannot be paged: the result is truncated and says so', async () => {
    const { query } = await givenGraph();

    const { body } = await query('resources | project name', { options: { $top: 2 } });

    expect(body).toMatchObject({ totalRecords: 3, count: 2, resultTruncated: 'true' });
    expect(body).not.toHaveProperty('$skipToken');
  });

  test.each([0, 1001])('a page of %i rows is refused', async ($top) => {
    const { query } = await givenGraph();

    expect((await query(CLUSTERS, { options: { $top } })).status).toBe(400);
  });
});

describe('scopes', () => {
  test('a management group holds everything below it', async () => {
    const { query } = await givenGraph();
    const names = async (group: string) =>
      (await query(SUBSCRIPTIONS, { managementGroups: [group] })).body.data.map((row: { name: string }) => row.name);

    expect(await names('mg-all')).toEqual(['Shop Production', 'Old Sandbox']);
    expect(await names('MG-Shop')).toEqual(['Shop Production']);
  });

  test('a management group that is not there looks like a forbidden one', async () => {
    const { query } = await givenGraph();

    const { status, body } = await query(SUBSCRIPTIONS, { managementGroups: ['mg-other'] });

    expect([status, body.error.code, body.error.details[0].code]).toEqual([403, 'AccessDenied', 'AccessDenied']);
  });

  test('a forbidden subscription is left out without a word, and refused when it is alone', async () => {
    const { query, control } = await givenGraph();
    control.addFault({ kind: 'forbidden', subscription: SHOP });

    const both = await query(SUBSCRIPTIONS, { subscriptions: [SHOP, SANDBOX] });
    const alone = await query(CLUSTERS, { subscriptions: [SHOP] });

    expect([both.status, both.body.data.map((row: { name: string }) => row.name)]).toEqual([200, ['Old Sandbox']]);
    expect([alone.status, alone.body.error.code]).toEqual([403, 'AccessDenied']);
  });
});

describe('the language', () => {
  test.each([
    ["resources | where name == 'aks-nap-01' | project id, name", ['aks-nap-01']],
    ["resources | where NAME_ =~ 'x' | project id, name", []],
    ["Resources | where name =~ 'AKS-NAP-01' and location =~ 'EastUS' | project id, name", ['aks-nap-01']],
    ["resources | where name == 'AKS-NAP-01' | project id, name", []],
    [
      'resources | where name in~ ("aks-nap-01", "AKS-DATA-01") | project id, name | sort by name',
      ['aks-nap-01', 'aks-data-01'],
    ],
    ["resources | where name in ('aks-nap-01', 'AKS-DATA-01') | project id, name", ['aks-nap-01']],
    ["resources | where sku.tier == 'Premium' | project id, name", ['aks-data-01']],
  ])('%s', async (text, names) => {
    const { query } = await givenGraph();

    const { status, body } = await query(text);

    expect([status, body.data.map((row: { name: string }) => row.name)]).toEqual([200, names]);
  });

  test('summarize counts by a column, and all of them without one', async () => {
    const { query } = await givenGraph();

    const byTier = await query('resources | summarize clusters = count() by tier = sku.tier | order by clusters desc');
    const all = await query('resources | summarize count()');
    const none = await query("resources | where name == 'x' | summarize n = count()");

    expect(byTier.body.data).toEqual([
      { tier: 'Standard', clusters: 2 },
      { tier: 'Premium', clusters: 1 },
    ]);
    expect(all.body.data).toEqual([{ count_: 3 }]);
    expect(none.body.data).toEqual([{ n: 0 }]);
  });

  test.each([
    ['resources | extend a = 1', 12, 'extend'],
    ['resources | where name contains "x"', 23, 'contains'],
    ["resources | where name =~ 'x' or name =~ 'y'", 30, 'or'],
    ['resources | join kind=inner', 12, 'join'],
    ['resources | project id | take 5', 25, 'take'],
    ['resources | where name =~', 25, '<EOF>'],
    ["resources | where name =~ 'x", 26, "'x"],
    ['| project id', 0, '|'],
  ])('everything else is refused with its place: %s', async (text, position, token) => {
    const { query } = await givenGraph();

    const { status, body } = await query(text);

    expect([status, body.error.code]).toEqual([400, 'BadRequest']);
    expect(body.error.details.map((detail: { code: string }) => detail.code)).toEqual([
      'InvalidQuery',
      'ParserFailure',
    ]);
    expect(body.error.details[1]).toMatchObject({ characterPositionInLine: position, token });
  });

  test('a table that is not there', async () => {
    const { query } = await givenGraph();

    const { status, body } = await query('secrets | project id');

    expect([status, body.error.details[1].code]).toEqual([400, 'DisallowedLogicalTableName']);
  });

  test.each([
    [{}, 'query'],
    [{ query: CLUSTERS, options: { resultFormat: 'table' } }, 'options.resultFormat'],
    [{ query: CLUSTERS, facets: [] }, 'body'],
  ])('a request that is none: %j', async (body, named) => {
    const { ask } = await givenGraph();

    const answer = await ask('POST', PATH, { body });

    expect(answer.status).toBe(400);
    expect(answer.body.error.details[0].message).toContain(`${named}:`);
  });
});

test('an answer beyond 16 MiB is refused, as the service does', async () => {
  const fleet = generateFleet({ clusters: 200, pools: 20_000, subscriptions: 2, seed: 1 });
  const { query } = await givenGraph({ fleet });

  const { status, body } = await query(CLUSTERS);

  expect([status, body.error.details[0].code]).toEqual([400, 'ResponsePayloadTooLarge']);
});

test('a stale index shows the fleet as it was, and catches up', async () => {
  const { query, control } = await givenGraph();
  const images = async () => {
    const { body } = await query(CLUSTERS);
    return body.data.map((row: { name: string; pools: { name: string; nodeImageVersion?: string }[] }) => [
      row.name,
      row.pools.find((pool) => pool.name === 'userpool')?.nodeImageVersion?.slice(-11),
    ]);
  };
  control.addFault({ kind: 'stale-graph', seconds: 10 * MINUTE });
  control.change(
    {
      change: 'set-pool',
      cluster: 'aks-shop-prod-01',
      pool: 'userpool',
      set: { image: 'AKSUbuntu-2404gen2containerd-202609.03.1' },
    },
    { change: 'delete-cluster', cluster: 'aks-nap-01' },
  );

  const atOnce = await images();
  control.change({ change: 'advance-clock', seconds: 10 * MINUTE + 1 });
  const later = await images();

  expect(Object.fromEntries(atOnce)).toEqual({
    'aks-data-01': undefined,
    'aks-nap-01': undefined,
    'aks-shop-prod-01': '202608.20.0',
  });
  expect(Object.fromEntries(later)).toEqual({ 'aks-data-01': undefined, 'aks-shop-prod-01': '202609.03.1' });
});
