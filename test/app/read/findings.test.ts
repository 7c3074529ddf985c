import { describe, expect, test } from 'vitest';
import { fleetQueries } from '../../../shared/app/read/fleet-queries.ts';
import { FindingsPage, type FindingsQuery } from '../../../shared/app/views.ts';
import {
  at,
  givenCluster,
  givenFinding,
  givenPool,
  givenPoolReading,
  givenReading,
  NOW,
  poolId,
} from '../../support/fleet.ts';
import { givenExemption } from '../../support/policy.ts';
import { givenPorts, type Ports, subscription } from '../../web/support/given-world.ts';

const SHOP = subscription(1, 'Shop production');
const DATA = subscription(2, 'Data');

const shop = givenCluster({ name: 'aks-shop', subscriptionId: SHOP.id });
const data = givenCluster({ name: 'aks-data', subscriptionId: DATA.id });
const apps = poolId(shop.id, 'apps');

const SHOP_READING = givenReading({
  cluster: shop,
  pools: [givenPoolReading({ pool: givenPool({}, shop) })],
  findings: [
    givenFinding({ clusterId: shop.id, poolId: apps, severity: 'medium', deadline: '2026-12-01' }),
    givenFinding({
      clusterId: shop.id,
      poolId: apps,
      ruleId: 'support-ended',
      severity: 'critical',
      deadline: undefined,
    }),
    givenFinding({
      clusterId: shop.id,
      poolId: undefined,
      ruleId: 'no-patch-channel',
      severity: 'medium',
      deadline: undefined,
    }),
  ],
});
const DATA_READING = givenReading({
  cluster: data,
  pools: [givenPoolReading({ pool: givenPool({}, data) })],
  findings: [
    givenFinding({ clusterId: data.id, poolId: poolId(data.id, 'apps'), severity: 'medium', deadline: '2026-11-30' }),
    givenFinding({
      clusterId: data.id,
      poolId: poolId(data.id, 'apps'),
      ruleId: 'mixed-images',
      severity: 'critical',
      deadline: '2026-11-01',
    }),
  ],
});

/** In the order of every page: severity, then deadline (none is last), then cluster. */
const IN_ORDER = [
  `${poolId(data.id, 'apps')}|mixed-images`,
  `${apps}|support-ended`,
  `${poolId(data.id, 'apps')}|image-too-old`,
  `${apps}|image-too-old`,
  `${shop.id}|no-patch-channel`,
];

async function givenSwept(): Promise<Ports> {
  const ports = await givenPorts();
  await ports.sweeps.start({ id: 's-1', startedAt: NOW, subscriptions: [SHOP, DATA] });
  await ports.readings.save(
    [SHOP_READING, DATA_READING].map((reading) => ({ reading, toAnnounce: [], basedOn: undefined })),
  );
  return ports;
}

async function idsOf(ports: Ports, query: Partial<FindingsQuery> = {}): Promise<string[] | undefined> {
  return (await fleetQueries(ports).findings({ limit: 100, ...query }))?.findings.map(({ id }) => id);
}

test('before the first sweep nothing is answered, not an empty list', async () => {
  const queries = fleetQueries(await givenPorts());

  expect(await queries.findings({ limit: 10 })).toBeUndefined();
  expect(await queries.pools({ limit: 10 })).toBeUndefined();
  expect(await queries.latestSweep()).toBeUndefined();
  expect(await queries.cluster(shop.id)).toBeUndefined();
});

test('findings come worst first, then by deadline with none last, then by cluster', async () => {
  expect(await idsOf(await givenSwept())).toEqual(IN_ORDER);
});

test.each([1, 2, 3, 4, 5, 6])('pages of %i put together are the whole list, each finding once', async (limit) => {
  const queries = fleetQueries(await givenSwept());
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await queries.findings({ limit, after });
    expect(page?.total).toBe(5);
    expect(page?.findings.length).toBeLessThanOrEqual(limit);
    found.push(...(page?.findings.map(({ id }) => id) ?? []));
    after = page?.next;
  } while (after);
  expect(found).toEqual(IN_ORDER);
});

test('a page goes on behind its place when the finding it ended with is gone', async () => {
  const ports = await givenSwept();
  const queries = fleetQueries(ports);
  const first = await queries.findings({ limit: 1 });
  const stored = await ports.readings.byCluster(data.id);

  await ports.readings.save([
    {
      reading: { ...DATA_READING, findings: DATA_READING.findings.slice(0, 1) },
      toAnnounce: [],
      basedOn: stored?.etag,
    },
  ]);

  expect((await queries.findings({ limit: 100, after: first?.next }))?.findings.map(({ id }) => id)).toEqual(
    IN_ORDER.slice(1),
  );
});

test('a place that no page has named is refused, with what to do', async () => {
  const queries = fleetQueries(await givenSwept());

  await expect(queries.findings({ limit: 1, after: 'zzz' })).rejects.toMatchObject({
    code: 'CURSOR_NOT_UNDERSTOOD',
    message: 'after: this is not a place that a page before has named; leave it out to start at the first page',
  });
});

