import { describe, expect, test } from 'vitest';
import { readable } from '../../../shared/app/admission.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { startMigrations } from '../../../shared/app/start-migrations.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { NOW } from '../../support/fleet.ts';
import { givenPlan, givenStep } from '../../support/plan.ts';
import { givenApp, RUN_LIMITS } from '../given-app.ts';
import { givenSignedPlan, propose, signAs, WINDOW, waveOf } from './given-plan.ts';

const DAY = 86_400_000;

async function made(parts: Parts): Promise<Migration[]> {
  return [...readable(await parts.migrations.list('all'))].toSorted((a, b) => (poolOf(a) < poolOf(b) ? -1 : 1));
}
const poolOf = ({ clusterName, work }: Migration) =>
  work.kind === 'pool' ? `${clusterName}/${work.name}` : `${clusterName}/control-plane`;

async function started(parts: Parts): Promise<string[]> {
  await startMigrations(parts);
  return (await made(parts)).map(poolOf);
}

async function end(parts: Parts, pool: string, change: Partial<Migration>): Promise<void> {
  const migration = (await made(parts)).find((one) => poolOf(one) === pool);
  const found = migration && (await parts.migrations.find(migration.id));
  if (found?.kind !== 'migration') throw new Error(`${pool} is not there`);
  await parts.migrations.save({ ...found.migration, ...change }, found.etag);
}

describe('a signed plan whose window is open', () => {
  test('its step is made into a migration once, and its first pass is sent', async () => {
    const { parts, queues } = givenApp();
    const plan = await givenSignedPlan(parts);
    await startMigrations(parts);
    await startMigrations(parts);
    const [migration] = await made(parts);
    expect(await made(parts)).toHaveLength(1);
    expect(migration).toMatchObject({
      plan: { id: plan.id, hash: plan.hash },
      status: 'waiting',
      step: 'check',
      route: 'in-place',
      dryRun: false,
      startedBy: 'Ada',
      createdAt: NOW,
      evidence: { head: { seq: 1 }, pending: [{ kind: 'created', who: 'Ada' }] },
    });
    expect(migration?.id).toMatch(/^m-[0-9a-f]{16}$/);
    expect(queues.waiting('advance-migration')).toBe(1);
  });

  test('a crash between record and message leaves a record that the watchdog finds; nothing is made twice', async () => {
    const app = givenApp();
    await givenSignedPlan(app.parts);
    const deaf: Parts = { ...app.parts, sender: { send: () => Promise.reject(new Error('crash')) } };
    await expect(startMigrations(deaf)).rejects.toThrow('crash');
    expect(await started(app.parts)).toEqual(['shop/apps']);
    expect(app.queues.waiting('advance-migration')).toBe(0);
    app.world.now += 121_000;
    await app.fleet.resumeOverdue();
    expect(app.queues.waiting('advance-migration')).toBe(1);
  });

  test('with DRY_RUN a dry run is made; the real one is another migration', async () => {
    const { parts } = givenApp({}, { running: { ...RUN_LIMITS, dryRun: true } });
    await givenSignedPlan(parts);
    await startMigrations(parts);
    await startMigrations({ ...parts, running: RUN_LIMITS });
    const migrations = await made(parts);
    expect(new Map(migrations.map(({ dryRun, id }) => [dryRun, id.split('-')[0]]))).toEqual(
      new Map([
        [true, 'dry'],
        [false, 'm'],
      ]),
    );
  });

  test('who asked for the start cannot be the only one who signed', async () => {
    const { parts } = givenApp();
    const plan = await givenSignedPlan(parts);
    await startMigrations(parts, { id: 'ada', name: 'Ada' });
    expect(await made(parts)).toEqual([]);
    await signAs(parts, plan.id, 'Bob');
    await startMigrations(parts, { id: 'ada', name: 'Ada' });
    expect((await made(parts)).map(({ startedBy }) => startedBy)).toEqual(['Ada']);
  });
});

