import { expect, test } from 'vitest';
import { fleetQueries } from '../../../shared/app/read/fleet-queries.ts';
import { CalendarView, ClusterView, PoolsPage, SweepView } from '../../../shared/app/views.ts';
import { at, clusterId, NOW } from '../../support/fleet.ts';
import { givenExemption } from '../../support/policy.ts';
import { givenPorts, subscription, sweepInto } from '../../web/support/given-world.ts';

const SHOP = subscription(1, 'Shop');
const HIDDEN = subscription(2, 'Hidden');

/** A fleet of pools with one image each, as seen at `now`. */
async function seenAt(now: string, images: readonly (string | undefined)[]) {
  const ports = await givenPorts(at(now));
  await sweepInto(ports, {
    subscriptions: [SHOP, HIDDEN],
    forbidden: [HIDDEN.id],
    sweptAt: NOW - 60_000,
    clusters: [
      {
        cluster: { name: 'aks-shop', subscriptionId: SHOP.id },
        pools: images.map((imageVersion, number) => ({
          name: `p${number}`,
          imageVersion,
          machineImages: undefined,
          osSku: 'Ubuntu',
          kubernetesVersion: undefined,
          count: 2,
        })),
      },
    ],
  });
  return { ports, queries: fleetQueries(ports) };
}

const groups = (counts: readonly { label: string; pools: number }[] | undefined) =>
  Object.fromEntries(counts?.filter(({ pools }) => pools > 0).map(({ label, pools }) => [label, pools]) ?? []);

test.each([
  { now: '2026-11-07', ageDays: 30, group: '0-30' },
  { now: '2026-11-08', ageDays: 31, group: '31-60' },
  { now: '2026-12-07', ageDays: 60, group: '31-60' },
  { now: '2026-12-08', ageDays: 61, group: '61-90' },
  { now: '2027-01-06', ageDays: 90, group: '61-90' },
  { now: '2027-01-07', ageDays: 91, group: 'over 90' },
])('an image $ageDays days old at the time of asking is in the group $group', async ({ now, ageDays, group }) => {
  const { queries } = await seenAt(now, ['AKSUbuntu-2404gen2containerd-202610.08.0']);

  expect(groups((await queries.latestSweep())?.posture.byAge)).toEqual({ [group]: 1 });
  expect((await queries.pools({ limit: 1 }))?.pools[0]?.ageDays).toBe(ageDays);
});

test.each([
  { now: '2026-12-31', group: 'supported' }, // 181 days before 2027-06-30
  { now: '2027-01-01', group: 'support ends in 180 days' },
  { now: '2027-06-29', group: 'support ends in 180 days' },
  { now: '2027-06-30', group: 'support ended' },
  { now: '2028-04-29', group: 'support ended' },
  { now: '2028-04-30', group: 'images removed' },
])('Ubuntu 22.04 on $now is in the group $group', async ({ now, group }) => {
  const { queries } = await seenAt(now, ['AKSUbuntu-2204gen2containerd-202609.20.0']);

  expect(groups((await queries.latestSweep())?.posture.byRetirement)).toEqual({ [group]: 1 });
});

test('a pool whose image says nothing is unknown, never supported', async () => {
  const { queries } = await seenAt('2026-11-20', [undefined, 'SomethingElse-1']);
  const posture = (await queries.latestSweep())?.posture;

  expect([groups(posture?.byAge), groups(posture?.byRetirement)]).toEqual([{ unknown: 2 }, { unknown: 2 }]);
});

test('every pool is in exactly one group of each list, and an unseen subscription is marked', async () => {
  const { queries } = await seenAt('2026-11-20', [
    'AKSUbuntu-2404gen2containerd-202610.08.0',
    'AKSUbuntu-1804gen2containerd-202506.16.0',
    undefined,
  ]);
  const sweep = SweepView.parse(await queries.latestSweep());

  const sum = (counts: readonly { pools: number; nodes: number }[]) => [
    counts.reduce((total, { pools }) => total + pools, 0),
    counts.reduce((total, { nodes }) => total + nodes, 0),
  ];
  expect([sum(sweep.posture.byAge), sum(sweep.posture.byRetirement)]).toEqual([
    [3, 6],
    [3, 6],
  ]);
  expect(
    sweep.posture.bySubscription.map(({ subscriptionName, pools, seen }) => [subscriptionName, pools, seen]),
  ).toEqual([
    ['Shop', 3, true],
    ['Hidden', 0, false],
  ]);
  expect(sweep.changes).toEqual({ new: 2, worse: 1, better: 0, gone: 3 });
  expect(sweep.coverage.whole).toBe(false);
});

