import { expect, test } from 'vitest';
import { UpstreamError } from '../../shared/domain/errors.ts';
import type { NotSeenReason } from '../../shared/domain/fleet/coverage.ts';
import { clusterId, givenSubscription, NOW, SUBSCRIPTION } from '../support/fleet.ts';
import { changesIn, clusterWith, FRESH, givenApp, OLD } from './given-app.ts';

const SHOP = givenSubscription();
const HOUR = 3_600_000;

function givenShop(...clusters: ReturnType<typeof clusterWith>[]) {
  return givenApp({ subscriptions: [SHOP], clusters: { [SHOP.id]: clusters } });
}

const names = (records: readonly { reading: { cluster: { name: string } } }[]) =>
  records.map(({ reading }) => reading.cluster.name).toSorted();

test('the first sight of a subscription is told in one summary, not finding by finding', async () => {
  const app = givenShop(clusterWith('payments', OLD), clusterWith('checkout', FRESH));
  const sweepId = await app.sweep();

  expect(app.announced()).toEqual([
    {
      kind: 'subscription-first-seen',
      id: expect.stringMatching(/^first-seen-[0-9a-f]{32}$/),
      at: NOW,
      sweepId,
      subscriptionId: SHOP.id,
      subscriptionName: 'shop-prod',
      partial: false,
      clusters: 2,
      pools: 2,
      findings: { critical: 0, high: 2, medium: 1, low: 0 },
    },
  ]);
  expect((await app.parts.sweeps.outcomes(sweepId)).map(({ changes }) => changes)).toEqual([
    { new: (await app.fleet.findings({ limit: 100 }))?.total, worse: 0, better: 0, gone: 0 },
  ]);
});

test('a subscription without clusters is no news; its first cluster later is', async () => {
  const app = givenShop();
  await app.sweep();
  expect(app.announced()).toEqual([]);

  app.world.now += HOUR;
  app.world.clusters[SHOP.id] = [clusterWith('payments', OLD)];
  await app.sweep();
  expect(changesIn(app.announced())).toContain('new payments image-too-old');
});

test('only changes are announced: a sweep of an unchanged fleet says nothing', async () => {
  const app = givenShop(clusterWith('payments', OLD));
  await app.sweep();
  app.world.now += HOUR;
  await app.sweep();
  expect(changesIn(app.announced())).toEqual([]);
  expect(await app.fleet.latestSweep()).toMatchObject({
    changes: { new: 0, worse: 0, better: 0, gone: 0 },
    firstSeen: 0,
  });
});

test('the first sweep has nothing to be compared with, and says so instead of calling everything new', async () => {
  const app = givenShop(clusterWith('payments', OLD));
  await app.sweep();
  expect(await app.fleet.latestSweep()).toMatchObject({
    changes: { new: 0, worse: 0, better: 0, gone: 0 },
    firstSeen: 1,
  });
});

test.each<NotSeenReason>(['forbidden', 'throttled', 'upstream-failed', 'truncated'])(
  'a subscription that is not seen (%s) keeps what was known, and the sweep is partial',
  async (reason) => {
    const app = givenShop(clusterWith('payments', OLD));
    await app.sweep();
    const before = await app.parts.readings.ofSubscription(SHOP.id);

    app.world.now += HOUR;
    app.world.answers[SHOP.id] = { kind: 'not-seen', reason, detail: 'What happened.' };
    await app.sweep();

    expect(await app.parts.readings.ofSubscription(SHOP.id)).toEqual(before);
    expect(changesIn(app.announced())).toEqual([]);
    const { coverage } = (await app.fleet.latestSweep()) ?? {};
    expect(coverage?.whole).toBe(false);
    expect(coverage?.notSeen).toEqual([
      {
        subscriptionId: SHOP.id,
        subscriptionName: 'shop-prod',
        reason,
        detail: 'What happened.',
        since: new Date(NOW + HOUR).toISOString(),
        lastSeen: new Date(NOW).toISOString(),
      },
    ]);

    app.world.now += HOUR;
    await app.sweep();
    const still = (await app.fleet.latestSweep())?.coverage.notSeen[0];
    expect(still?.since).toBe(new Date(NOW + HOUR).toISOString());

    app.world.now += HOUR;
    app.world.answers = {};
    await app.sweep();
    expect((await app.fleet.latestSweep())?.coverage.whole).toBe(true);
  },
);

