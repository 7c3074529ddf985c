import { describe, expect, test } from 'vitest';
import { CLUSTERS, SUBSCRIPTIONS } from '../../../shared/adapters/arm/queries.ts';
import { SANDBOX, SHOP } from './sample-fleet.ts';
import { givenSimulator, sample, shape } from './support.ts';

const SUBSCRIPTION = `/subscriptions/${SHOP}/providers/Microsoft.ContainerService/managedClusters?api-version=2026-08-01`;
const CLUSTER = `/subscriptions/${SHOP}/resourceGroups/rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/aks-shop-prod-01`;
const POOL = `${CLUSTER}/agentPools/gpu?api-version=2026-08-01`;
const GRAPH = '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01';

describe('faults on demand', () => {
  test('429 in the words of the limit that would say it, as often as asked', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'throttle', operation: 'agentPools.get', retryAfterSeconds: 7, times: 2 });

    const answers = [await ask('GET', POOL), await ask('GET', POOL), await ask('GET', POOL)];

    expect(answers.map((answer) => [answer.status, answer.headers['retry-after']])).toEqual([
      [429, '7'],
      [429, '7'],
      [200, undefined],
    ]);
    expect(answers[0]?.body.error.code).toBe('Throttled');
    expect(control.faults()).toMatchObject([{ hits: 2 }]);
    expect(control.counts().throttled).toBe(2);
  });

  test.each([
    ['POST', GRAPH, 'RateLimiting'],
    ['GET', '/subscriptions?api-version=2022-12-01', 'TenantRequestsThrottled'],
  ])('429 for %s %s has the code %s', async (method, path, code) => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'throttle' });

    const { status, body } = await ask(method, path, method === 'POST' ? { body: { query: CLUSTERS } } : {});

    expect([status, body.error.code]).toEqual([429, code]);
  });

  test('5xx, after a number of requests that pass', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'error', status: 500, after: 1, times: 1 });

    const answers = [await ask('GET', POOL), await ask('GET', POOL), await ask('GET', POOL)];

    expect(answers.map((answer) => answer.status)).toEqual([200, 500, 200]);
    expect(answers[1]?.body).toEqual(sample('error-500-internal').response.body);
  });

  test('only the requests that fit are struck', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'error', status: 503, subscription: SANDBOX });
    control.addFault({ kind: 'error', status: 502, pathIncludes: '/AKS-NAP-01/' });
    control.addFault({ kind: 'error', status: 504, method: 'DELETE' });

    const graph = (subscriptions: string[]) => ask('POST', GRAPH, { body: { query: SUBSCRIPTIONS, subscriptions } });
    const statuses = [
      (await ask('GET', POOL)).status,
      (await ask('GET', POOL.replace('rg-shop-prod', 'rg-nap').replace('aks-shop-prod-01', 'aks-nap-01'))).status,
      (await ask('DELETE', POOL)).status,
      (await graph([SHOP])).status,
      (await graph([SHOP, SANDBOX])).status,
    ];

    expect(statuses).toEqual([200, 502, 504, 200, 503]);
  });

  test('a dropped connection does nothing; a lost reply has done it', async () => {
    const { ask, control } = await givenSimulator();
    const count = async () => (await ask('GET', POOL)).body.properties.provisioningState;

    const drop = control.addFault({ kind: 'drop', method: 'PUT' });
    await expect(ask('PUT', POOL, { body: { properties: { count: 5 } } })).rejects.toThrow();
    const afterDrop = await count();
    control.removeFault(drop);
    control.addFault({ kind: 'lost-reply', method: 'PUT' });
    await expect(ask('PUT', POOL, { body: { properties: { count: 5 } } })).rejects.toThrow();
    const afterLoss = await count();

    expect([afterDrop, afterLoss]).toEqual(['Succeeded', 'Updating']);
    expect(control.requests().map(({ method, status, fault }) => [method, status, fault])).toEqual([
      ['PUT', 0, 'drop'],
      ['GET', 200, undefined],
      ['PUT', 0, 'lost-reply'],
      ['GET', 200, undefined],
    ]);
  });

  test('a request hangs until the fault is removed', async () => {
    const { ask, control } = await givenSimulator();
    const fault = control.addFault({ kind: 'hang', times: 1 });
    let answered = false;

    const hanging = ask('GET', POOL).then((answer) => {
      answered = true;
      return answer.status;
    });
    await expect.poll(() => control.faults()[0]?.hits).toBe(1);
    const other = await ask('GET', POOL);
    const before = answered;
    control.removeFault(fault);

    expect([other.status, before, await hanging]).toEqual([200, false, 200]);
  });

  test('a slow answer is still an answer', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'slow', milliseconds: 20 });

    expect((await ask('GET', POOL)).status).toBe(200);
  });

  test('a page whose JSON breaks off', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'broken-json', operation: 'resourceGraph.query' });

    const { status, body, text } = await ask('POST', GRAPH, { body: { query: CLUSTERS } });

    expect([status, body]).toEqual([200, undefined]);
    expect(text).toMatch(/^\{"totalRecords":3/);
  });

  test('a page without its last rows, which still says how many there were', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'missing-rows', rows: 1, operation: 'resourceGraph.query' });

    const { body } = await ask('POST', GRAPH, { body: { query: CLUSTERS } });

    expect([body.count, body.data.length, body.totalRecords]).toEqual([3, 2, 3]);
  });

  test('a forbidden subscription is listed, and its resources are refused in the words of the sample', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'forbidden', subscription: SHOP });

    const list = await ask('GET', '/subscriptions?api-version=2022-12-01');
    const refused = [
      await ask('GET', SUBSCRIPTION),
      await ask('GET', POOL),
      await ask('POST', POOL.replace('?', '/upgradeNodeImageVersion?')),
    ];

    expect(list.body.value).toHaveLength(2);
    for (const { status, body } of refused) {
      expect([status, body.error.code]).toEqual([403, 'AuthorizationFailed']);
      expect(shape(body)).toEqual(shape(sample('error-403-authorizationfailed').response.body));
    }
    expect(refused[1]?.body.error.message).toContain("'Microsoft.ContainerService/managedClusters/agentPools/read'");
  });

  test('a cluster is deleted between list and read', async () => {
    const { ask, control } = await givenSimulator();
    control.addFault({ kind: 'delete-after-list', subscription: SHOP, cluster: 'rg-shop-prod/aks-shop-prod-01' });

    const graph = await ask('POST', GRAPH, { body: { query: CLUSTERS, subscriptions: [SHOP] } });
    const read = await ask('GET', POOL);
    const again = await ask('POST', GRAPH, { body: { query: CLUSTERS, subscriptions: [SHOP] } });

    expect([graph.body.count, read.status, again.body.count]).toEqual([3, 404, 2]);
  });

  test('a body that is no JSON is refused as ARM does', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('PUT', POOL, { body: '{"properties":' });

    expect([status, body.error.code]).toEqual([400, 'InvalidRequestContent']);
  });
});

