import { describe, expect, test } from 'vitest';
import { router } from '../../../dev/simulator/arm/router.ts';
import { armThrottled, azureThrottle } from '../../../dev/simulator/arm/throttle.ts';
import { TokenBucket, Window } from '../../../dev/simulator/arm/token-bucket.ts';
import { SHOP } from './sample-fleet.ts';
import { givenSimulator, pathOf, sample } from './support.ts';

describe('a token bucket', () => {
  test('gives what is in it, then says when the next token comes', () => {
    let now = 0;
    const bucket = new TokenBucket(2, 1, () => now);

    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([
      { kind: 'taken', remaining: 1 },
      { kind: 'taken', remaining: 0 },
      { kind: 'empty', retryAfterSeconds: 1 },
    ]);
    now = 999;
    expect(bucket.take()).toEqual({ kind: 'empty', retryAfterSeconds: 1 });
    now = 1000;
    expect(bucket.take()).toEqual({ kind: 'taken', remaining: 0 });
  });

  test('never holds more than its size', () => {
    let now = 0;
    const bucket = new TokenBucket(2, 1, () => now);
    bucket.take();

    now = 3_600_000;

    expect([bucket.take(), bucket.take(), bucket.take()].map((answer) => answer.kind)).toEqual([
      'taken',
      'taken',
      'empty',
    ]);
  });

  test.each([
    { at: 0, seconds: 60 },
    { at: 1, seconds: 60 },
    { at: 1000, seconds: 59 },
    { at: 59_001, seconds: 1 },
  ])('one token a minute, $at ms after it ran empty: wait $seconds s', ({ at, seconds }) => {
    let now = 0;
    const bucket = new TokenBucket(1, 1 / 60, () => now);
    bucket.take();

    now = at;

    expect(bucket.take()).toEqual({ kind: 'empty', retryAfterSeconds: seconds });
  });
});

test('a window opens with the first request and closes after its time', () => {
  let now = 10;
  const window = new Window(2, 5000, () => now);
  const seen = [window.take()];
  now = 1010;
  seen.push(window.take(), window.take());
  now = 5009;
  seen.push(window.take());
  now = 5010;
  seen.push(window.take());

  expect(seen).toEqual([
    { taken: true, remaining: 1, resetsAfterSeconds: 5 },
    { taken: true, remaining: 0, resetsAfterSeconds: 4 },
    { taken: false, remaining: 0, resetsAfterSeconds: 4 },
    { taken: false, remaining: 0, resetsAfterSeconds: 1 },
    { taken: true, remaining: 1, resetsAfterSeconds: 5 },
  ]);
});