test('a cluster that is not understood keeps its reading, is named, and makes the sweep partial', async () => {
  const app = givenShop(clusterWith('payments', OLD), clusterWith('checkout', FRESH));
  await app.sweep();

  app.world.now += HOUR;
  app.world.clusters[SHOP.id] = [clusterWith('checkout', FRESH)];
  app.world.notUnderstood[SHOP.id] = [{ clusterId: clusterId('payments'), detail: 'No location.' }];
  await app.sweep();

  expect(names(await app.parts.readings.ofSubscription(SHOP.id))).toEqual(['checkout', 'payments']);
  expect(changesIn(app.announced())).toEqual([]);
  const { coverage } = (await app.fleet.latestSweep()) ?? {};
  expect(coverage?.whole).toBe(false);
  expect(coverage?.notSeen).toEqual([
    {
      subscriptionId: SHOP.id,
      subscriptionName: 'shop-prod',
      clusterId: clusterId('payments'),
      reason: 'upstream-failed',
      detail: 'No location.',
      since: new Date(NOW + HOUR).toISOString(),
      lastSeen: new Date(NOW).toISOString(),
    },
  ]);

  app.world.now += HOUR;
  app.world.notUnderstood = {};
  app.world.clusters[SHOP.id] = [clusterWith('checkout', FRESH), clusterWith('payments', OLD)];
  await app.sweep();
  expect((await app.fleet.latestSweep())?.coverage.whole).toBe(true);
});

test('a cluster that is deleted between list and read is gone, with its findings', async () => {
  const app = givenShop(clusterWith('payments', OLD), clusterWith('checkout', FRESH));
  await app.sweep();

  app.world.now += HOUR;
  app.world.maintenance = (id) => (id === clusterId('payments') ? { kind: 'gone' } : { kind: 'seen', value: [] });
  const sweepId = await app.sweep();

  expect(names(await app.parts.readings.ofSubscription(SHOP.id))).toEqual(['checkout']);
  expect(changesIn(app.announced())).toContain('gone payments image-too-old');
  const told = app.announced().flatMap((news) => (news.kind === 'findings-changed' ? [news.sweepId] : []));
  expect(new Set(told)).toEqual(new Set([sweepId]));
  expect((await app.parts.sweeps.outcomes(sweepId)).map(({ clusters, pools }) => ({ clusters, pools }))).toEqual([
    { clusters: 1, pools: 1 },
  ]);
});

test('a pool without an image version and one with an unknown OS SKU are stored, and what cannot be judged is unknown', async () => {
  const bare = clusterWith('bare', FRESH, { pool: { imageVersion: undefined, machineImages: undefined } });
  const odd = clusterWith('odd', 'AKSFuture-9gen9-x', { pool: { osSku: 'FutureOS' } });
  const app = givenShop(bare, odd);
  await app.sweep();

  for (const { reading } of await app.parts.readings.ofSubscription(SHOP.id)) {
    const unknown = reading.pools[0]?.unknowns.map(({ ruleId }) => ruleId);
    expect(unknown).toContain('image-too-old');
    expect(reading.findings.map(({ ruleId }) => ruleId)).not.toContain('image-too-old');
  }
  expect((await app.fleet.latestSweep())?.coverage.whole).toBe(true);
});

test('a finding whose rule cannot be judged this time stays: unknown is not gone', async () => {
  const app = givenShop(clusterWith('payments', OLD));
  await app.sweep();
  const before = (await app.parts.readings.ofSubscription(SHOP.id))[0]?.reading.findings;
  expect(before?.map(({ ruleId }) => ruleId)).toContain('image-behind-latest');

  app.world.now += 13 * HOUR; // the remembered latest image is out of date by now
  app.world.latest = () => ({ kind: 'not-seen', reason: 'throttled', detail: 'Too many requests.' });
  await app.sweep();

  const [stored] = await app.parts.readings.ofSubscription(SHOP.id);
  expect(stored?.reading.findings.map(({ id, since }) => ({ id, since }))).toEqual(
    before?.map(({ id, since }) => ({ id, since })),
  );
  expect(stored?.reading.pools[0]?.latestImage).toBeUndefined();
  expect(changesIn(app.announced())).toEqual([]);
});

test('a newer reading wins over an older one that is stored later', async () => {
  const app = givenShop(clusterWith('payments', FRESH));
  await app.sweep();
  app.world.now += HOUR;
  const { id } = await app.fleet.startSweep();
  app.world.answers[SHOP.id] = {
    kind: 'seen',
    readAt: NOW - HOUR,
    clusters: [clusterWith('payments', OLD), clusterWith('deleted-since', OLD)],
    notUnderstood: [],
  };
  await app.fleet.sweepSubscription({ sweepId: id, subscriptionId: SHOP.id });

  const stored = await app.parts.readings.ofSubscription(SHOP.id);
  expect(stored.map(({ reading }) => [reading.cluster.name, reading.readAt])).toEqual([['payments', NOW]]);
  expect(changesIn(app.announced())).toEqual([]);
});

test('a second delivery of the same message changes nothing and asks Azure nothing', async () => {
  const app = givenShop(clusterWith('payments', OLD));
  const sweepId = await app.sweep();
  const asked = app.world.asked.length;
  const version = await app.parts.readings.version();

  await app.fleet.sweepSubscription({ sweepId, subscriptionId: SHOP.id });

  expect(app.world.asked).toHaveLength(asked);
  expect(await app.parts.readings.version()).toBe(version);
});