describe('the control endpoint', () => {
  test('faults are switched on, listed and off over the network', async () => {
    const { ask } = await givenSimulator();

    const added = await ask('POST', '/_simulator/faults', { body: { kind: 'error', status: 503 } });
    const struck = await ask('GET', POOL);
    const listed = await ask('GET', '/_simulator/faults');
    const removed = await ask('DELETE', `/_simulator/faults/${added.body.id}`);
    const missing = await ask('DELETE', `/_simulator/faults/${added.body.id}`);
    const passed = await ask('GET', POOL);

    expect([added.status, struck.status, removed.status, missing.status, passed.status]).toEqual([
      201, 503, 204, 404, 200,
    ]);
    expect(listed.body.faults).toEqual([
      {
        id: added.body.id,
        hits: 1,
        spec: {
          kind: 'error',
          status: 503,
          code: 'InternalOperationError',
          message: 'Internal server error',
          after: 0,
        },
      },
    ]);
  });

  test.each([
    [{ kind: 'rain' }, "kind: Invalid discriminator value. Expected 'throttle' | 'error'"],
    [{ kind: 'error' }, 'status: Invalid input: expected number, received undefined'],
    [{ kind: 'drop', sometimes: true }, 'body: Unrecognized key: "sometimes"'],
    ['{', 'JSON'],
  ])('a fault that is none: %j', async (body, message) => {
    const { ask } = await givenSimulator();

    const answer = await ask('POST', '/_simulator/faults', { body });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(message);
  });

  test('the log has counts, and the requests themselves', async () => {
    const { ask } = await givenSimulator();
    await ask('GET', POOL);
    await ask('PUT', POOL, { body: { properties: { count: 5 } } });
    await ask('GET', '/nothing');

    const counts = await ask('GET', '/_simulator/log');
    const requests = await ask('GET', '/_simulator/log/requests');
    await ask('DELETE', '/_simulator/log');
    const cleared = await ask('GET', '/_simulator/log');

    expect(counts.body).toEqual({
      counts: {
        requests: 3,
        writes: 1,
        throttled: 0,
        byOperation: { 'agentPools.get': 1, 'agentPools.createOrUpdate': 1, unknown: 1 },
        byStatus: { 200: 2, 501: 1 },
        byMethod: { GET: 2, PUT: 1 },
      },
    });
    expect(requests.body.requests[1]).toEqual({
      at: expect.stringMatching(/^2026-09-02T01:00/),
      method: 'PUT',
      path: POOL.split('?')[0],
      operation: 'agentPools.createOrUpdate',
      effect: 'write',
      status: 200,
      throttled: false,
    });
    expect(cleared.body.counts.requests).toBe(0);
  });

  test('the fleet is described and changed between two looks', async () => {
    const { ask } = await givenSimulator();

    const before = await ask('GET', '/_simulator/fleet');
    const after = await ask('POST', '/_simulator/fleet', {
      body: [
        {
          change: 'set-pool',
          cluster: 'aks-shop-prod-01',
          pool: 'gpu',
          set: { image: 'AKSUbuntu-2204gen2containerd-202609.15.0', labels: null },
        },
        { change: 'delete-cluster', cluster: 'rg-nap/aks-nap-01' },
        {
          change: 'release-image',
          family: 'AKSUbuntu-2204gen2containerd',
          image: 'AKSUbuntu-2204gen2containerd-202611.02.0',
        },
        { change: 'add-subscription', subscription: { id: '77777777-0000-4000-8000-000000000000', name: 'New' } },
        {
          change: 'add-cluster',
          subscription: '77777777-0000-4000-8000-000000000000',
          cluster: {
            name: 'aks-new',
            resourceGroup: 'rg-new',
            region: 'uksouth',
            kubernetesVersion: '1.35.6',
            pools: [],
          },
        },
        { change: 'add-pool', cluster: 'aks-new', pool: { name: 'one' } },
        { change: 'delete-pool', cluster: 'aks-shop-prod-01', pool: 'azl2old' },
        { change: 'set-subscription', subscription: SANDBOX, set: { state: 'Enabled' } },
        { change: 'set-cluster', cluster: 'aks-data-01', set: { power: 'Stopped' } },
        { change: 'advance-clock', seconds: 3600 },
      ],
    });
    const pool = await ask('GET', POOL);
    const profile = await ask('GET', POOL.replace('?', '/upgradeProfiles/default?'));
    const cluster = await ask('GET', SUBSCRIPTION);

    expect(before.body).toMatchObject({ name: 'samples', subscriptions: 2, clusters: 3, pools: 14 });
    expect(after.body).toMatchObject({
      subscriptions: 3,
      clusters: 3,
      pools: 12,
      now: expect.stringMatching(/^2026-09-02T02:00/),
    });
    expect(pool.body.properties.nodeImageVersion).toBe('AKSUbuntu-2204gen2containerd-202609.15.0');
    expect(pool.body.properties).not.toHaveProperty('nodeLabels');
    expect(profile.body.properties.latestNodeImageVersion).toBe('AKSUbuntu-2204gen2containerd-202611.02.0');
    expect(
      cluster.body.value.map((one: { properties: { powerState: { code: string } } }) => one.properties.powerState.code),
    ).toEqual(['Running', 'Stopped']);
  });

  test.each([
    [{ change: 'delete-cluster', cluster: 'aks-other' }, 'there is no cluster aks-other'],
    [{ change: 'delete-pool', cluster: 'aks-nap-01', pool: 'x' }, 'cluster aks-nap-01 has no pool x'],
    [{ change: 'set-pool', cluster: 'aks-nap-01', pool: 'systempool', set: { count: -1 } }, 'count: '],
    [{ change: 'set-cluster', cluster: 'aks-nap-01', set: { name: 'other' } }, 'a cluster keeps its name'],
    [
      { change: 'set-subscription', subscription: '77777777-0000-4000-8000-000000000000', set: {} },
      'there is no subscription',
    ],
    [{ change: 'add-pool', cluster: 'aks-nap-01', pool: { name: 'systempool' } }, 'pool systempool is there already'],
  ])('a change that cannot be: %j', async (body, message) => {
    const { ask } = await givenSimulator();

    const answer = await ask('POST', '/_simulator/fleet', { body });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(message);
  });

  test('anything else is 404 with what there is', async () => {
    const { ask } = await givenSimulator();

    const { status, body } = await ask('GET', '/_simulator/weather');

    expect([status, body.error]).toEqual([
      404,
      'there is no GET /_simulator/weather; there are faults, log, log/requests and fleet',
    ]);
  });
});
