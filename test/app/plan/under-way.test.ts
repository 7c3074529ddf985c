import { expect, test } from 'vitest';
import { planMigrations } from '../../../shared/app/plan-migrations.ts';
import { signOff } from '../../../shared/app/sign-off.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { newMigration, stepsOf } from '../../../shared/domain/migration/new-migration.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { givenSubscription } from '../../support/fleet.ts';
import { clusterWith, type GivenApp, givenApp, OLD } from '../given-app.ts';

const SHOP = givenSubscription();

/** Two clusters are planned; then a third one joins the fleet. */
async function given(): Promise<GivenApp & { plan: MigrationPlan; joined: () => Promise<void> }> {
  const clusters = [clusterWith('shop', OLD), clusterWith('web', OLD)];
  const app = givenApp({
    subscriptions: [SHOP],
    clusters: { [SHOP.id]: clusters },
    maintenance: () => ({ kind: 'seen', value: [] }),
  });
  await app.sweep();
  await planMigrations(app.parts);
  const joined = async () => {
    app.world.now += 1000;
    app.world.clusters[SHOP.id] = [...clusters, clusterWith('pay', OLD)];
    await app.sweep();
    await planMigrations(app.parts);
  };
  return { ...app, plan: await proposed(app), joined };
}

async function proposed({ parts }: Pick<GivenApp, 'parts'>): Promise<MigrationPlan> {
  const stored = await parts.plans.proposal();
  const found = await parts.plans.find(stored?.proposal.plans[0]?.hash ?? '');
  if (!found) throw new Error('nothing is proposed');
  return found.plan;
}

/** The plan's steps as migrations, each in the given state; fewer states than steps: the rest was not made yet. */
async function begun({ parts, world }: GivenApp, plan: MigrationPlan, ...states: Partial<Migration>[]): Promise<void> {
  for (const [index, state] of states.entries()) {
    const placed = stepsOf(plan)[index];
    const how = { dryRun: state.dryRun ?? false, now: world.now, startedBy: 'Ada', hash: parts.hash };
    const made = placed && newMigration(placed, how);
    if (!made) throw new Error('the plan has no such step');
    await parts.migrations.create({ ...made, ...state });
  }
}

const DONE = { status: 'completed', step: 'close' } as const;

test('nothing is under way: a cluster that joins makes another plan', async () => {
  const app = await given();
  await app.joined();
  expect((await proposed(app)).hash).not.toBe(app.plan.hash);
});

test.each([
  ['runs', [{ status: 'running' }]],
  ['is paused', [{ status: 'paused' }]],
  ['is completed, and the others are to come', [DONE]],
  ['goes back while another one runs', [{ status: 'rolled-back', step: 'close' }, { status: 'running' }]],
] as const)('once a migration of a plan %s, that very plan stays proposed', async (_, states) => {
  const app = await given();
  await begun(app, app.plan, ...states);
  await app.joined();
  expect((await proposed(app)).hash).toBe(app.plan.hash);
});

test.each([
  ['all of it was run', [DONE, DONE]],
  ['it did not go through, and nothing else is open', [DONE, { status: 'aborted', step: 'close' }]],
  ['only a dry run of it was made', [{ status: 'running', dryRun: true }]],
] as const)('when %s, the fleet is planned anew', async (_, states) => {
  const app = await given();
  await begun(app, app.plan, ...states);
  await app.joined();
  expect((await proposed(app)).hash).not.toBe(app.plan.hash);
});

test('a plan between two waves is given up by refusing it', async () => {
  const app = await given();
  await begun(app, app.plan, DONE);
  const ada = { id: 'ada', name: 'Ada' };
  await signOff(app.parts, app.plan.id, { role: 'platform', kind: 'refuse', reason: 'not this year' }, ada);
  await app.joined();
  expect((await proposed(app)).hash).not.toBe(app.plan.hash);
});

test('what was rolled back is planned as another plan, which says so: no sign-off of the first try counts for it', async () => {
  const app = await given();
  await begun(app, app.plan, { status: 'rolled-back', step: 'close', endedAt: app.world.now });
  await planMigrations(app.parts);
  const again = await proposed(app);
  const failed = (await app.parts.migrations.list('all'))[0];
  const id = failed?.kind === 'migration' ? failed.migration.id : '';
  expect(again.hash).not.toBe(app.plan.hash);
  expect(stepsOf(again).map(({ step }) => step.retryOf)).toEqual([id, undefined]);
  const stored = await app.parts.plans.proposal();
  expect(stored?.proposal.changes[0]?.what).toEqual([
    expect.stringContaining(`it is tried again after ${id} did not go through`),
  ]);
});