test('a message of a sweep that is not recorded is refused', async () => {
  const app = givenShop();
  await expect(app.fleet.sweepSubscription({ sweepId: 'sweep-9', subscriptionId: SHOP.id })).rejects.toMatchObject({
    code: 'SWEEP_UNKNOWN',
    remedy: 'fix-input',
    facts: { sweepId: 'sweep-9', subscriptionId: SHOP.id },
  });
});

test('while the tables refuse, the message comes again; given up, the subscription is not seen and the others are', async () => {
  const other = givenSubscription({ id: '22222222-2222-3333-4444-555555555555', name: 'other' });
  const app = givenApp({
    subscriptions: [SHOP, other],
    clusters: { [SHOP.id]: [clusterWith('payments', OLD)] },
  });
  const save = app.parts.readings.save.bind(app.parts.readings);
  let refusals = 4;
  const refuse = async (...args: Parameters<typeof save>) => {
    if (args[0].length > 0 && refusals-- > 0) throw new UpstreamError('UPSTREAM_TABLE', 'tables do not answer');
    return save(...args);
  };
  app.parts.readings.save = refuse;
  await app.sweep();
  expect((await app.fleet.latestSweep())?.coverage.whole).toBe(true);

  app.world.now += HOUR;
  refusals = 5;
  await app.sweep();
  await app.fleet.reportDeadLetters();
  const view = await app.fleet.latestSweep();
  expect(view?.coverage.notSeen.map(({ subscriptionId, reason }) => ({ subscriptionId, reason }))).toEqual([
    { subscriptionId: SUBSCRIPTION, reason: 'dead-lettered' },
  ]);
  expect(view?.ourselves.map(({ code }) => code)).toEqual(['DEAD_LETTER']);
});

test('a store that keeps reporting conflicts is given up with a clear error', async () => {
  const app = givenShop(clusterWith('payments', OLD));
  app.parts.readings.save = async (readings) =>
    readings.map(({ reading }) => ({ clusterId: reading.cluster.id, kind: 'conflict' as const }));
  const { id } = await app.fleet.startSweep();
  await expect(app.fleet.sweepSubscription({ sweepId: id, subscriptionId: SHOP.id })).rejects.toMatchObject({
    code: 'READINGS_CONTESTED',
    remedy: 'retry-later',
    facts: { subscriptionId: SHOP.id, sweepId: id, clusters: 1 },
  });
});

test('a sweep whose messages are still to come is partial', async () => {
  const app = givenShop(clusterWith('payments', OLD));
  await app.fleet.startSweep();
  const { coverage } = (await app.fleet.latestSweep()) ?? {};
  expect(coverage?.whole).toBe(false);
  expect(coverage?.notSeen.map(({ reason }) => reason)).toEqual(['pending']);
});

test('a message carries at most 50 changes, and together they carry all', async () => {
  const many = (image: string) => Array.from({ length: 40 }, (_, i) => clusterWith(`c${i}`, image));
  const app = givenShop(...many(FRESH));
  await app.sweep();
  app.world.now += HOUR;
  app.world.clusters[SHOP.id] = many(OLD);
  const sweepId = await app.sweep();

  const news = app.announced().flatMap((item) => (item.kind === 'findings-changed' ? [item] : []));
  expect(news.every(({ changes }) => changes.length <= 50)).toBe(true);
  expect(news.length).toBeGreaterThan(1);
  const changed = (await app.parts.sweeps.outcomes(sweepId))[0]?.changes;
  expect(news.flatMap(({ changes }) => changes)).toHaveLength(changed?.new ?? 0);
  expect(new Set(news.map(({ id }) => id)).size).toBe(news.length);
});

test('changes that could not be handed over are told by the next sweep, under the ids they had', async () => {
  const app = givenShop(clusterWith('payments', FRESH), clusterWith('leaves', OLD));
  await app.sweep();
  const send = app.parts.sender.send.bind(app.parts.sender);
  const tried = new Set<string>();
  app.parts.sender.send = async (queue, messages) => {
    if (queue !== 'notify') return send(queue, messages);
    for (const { id } of messages) tried.add(id);
    throw new UpstreamError('UPSTREAM_SERVICE_BUS', 'the queue does not answer');
  };
  app.world.now += HOUR;
  app.world.clusters[SHOP.id] = [clusterWith('payments', OLD)];
  const missedId = await app.sweep();
  expect(changesIn(app.announced())).toEqual([]);

  app.parts.sender.send = send;
  app.world.now += HOUR;
  await app.sweep();
  const news = app.announced().filter(({ kind }) => kind === 'findings-changed');
  expect(news.map(({ id }) => id)).toEqual(expect.arrayContaining([...tried]));
  expect(tried.size).toBeGreaterThan(0);
  expect(changesIn(news)).toEqual([
    'gone leaves image-behind-latest',
    'gone leaves image-outside-support',
    'gone leaves image-too-old',
    'new payments image-behind-latest',
    'new payments image-outside-support',
    'new payments image-too-old',
  ]);
  expect(news.some((item) => item.kind === 'findings-changed' && item.sweepId === missedId)).toBe(true);
  expect(names(await app.parts.readings.ofSubscription(SHOP.id))).toEqual(['payments']);
});