describe('nothing is begun', () => {
  test('1. without a plan, its sign-offs or an open window', async () => {
    const { parts, world } = givenApp();
    expect(await started(parts)).toEqual([]);
    const plan = givenPlan('a', { waves: [waveOf(1, { shop: ['apps'] })] });
    await propose(parts, plan);
    expect(await started(parts)).toEqual([]);
    await signAs(parts, plan.id, 'Ada');
    world.now = WINDOW.opens - 1;
    expect(await started(parts)).toEqual([]);
    world.now = WINDOW.opens;
    expect(await started(parts)).toEqual(['shop/apps']);
  });

  test('when the sign-offs have expired', async () => {
    const { parts, world } = givenApp();
    world.now = WINDOW.opens - 30 * DAY;
    await givenSignedPlan(parts);
    world.now = WINDOW.opens;
    expect(await started(parts)).toEqual([]);
  });

  test('2. under sign-offs of another hash: any change of the plan voids them', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts);
    await propose(parts, givenPlan('b', { waves: [waveOf(1, { shop: ['apps'] })] }));
    expect(await started(parts)).toEqual([]);
  });

  test('in a freeze, also one that came after the signing', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts);
    const planning = await parts.planning.load();
    const settings = { ...DEFAULT_PLAN_SETTINGS, freeze: { reason: 'audit' } };
    expect(await started({ ...parts, planning: { load: async () => ({ ...planning, settings }) } })).toEqual([]);
    expect(await started(parts)).toEqual(['shop/apps']);
  });

  test('for steps that are not run from here, or that the plan holds', async () => {
    const { parts } = givenApp();
    const wave = waveOf(1, { shop: ['apps'] });
    const [cluster] = wave.clusters;
    if (!cluster) throw new Error('it has one');
    const steps = [
      givenStep({ name: 'held', windows: [] }),
      givenStep({ name: 'aks', strategy: 'native-rolling', windows: [WINDOW] }),
    ];
    await givenSignedPlan(parts, { waves: [{ ...wave, clusters: [{ ...cluster, steps }] }] });
    expect(await started(parts)).toEqual([]);
  });

  test('on a cluster of which a record cannot be read', async () => {
    const { parts } = givenApp();
    const plan = await givenSignedPlan(parts);
    const clusterId = plan.waves[0]?.clusters[0]?.clusterId ?? '';
    await parts.migrations.create({ id: 'm-later', clusterId, format: 2 } as unknown as Migration);
    expect(await started(parts)).toEqual([]);
  });
});

describe('order', () => {
  test('the pools of a cluster begin one after another, clusters side by side', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts, { waves: [waveOf(1, { shop: ['apps', 'more'], web: ['apps'] })] });
    expect(await started(parts)).toEqual(['shop/apps', 'web/apps']);
    await end(parts, 'shop/apps', { status: 'running', step: 'follow-upgrade' });
    expect(await started(parts)).toEqual(['shop/apps', 'web/apps']);
    await end(parts, 'shop/apps', { step: 'watch' });
    expect(await started(parts)).toEqual(['shop/apps', 'shop/more', 'web/apps']);
  });

  test('the next wave begins when every pool of the one before is through its watch, and its stagger has passed', async () => {
    const { parts, world } = givenApp();
    const later = { ...WINDOW, closes: WINDOW.closes + 9 * DAY };
    const waves = [waveOf(1, { shop: ['apps'], web: ['apps'] }), waveOf(2, { pay: ['apps'] })].map((wave) => ({
      ...wave,
      clusters: wave.clusters.map((cluster) => ({
        ...cluster,
        steps: cluster.steps.map((step) => ({ ...step, windows: [later] })),
      })),
    }));
    await givenSignedPlan(parts, { waves });
    await started(parts);
    await end(parts, 'shop/apps', { status: 'completed', step: 'close', endedAt: NOW + DAY });
    await end(parts, 'web/apps', { status: 'running', step: 'watch' });
    world.now = NOW + 2 * DAY;
    expect(await started(parts)).toEqual(['shop/apps', 'web/apps']);
    await end(parts, 'web/apps', { status: 'completed', step: 'close', endedAt: NOW + 2 * DAY });
    world.now = NOW + 2 * DAY - 1;
    expect(await started(parts)).toEqual(['shop/apps', 'web/apps']);
    world.now = NOW + 2 * DAY;
    expect(await started(parts)).toEqual(['pay/apps', 'shop/apps', 'web/apps']);
  });

  test('no more begin at once than the caps allow', async () => {
    const { parts } = givenApp({}, { running: { ...RUN_LIMITS, perRegion: 2 } });
    await givenSignedPlan(parts, { waves: [waveOf(1, { a: ['apps'], b: ['apps'], c: ['apps'] })] });
    expect(await started(parts)).toEqual(['a/apps', 'b/apps']);
    await end(parts, 'a/apps', { status: 'running', step: 'watch' });
    expect(await started(parts)).toEqual(['a/apps', 'b/apps', 'c/apps']);
  });
});
