import { expect, test } from 'vitest';
import { fixedPlanning } from '../../shared/adapters/policy/planning-source.ts';
import { gatherPlanInput } from '../../shared/app/plan-inputs.ts';
import { givenSubscription, NOW } from '../support/fleet.ts';
import { givenNode, givenPod, seen } from '../support/kubernetes.ts';
import { givenMigration, givenPoolStep } from '../support/migration.ts';
import { clusterWith, emptyFacts, givenApp, OLD } from './given-app.ts';

const SHOP = givenSubscription();

/** A swept cluster whose one pod takes 400 seconds to stop. */
async function givenSwept(planning?: string) {
  const shop = clusterWith('shop', OLD);
  const app = givenApp(
    {
      subscriptions: [SHOP],
      clusters: { [SHOP.id]: [shop] },
      facts: (id) => ({
        ...emptyFacts(id, NOW),
        nodes: seen(givenNode('node-1')),
        pods: seen(givenPod('cart-1', { graceSeconds: 400 })),
      }),
    },
    planning === undefined ? {} : { planning: fixedPlanning(planning) },
  );
  const clusterId = shop.cluster.id;
  const poolId = shop.pools[0]?.id ?? '';
  const found = async (check: string) => {
    const stored = await app.parts.inspections.byCluster(clusterId);
    return stored?.pools.flatMap(
      ({ readiness }) => readiness?.findings.filter((finding) => finding.check === check) ?? [],
    );
  };
  return { app, clusterId, poolId, found };
}

test('a pod’s grace period is held against the one of planning.json', async () => {
  const usual = await givenSwept();
  await usual.app.sweep();
  expect(await usual.found('long-grace-period')).toMatchObject([
    { arithmetic: 'grace period 400 s > plan 300 s, 1 pod' },
  ]);

  const longer = await givenSwept('{"graceSeconds": 400}');
  await longer.app.sweep();
  expect(await longer.found('long-grace-period')).toEqual([]);
});

test('a migration that has the cluster in hand stands against another one, until it has ended', async () => {
  const { app, clusterId, poolId, found } = await givenSwept();
  const work = givenPoolStep({ poolId });
  const running = givenMigration({ clusterId, work, step: 'follow-upgrade' });
  await app.parts.migrations.create(running);
  await app.sweep();
  const others = async () => (await found('conflicting-actor'))?.filter(({ what }) => what.startsWith('Another run'));
  expect(await others()).toMatchObject([{ level: 'blocks', what: expect.stringContaining(running.id) }]);

  const stored = await app.parts.migrations.find(running.id);
  if (stored?.kind !== 'migration') throw new Error('the record is gone');
  await app.parts.migrations.save({ ...running, status: 'completed', step: 'close', endedAt: NOW }, stored.etag);
  app.world.now += 60_000;
  app.world.facts = (id) => emptyFacts(id, app.world.now);
  await app.fleet.inspectCluster({ clusterId, askedAt: app.world.now });
  expect(await others()).toEqual([]);
});

test('plans are made from how migrations went that have ended', async () => {
  const { app, clusterId, poolId } = await givenSwept();
  const summary = { nodes: 3, podsMoved: 40, workMinutes: 36, writes: 9, pauses: 0, notes: [] };
  const ended = { clusterId, work: givenPoolStep({ poolId }), status: 'completed', endedAt: NOW, summary } as const;
  await app.parts.migrations.create(givenMigration(ended));
  await app.parts.migrations.create(givenMigration({ ...ended, id: 'dry-0123456789', dryRun: true }));
  const { input } = await gatherPlanInput(app.parts, await fixedPlanning().load(), NOW);
  expect(input.pastRuns).toEqual([
    {
      poolId,
      osType: 'Linux',
      strategy: 'image-upgrade',
      endedAt: NOW,
      nodes: 3,
      minutes: 36,
      outcome: 'completed',
      lessons: [],
    },
  ]);
});
