import { expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { planMigrations } from '../../../shared/app/plan-migrations.ts';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import { givenSubscription } from '../../support/fleet.ts';
import { clusterWith, FRESH, type GivenApp, givenApp, OLD } from '../given-app.ts';

const SHOP = givenSubscription();

function givenFleet(overrides: Partial<Parts> = {}): GivenApp {
  return givenApp(
    {
      subscriptions: [SHOP],
      clusters: { [SHOP.id]: [clusterWith('shop', OLD)] },
      maintenance: () => ({ kind: 'seen', value: [] }),
    },
    overrides,
  );
}

async function proposalOf({ parts }: GivenApp) {
  const stored = await parts.plans.proposal();
  if (!stored) throw new Error('nothing is proposed');
  return stored.proposal;
}

test('before the first sweep there is nothing to plan', async () => {
  const app = givenFleet();
  expect(await planMigrations(app.parts)).toEqual({ kind: 'waits', for: 'first-sweep' });
  expect(await app.parts.plans.proposal()).toBeUndefined();
});

test('while a sweep is under way nothing is planned: half a fleet would give half a plan', async () => {
  const app = givenFleet();
  await app.fleet.startSweep();
  expect(await planMigrations(app.parts)).toEqual({ kind: 'waits', for: 'sweep-under-way' });
});

test('after a sweep the pool with an old image is planned, and the plan is found by its hash', async () => {
  const app = givenFleet();
  const sweepId = await app.sweep();

  expect(await planMigrations(app.parts)).toEqual({ kind: 'proposed', changed: 1, plans: 1 });

  const { plans, changes, ...proposal } = await proposalOf(app);
  expect(proposal).toMatchObject({
    checkedAt: app.world.now,
    sinceAt: app.world.now,
    plannedFrom: app.world.now - (app.world.now % MS_PER_DAY),
    sweepId,
    whole: true,
  });
  expect(plans.map(({ waves, clusters, pools, feasible }) => ({ waves, clusters, pools, feasible }))).toEqual([
    { waves: 1, clusters: 1, pools: 1, feasible: true },
  ]);
  expect(changes.map(({ kind, after }) => ({ kind, after }))).toEqual([{ kind: 'new', after: plans[0]?.hash }]);
  const stored = await app.parts.plans.find(plans[0]?.hash ?? '');
  expect(stored?.plan.waves[0]?.clusters[0]?.steps[0]).toMatchObject({ kind: 'pool', target: { image: FRESH } });
});

test('the same fleet and the same settings: nothing is done a second time', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const before = await app.parts.plans.proposal();
  app.world.now += MS_PER_DAY;
  expect(await planMigrations(app.parts)).toEqual({ kind: 'unchanged' });
  expect(await app.parts.plans.proposal()).toEqual(before);
});

test('a new sweep that finds the same gives the same plan under the same hash, days later too', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const [first] = (await proposalOf(app)).plans;

  app.world.now += 5 * MS_PER_DAY;
  await app.sweep();
  expect(await planMigrations(app.parts)).toEqual({ kind: 'proposed', changed: 0, plans: 1 });

  const { plans, sinceAt, checkedAt } = await proposalOf(app);
  expect(plans[0]?.hash).toBe(first?.hash);
  expect(plans[0]?.firstProposedAt).toBe(first?.firstProposedAt);
  expect(checkedAt - sinceAt).toBe(5 * MS_PER_DAY);
});

test('when the first window has come and nothing was begun, dates are counted anew', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const [first] = (await proposalOf(app)).plans;
  const lastDayBefore = Date.parse(`${first?.from}T00:00:00Z`) - 1;

  app.world.now = lastDayBefore;
  expect(await planMigrations(app.parts)).toEqual({ kind: 'unchanged' });
  app.world.now = lastDayBefore + 1;
  expect(await planMigrations(app.parts)).toEqual({ kind: 'proposed', changed: 1, plans: 1 });

  const { plans, plannedFrom } = await proposalOf(app);
  expect(plannedFrom).toBe(app.world.now); // midnight
  expect((plans[0]?.from ?? '') > (first?.from ?? '')).toBe(true);
});

test('a changed fleet is a changed plan, says so in words, and keeps the dates of what did not change', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const before = await proposalOf(app);

  app.world.now += 2 * MS_PER_DAY;
  app.world.clusters[SHOP.id] = [clusterWith('shop', OLD), clusterWith('late', OLD)];
  await app.sweep();
  await planMigrations(app.parts);

  const after = await proposalOf(app);
  expect(after.plannedFrom).toBe(before.plannedFrom);
  expect(after.plans[0]?.clusters).toBe(2);
  expect(after.changes).toEqual([
    {
      scope: before.plans[0]?.scope,
      kind: 'changed',
      before: before.plans[0]?.hash,
      after: after.plans[0]?.hash,
      what: expect.arrayContaining([expect.stringContaining('late')]),
    },
  ]);
});

test('a pool that no longer needs anything takes its plan away', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const before = await proposalOf(app);

  app.world.now += MS_PER_DAY;
  app.world.clusters[SHOP.id] = [];
  await app.sweep();
  await planMigrations(app.parts);

  const { plans, changes } = await proposalOf(app);
  expect(plans).toEqual([]);
  expect(changes).toEqual([{ scope: before.plans[0]?.scope, kind: 'gone', before: before.plans[0]?.hash, what: [] }]);
  expect(await app.parts.plans.find(before.plans[0]?.hash ?? '')).toBeDefined();
});