describe('filters', () => {
  test.each<[string, Partial<FindingsQuery>, number[]]>([
    ['severity', { severity: ['critical'] }, [0, 1]],
    ['rule', { rule: ['no-patch-channel', 'mixed-images'] }, [0, 4]],
    ['subscription by name, in any case', { subscription: ['shop PRODUCTION'] }, [1, 3, 4]],
    ['subscription by id', { subscription: [DATA.id] }, [0, 2]],
    ['cluster by name', { cluster: 'AKS-data' }, [0, 2]],
    ['cluster by id, in any case', { cluster: shop.id.toUpperCase() }, [1, 3, 4]],
    ['part of a cluster name is another cluster', { cluster: 'aks' }, []],
    ['search for words anywhere, all of them', { search: 'production  TOO-old' }, [3]],
    ['search for an image', { search: 'aksubuntu-2404' }, [0, 1, 2, 3]],
    ['several together', { severity: ['medium'], subscription: [SHOP.id], search: 'apps' }, [3]],
  ])('%s', async (_, query, expected) => {
    expect(await idsOf(await givenSwept(), query)).toEqual(expected.map((place) => IN_ORDER[place]));
  });
});

describe('exemptions count as they are now, not as they were at the sweep', () => {
  const exemption = givenExemption({ scope: apps, ruleId: '*', until: '2026-11-20' });
  const marked = async (ports: Ports) =>
    (await fleetQueries(ports).findings({ limit: 100 }))?.findings.filter((one) => one.exemption).map(({ id }) => id);

  test.each([
    { now: '2026-11-20T23:59:59Z', exempted: [`${apps}|support-ended`, `${apps}|image-too-old`] },
    { now: '2026-11-21T00:00:00Z', exempted: [] },
  ])('one until 20 November at $now', async ({ now, exempted }) => {
    const ports = await givenSwept();
    await ports.exemptions.add(exemption);
    ports.setNow(at(now));
    expect(await marked(ports)).toEqual(exempted);
  });

  test('a mark from the time of the sweep goes when its exemption was taken away', async () => {
    const ports = await givenSwept();
    const stored = await ports.readings.byCluster(shop.id);
    const { id, owner, reason, until } = exemption;
    const findings = SHOP_READING.findings.map((finding) => ({ ...finding, exemption: { id, owner, reason, until } }));
    await ports.readings.save([{ reading: { ...SHOP_READING, findings }, toAnnounce: [], basedOn: stored?.etag }]);
    expect(await marked(ports)).toEqual([]);
  });

  test('they stay in the list, unless asked to leave them out', async () => {
    const ports = await givenSwept();
    await ports.exemptions.add(exemption);
    expect(await idsOf(ports)).toEqual(IN_ORDER);
    expect(await idsOf(ports, { exempted: false })).toEqual([IN_ORDER[0], IN_ORDER[2], IN_ORDER[4]]);
    expect(await idsOf(ports, { exempted: true })).toEqual([IN_ORDER[1], IN_ORDER[3]]);
  });

  test('one that is added counts in an index that is warm already', async () => {
    const ports = await givenSwept();
    const queries = fleetQueries(ports);
    await queries.findings({ limit: 1 });
    await ports.exemptions.add(exemption);
    expect((await queries.findings({ limit: 100, exempted: true }))?.total).toBe(2);
  });
});

test('a finding is shown whole, and its page fits the published schema', async () => {
  const ports = await givenSwept();
  await ports.sweeps.saveOutcome({
    sweepId: 's-1',
    subscription: SHOP,
    at: NOW,
    clusters: 1,
    pools: 1,
    clustersNotSeen: [],
  });
  const page = await fleetQueries(ports).findings({ limit: 1, cluster: 'aks-shop', severity: ['medium'] });

  expect(FindingsPage.parse(page)).toEqual({
    coverage: {
      whole: false,
      sweepId: 's-1',
      startedAt: '2026-11-20T08:00:00.000Z',
      finishedAt: undefined,
      subscriptionsExpected: 2,
      subscriptionsSeen: 1,
      clustersSeen: 1,
      poolsSeen: 1,
      notSeen: [
        {
          subscriptionId: DATA.id,
          subscriptionName: 'Data',
          reason: 'pending',
          detail: 'Its turn in this sweep has not come yet.',
          since: '2026-11-20T08:00:00.000Z',
          lastSeen: undefined,
        },
      ],
    },
    total: 2,
    findings: [
      {
        id: `${apps}|image-too-old`,
        ruleId: 'image-too-old',
        severity: 'medium',
        subscriptionId: SHOP.id,
        subscriptionName: 'Shop production',
        resourceGroup: 'rg-shop',
        cluster: 'aks-shop',
        clusterId: shop.id,
        pool: 'apps',
        poolId: apps,
        imageVersion: 'AKSUbuntu-2404gen2containerd-202610.08.0',
        facts: { ageDays: 70, maxImageAgeDays: 60 },
        why: 'The image is 70 days old; the limit is 60.',
        deadline: '2026-12-01',
        nextAction: 'Upgrade the node image.',
        since: '2026-11-20T08:00:00.000Z',
        readAt: '2026-11-20T08:00:00.000Z',
        exemption: undefined,
      },
    ],
    next: expect.any(String),
  });
});