test('an exempted finding is counted apart and is not the worst of its pool', async () => {
  const { ports, queries } = await seenAt('2026-11-20', ['AKSUbuntu-1804gen2containerd-202506.16.0']);
  const before = await queries.latestSweep();
  await ports.exemptions.add(givenExemption({ scope: clusterId('aks-shop', 'rg-shop', SHOP.id) }));
  const after = await queries.latestSweep();

  const counted = Object.values(before?.posture.bySeverity ?? {}).reduce((sum, one) => sum + one, 0);
  expect(counted).toBeGreaterThan(0);
  expect(after?.posture).toMatchObject({ exempted: counted, bySeverity: { critical: 0, high: 0, medium: 0, low: 0 } });
  const [pool] = (await queries.pools({ limit: 1 }))?.pools ?? [];
  expect(pool?.worstSeverity).toBeUndefined();
  expect(pool?.findings).toBeGreaterThan(0);
});

test('trouble of the files in force is shown beside what is stored, oldest first', async () => {
  const { ports } = await seenAt('2026-11-20', []);
  const trouble = {
    id: 'policy/calendar',
    code: 'POLICY_FILE',
    what: 'The calendar cannot be read.',
    nextAction: 'Mend it.',
  };
  const policy = { load: async () => ({ ...(await ports.policy.load()), trouble: [trouble] }) };
  await ports.ownFindings.raise([{ ...trouble, id: 'dead-letter/1', since: at('2026-11-01'), lastSeen: NOW }]);

  const sweep = await fleetQueries({ ...ports, policy }).latestSweep();

  expect(sweep?.ourselves.map(({ id, since }) => [id, since])).toEqual([
    ['dead-letter/1', '2026-11-01T00:00:00.000Z'],
    ['policy/calendar', '2026-11-20T00:00:00.000Z'],
  ]);
});

test('the calendar counts the pools and clusters that each entry concerns, next date first', async () => {
  const { queries } = await seenAt('2026-11-20', [
    'AKSUbuntu-2204gen2containerd-202609.20.0',
    'AKSUbuntu-2204gen2containerd-202608.30.0',
    'AKSUbuntu-2404gen2containerd-202610.08.0',
  ]);
  const calendar = CalendarView.parse(await queries.calendar());

  expect(
    calendar.entries
      .filter(({ pools }) => pools > 0)
      .map(({ id, what, pools, clusters }) => [id, what, pools, clusters]),
  ).toEqual([
    ['ubuntu-22.04', 'Ubuntu 22.04', 2, 1],
    ['ubuntu-24.04', 'Ubuntu 24.04', 1, 1],
  ]);
  const dates = calendar.entries.map((entry) => entry.supportEnds ?? entry.imagesRemoved ?? '9999');
  expect(dates).toEqual(dates.toSorted());
});

test('the calendar is there before the first sweep, and counts nothing', async () => {
  const { entries } = await fleetQueries(await givenPorts()).calendar();
  expect(entries.length).toBeGreaterThan(10);
  expect(entries.every(({ pools, clusters }) => pools === 0 && clusters === 0)).toBe(true);
});

test('a cluster is found by its id in any case, with its pools and what could not be judged', async () => {
  const { queries } = await seenAt('2026-11-20', ['AKSUbuntu-2204gen2containerd-202609.20.0', undefined]);
  const id = clusterId('aks-shop', 'rg-shop', SHOP.id);
  const cluster = ClusterView.parse(await queries.cluster(id.toUpperCase()));

  expect([cluster.id, cluster.subscriptionName, cluster.pools.map(({ name }) => name)]).toEqual([
    id,
    'Shop',
    ['p0', 'p1'],
  ]);
  expect(cluster.pools[1]?.unknowns.map(({ ruleId }) => ruleId)).toContain('image-too-old');
  expect(await queries.cluster('/subscriptions/none')).toBeUndefined();
});

test('pools come by cluster and name, page by page', async () => {
  const { queries } = await seenAt('2026-11-20', ['AKSUbuntu-2204gen2containerd-202609.20.0', undefined, 'x']);
  const first = PoolsPage.parse(await queries.pools({ limit: 2 }));
  const second = await queries.pools({ limit: 2, after: first.next });

  expect([first.pools, second?.pools].map((pools) => pools?.map(({ name }) => name))).toEqual([['p0', 'p1'], ['p2']]);
  expect([first.total, second?.total, second?.next]).toEqual([3, 3, undefined]);
});
