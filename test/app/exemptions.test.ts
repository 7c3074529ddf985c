import { expect, test } from 'vitest';
import { memoryExemptionStore } from '../../shared/adapters/memory/exemption-store.ts';
import type { NewExemption } from '../../shared/app/views.ts';
import { at, clusterId, givenSubscription, NOW, poolId } from '../support/fleet.ts';
import { givenExemption } from '../support/policy.ts';
import { clusterWith, givenApp, OLD } from './given-app.ts';

const DAY = 86_400_000;
const GROUP = clusterId('payments').replace(/\/providers.*/, '');

const asked = (overrides: Partial<NewExemption> = {}): NewExemption => ({
  scope: clusterId('payments'),
  ruleId: '*',
  owner: 'team-payments@example.com',
  reason: 'Frozen until the migration.',
  until: '2026-12-31',
  ...overrides,
});

test('an exemption is stored with who asked and when, its scope in lower case', async () => {
  const app = givenApp();
  const view = await app.fleet.exempt(
    asked({ scope: `${clusterId('payments').toUpperCase()}/ `, owner: ' me ' }),
    'alex',
  );
  expect(view).toEqual({
    id: `exemption-${NOW}`,
    scope: clusterId('payments'),
    ruleId: '*',
    owner: 'me',
    reason: 'Frozen until the migration.',
    until: '2026-12-31',
    createdAt: '2026-11-20T08:00:00.000Z',
    createdBy: 'alex',
    state: 'in-force',
  });
  expect(await app.fleet.exemptions()).toEqual([view]);
  expect(await app.fleet.endExemption(view.id)).toBe('removed');
  expect(await app.fleet.endExemption(view.id)).toBe('missing');
  expect(await app.fleet.exemptions()).toEqual([]);
});

test.each([
  ['a subscription', `/subscriptions/${givenSubscription().id}`],
  ['a resource group', GROUP],
  ['a cluster', clusterId('payments')],
  ['a pool', poolId(clusterId('payments'), 'apps')],
])('the scope may be %s', async (_what, scope) => {
  expect((await givenApp().fleet.exempt(asked({ scope }), 'alex')).scope).toBe(scope);
});

test.each([
  'payments',
  '/',
  '/subscriptions/*',
  '/subscriptions/prod',
  `${clusterId('payments')}/agentpools/`,
  `${GROUP}/providers/x`,
  '*',
])('the scope may not be %j', async (scope) => {
  const app = givenApp();
  await expect(app.fleet.exempt(asked({ scope }), 'alex')).rejects.toMatchObject({
    code: 'EXEMPTION_SCOPE',
    remedy: 'fix-input',
  });
  expect(await app.fleet.exemptions()).toEqual([]);
});

test.each([
  { until: '2026-11-19', taken: false },
  { until: '2026-11-20', taken: true },
  { until: '2027-11-20', taken: true },
  { until: '2027-11-21', taken: false },
  { until: '2026-02-30', taken: false },
])('on 2026-11-20 an end on $until is taken: $taken', async ({ until, taken }) => {
  const added = givenApp().fleet.exempt(asked({ until }), 'alex');
  if (taken) expect((await added).until).toBe(until);
  else await expect(added).rejects.toMatchObject({ code: 'EXEMPTION_UNTIL', remedy: 'fix-input', facts: { until } });
});

test('the next to end is listed first, ended ones last', async () => {
  const all = ['2026-11-19', '2026-12-05', '2026-12-04', '2026-11-20'].map((until) =>
    givenExemption({ id: `e-${until}`, until }),
  );
  const app = givenApp({}, { exemptions: memoryExemptionStore(all) });
  expect((await app.fleet.exemptions()).map(({ until, state }) => [until, state])).toEqual([
    ['2026-11-20', 'ending'],
    ['2026-12-04', 'ending'],
    ['2026-12-05', 'in-force'],
    ['2026-11-19', 'ended'],
  ]);
});

test.each([
  { today: '2026-12-16', announced: false },
  { today: '2026-12-17', announced: true },
  { today: '2026-12-31', announced: true },
  { today: '2027-01-01', announced: false },
])('an exemption until 2026-12-31 is announced on $today: $announced', async ({ today, announced }) => {
  const exemption = givenExemption({ until: '2026-12-31' });
  const now = at(`${today}T09:00:00Z`);
  const app = givenApp({ now }, { exemptions: memoryExemptionStore([exemption]) });
  await app.fleet.reviewExemptions();
  await app.drain();
  const daysLeft = (at('2026-12-31') - at(today)) / DAY;
  const news = { kind: 'exemption-ending', id: expect.any(String), at: now, exemption, daysLeft };
  expect(app.announced()).toEqual(announced ? [news] : []);
});

test('the end is announced once, also when the first try died before it was remembered', async () => {
  const app = givenApp({ now: at('2026-12-20T09:00:00Z') }, { exemptions: memoryExemptionStore([givenExemption()]) });
  const store = app.parts.exemptions;
  const remember = store.endAnnounced.bind(store);
  store.endAnnounced = async () => {
    throw new Error('the process dies here');
  };
  await expect(app.fleet.reviewExemptions()).rejects.toThrow('dies here');
  store.endAnnounced = remember;
  for (const day of ['2026-12-20', '2026-12-21', '2026-12-30']) {
    app.world.now = at(`${day}T09:00:00Z`);
    await app.fleet.reviewExemptions();
    await app.drain();
  }
  expect(app.announced()).toHaveLength(1);
});

const TOKYO = 'japaneast';

test.each([
  ['of a cluster in Tokyo, at night there', TOKYO, '2026-12-20T15:00:00Z', false],
  ['of a cluster in Tokyo, in the morning there', TOKYO, '2026-12-20T23:00:00Z', true],
  ['of a cluster that nobody has seen, by day in UTC', undefined, '2026-12-20T15:00:00Z', true],
  ['of a cluster that nobody has seen, at night in UTC', undefined, '2026-12-20T23:00:00Z', false],
])('the end of an exemption %s is told or waits for the next run', async (_what, region, time, told) => {
  const exemption = givenExemption({ scope: poolId(clusterId('payments'), 'apps'), until: '2026-12-31' });
  const seen = region === undefined ? [] : [clusterWith('payments', OLD, { cluster: { region } })];
  const app = givenApp(
    { now: at('2026-12-20'), subscriptions: [givenSubscription()], clusters: { [givenSubscription().id]: seen } },
    { exemptions: memoryExemptionStore([exemption]) },
  );
  await app.sweep();
  const ends = () => app.announced().filter(({ kind }) => kind === 'exemption-ending');
  app.world.now = at(time);
  await app.fleet.reviewExemptions();
  await app.drain();
  expect(ends()).toHaveLength(told ? 1 : 0);
  app.world.now = at(time) + DAY / 2;
  await app.fleet.reviewExemptions();
  await app.drain();
  expect(ends()).toHaveLength(1);
});

test('an exempted finding is still found, and marked', async () => {
  const app = givenApp({
    subscriptions: [givenSubscription()],
    clusters: { [givenSubscription().id]: [clusterWith('payments', OLD)] },
  });
  const { id } = await app.fleet.exempt(asked(), 'alex');
  await app.sweep();
  const findings = (await app.fleet.findings({ limit: 100 }))?.findings ?? [];
  expect(findings.length).toBeGreaterThan(0);
  expect(new Set(findings.map(({ exemption }) => exemption?.id))).toEqual(new Set([id]));
});