describe('the published limits', () => {
  const CLUSTER = `/subscriptions/${SHOP}/resourceGroups/rg-shop-prod/providers/Microsoft.ContainerService/managedClusters/aks-shop-prod-01`;
  const V = '?api-version=2026-08-01';

  async function givenLimits() {
    let now = 0;
    const given = await givenSimulator({ throttle: true, limitsNow: () => now });
    const many = async (count: number, method: string, path: string, body?: unknown) => {
      const answers = [];
      for (let n = 0; n < count; n++) answers.push(await given.ask(method, path, body === undefined ? {} : { body }));
      return answers.filter((answer) => answer.status !== 429).length;
    };
    return { ...given, many, passes: (milliseconds: number) => (now += milliseconds) };
  }

  test.each([
    ['GET', `${CLUSTER}/agentPools/gpu/upgradeProfiles/default${V}`, 60, 1000],
    ['GET', `${CLUSTER}${V}`, 60, 1000],
    [
      'GET',
      `/subscriptions/${SHOP}/resourceGroups/rg-nap/providers/Microsoft.ContainerService/managedClusters${V}`,
      60,
      1000,
    ],
    ['GET', `/subscriptions/${SHOP}/providers/Microsoft.ContainerService/locations/eastus/operations/x${V}`, 200, 500],
    ['PUT', `${CLUSTER}/agentPools/gpu${V}`, 20, 60_000],
    ['GET', '/subscriptions?api-version=2022-12-01', 250, 40],
    ['POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', 15, 5000],
  ])('%s %s: %i at once, then one each %i ms', async (method, path, size, milliseconds) => {
    const { many, passes } = await givenLimits();
    // A body that is refused is paid for all the same.
    const body = method === 'GET' ? undefined : {};

    expect(await many(size + 1, method, path, body)).toBe(size);
    passes(milliseconds - 1);
    expect(await many(1, method, path, body)).toBe(0);
    passes(1);
    expect(await many(1, method, path, body)).toBe(1);
  });

  test('all other operations share one bucket for the subscription and region, and no other', async () => {
    const { ask, many } = await givenLimits();
    await many(30, 'GET', `${CLUSTER}/agentPools${V}`);
    await many(30, 'GET', `${CLUSTER}/maintenanceConfigurations${V}`);

    const sameBucket = await ask('GET', `${CLUSTER}/agentPools/gpu/machines${V}`);
    const ownBucket = await ask('GET', `${CLUSTER}${V}`);

    expect([sameBucket.status, sameBucket.headers['retry-after'], ownBucket.status]).toEqual([429, '1', 200]);
    expect(sameBucket.body.error.code).toBe('Throttled');
    // ARM itself still has budget; only AKS has not.
    expect(sameBucket.headers['x-ms-ratelimit-remaining-subscription-reads']).toBe('189');
  });

  test('a PUT too many is refused in the words of the sample', async () => {
    const { ask, many, passes } = await givenLimits();
    const recorded = sample('error-429-aks-throttled');
    await many(20, 'PUT', pathOf(recorded), {});

    passes(2000);
    const { status, body, headers } = await ask('PUT', pathOf(recorded), { body: {} });

    expect([status, body]).toEqual([429, recorded.response.body]);
    expect(headers['retry-after']).toBe(recorded.response.headers['retry-after']);
  });

  test('a Resource Graph query too many is refused in the words of the sample', async () => {
    const { ask, many } = await givenLimits();
    const recorded = sample('error-429-resourcegraph');
    await many(15, 'POST', pathOf(recorded), {});

    const { status, body, headers } = await ask('POST', pathOf(recorded), { body: {} });

    expect([status, body]).toEqual([429, recorded.response.body]);
    expect(headers).toMatchObject(recorded.response.headers);
  });

  test('ARM refuses in the words of the sample', () => {
    const find = router([
      {
        name: 'x',
        method: 'GET',
        path: '/subscriptions/{subscription}',
        effect: 'read',
        provider: 'arm',
        answer: () => ({ status: 200 }),
      },
    ]);
    const match = find('GET', `/subscriptions/${SHOP}`);
    const recorded = sample('error-429-arm-subscription');

    const { status, body, headers } = match
      ? armThrottled(match, 'reads', 17)
      : { status: 0, body: undefined, headers: {} };

    expect([status, body, headers]).toEqual([429, recorded.response.body, { 'retry-after': '17' }]);
  });

  test('each caller has buckets of their own at ARM; all together have fifteen times as much', () => {
    const throttle = azureThrottle(() => 0);
    const find = router([
      {
        name: 'x',
        method: 'GET',
        path: '/subscriptions/{subscription}',
        effect: 'read',
        provider: 'arm',
        answer: () => ({ status: 200 }),
      },
    ]);
    const match = find('GET', `/subscriptions/${SHOP}`);
    if (!match) throw new Error('no match');
    const passed = Array.from(
      { length: 16 },
      (_, caller) =>
        Array.from({ length: 250 }, () => throttle.pay(match, `caller ${caller}`, undefined)).filter(
          (toll) => !toll.refused,
        ).length,
    );

    expect(passed).toEqual([...Array(15).fill(250), 0]);
  });
});

test('the log tells throttled requests from others', async () => {
  const { ask, control } = await givenSimulator({ throttle: true, limitsNow: () => 0 });
  for (let n = 0; n < 16; n++) {
    await ask('POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
      body: { query: 'resources' },
    });
  }

  expect(control.counts()).toEqual({
    requests: 16,
    writes: 0,
    throttled: 1,
    byOperation: { 'resourceGraph.query': 16 },
    byStatus: { 200: 15, 429: 1 },
    byMethod: { POST: 16 },
  });
});