test('new settings are planned by at once, without a new sweep', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const [first] = (await proposalOf(app)).plans;

  const frozen = { ...app.parts, planning: fixedPlanning('{"noticeDays": 40}') };
  expect(await planMigrations(frozen)).toEqual({ kind: 'proposed', changed: 1, plans: 1 });
  expect(((await proposalOf(app)).plans[0]?.from ?? '') > (first?.from ?? '')).toBe(true);
});

test('an exemption that was added since the sweep counts', async () => {
  const app = givenFleet();
  await app.sweep();
  await app.fleet.exempt(
    {
      scope: clusterWith('shop', OLD).cluster.id,
      ruleId: '*',
      owner: 'ops',
      reason: 'waits for the vendor',
      until: '2027-06-30',
    },
    'ops',
  );
  await planMigrations(app.parts);
  const [summary] = (await proposalOf(app)).plans;
  const stored = await app.parts.plans.find(summary?.hash ?? '');
  expect(stored?.plan.waves).toEqual([]);
  expect(stored?.plan.leftOut.map(({ reason }) => reason)).toEqual(['exempted']);
});

test('a part of the fleet that was not seen is said of the proposal', async () => {
  const app = givenFleet();
  app.world.subscriptions = [
    SHOP,
    givenSubscription({ id: '33333333-2222-3333-4444-555555555555', state: 'Disabled' }),
  ];
  await app.sweep();
  await planMigrations(app.parts);
  expect((await proposalOf(app)).whole).toBe(false);
});

test('two processes that plan at once: the first proposal stands', async () => {
  const app = givenFleet();
  await app.sweep();
  const store = app.parts.plans;
  const outrun = {
    ...app.parts,
    plans: {
      ...store,
      async propose(proposal: Parameters<typeof store.propose>[0], basedOn: string | undefined) {
        await planMigrations(app.parts);
        return store.propose(proposal, basedOn);
      },
    },
  };
  expect(await planMigrations(outrun)).toEqual({ kind: 'outrun' });
  expect((await proposalOf(app)).plans).toHaveLength(1);
});

test('plans that were not proposed for the time they are kept are let go', async () => {
  const app = givenFleet({ plansKeptForDays: 30 });
  await app.sweep();
  await planMigrations(app.parts);
  const [first] = (await proposalOf(app)).plans;
  app.world.clusters[SHOP.id] = [clusterWith('late', OLD)];
  for (const [days, there] of [
    [30, true],
    [31, false],
  ] as const) {
    app.world.now = (first?.firstProposedAt ?? 0) + days * MS_PER_DAY;
    await app.sweep();
    await planMigrations(app.parts);
    expect((await app.parts.plans.find(first?.hash ?? '')) !== undefined).toBe(there);
  }
});

test('trouble with prices or settings is a finding about ourselves until it is mended', async () => {
  const trouble = { id: 'planning/prices', code: 'PRICES_UNREACHABLE', what: 'No answer.', nextAction: 'Wait.' };
  const app = givenFleet();
  await app.sweep();
  const { prices } = app.parts;
  const troubled = {
    ...app.parts,
    prices: { load: async (sizes: readonly string[]) => ({ ...(await prices.load(sizes)), trouble }) },
  };
  await planMigrations(troubled);
  expect((await app.parts.ownFindings.list()).map(({ id }) => id)).toEqual(['planning/prices']);
  await app.sweep();
  app.world.now += 1;
  await app.sweep();
  await planMigrations(app.parts);
  expect(await app.parts.ownFindings.list()).toEqual([]);
});

test.each(['before', 'after'] as const)(
  'a crash %s any write leaves something from which the next call makes the same proposal',
  async (moment) => {
    const whole = givenFleet();
    await whole.sweep();
    await planMigrations(whole.parts);
    const expected = await proposalOf(whole);

    for (const at of ['save', 'propose', 'forget'] as const) {
      const app = givenFleet();
      await app.sweep();
      const store = app.parts.plans;
      const dies = {
        ...store,
        [at]: async (...args: unknown[]) => {
          if (moment === 'after') await (store[at] as (...all: unknown[]) => Promise<unknown>)(...args);
          throw new Error('the process dies here');
        },
      };
      await expect(planMigrations({ ...app.parts, plans: dies })).rejects.toThrow('the process dies here');
      await planMigrations(app.parts);
      expect(await proposalOf(app)).toEqual(expected);
    }
  },
);

test('an inspection that comes after the proposal is planned by at the next look', async () => {
  const app = givenFleet();
  await app.sweep();
  await planMigrations(app.parts);
  const { cluster, pools } = clusterWith('shop', OLD);
  const poolId = pools[0]?.id ?? '';
  const readAt = app.world.now + 1;
  await app.parts.inspections.save({
    clusterId: cluster.id,
    name: cluster.name,
    readAt,
    notSeen: [],
    arm: 'asked',
    nodes: 3,
    pods: 9,
    pools: [
      {
        poolId,
        name: 'apps',
        mode: 'User',
        nodes: 3,
        stacks: [],
        drift: { nodes: 0, examples: [] },
        readiness: { poolId, verdict: 'blocked', findings: [], readAt },
        findingsLeftOut: 0,
        dependencies: { poolId, classification: 'simple', reasons: [], dependencies: [], owners: [], readAt },
      },
    ],
  });
  expect((await planMigrations(app.parts)).kind).toBe('proposed');
  const [summary] = (await proposalOf(app)).plans;
  const step = (await app.parts.plans.find(summary?.hash ?? ''))?.plan.waves[0]?.clusters[0]?.steps[0];
  expect(step?.kind === 'pool' && step.readiness.verdict).toBe('blocked');
});
