import { expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { gatherPlanInput } from '../../../shared/app/plan-inputs.ts';
import { givenSubscription, NOW } from '../../support/fleet.ts';
import { givenBudget, givenNode, givenPod, seen } from '../../support/kubernetes.ts';
import { clusterWith, emptyFacts, givenApp, OLD } from '../given-app.ts';

const SHOP = givenSubscription();

async function givenInspected() {
  const shop = clusterWith('shop', OLD);
  const app = givenApp({
    subscriptions: [SHOP],
    clusters: { [SHOP.id]: [shop] },
    facts: (id) => ({
      ...emptyFacts(id, NOW),
      nodes: seen(givenNode('node-1')),
      pods: seen(givenPod('cart-1', { graceSeconds: 120 }), givenPod('cart-2'), givenPod('cart-3')),
      budgets: seen(givenBudget()),
    }),
  });
  await app.sweep();
  const poolId = shop.pools[0]?.id ?? '';
  const drain = async () => {
    const { input } = await gatherPlanInput(app.parts, await fixedPlanning().load(), NOW);
    return { inspected: input.inspections.has(poolId), drain: input.inspections.get(poolId)?.drain };
  };
  return { app, clusterId: shop.cluster.id, drain };
}

test('what a drain is made of is stored with the inspection and handed to the planner', async () => {
  const { app, clusterId, drain } = await givenInspected();
  const outlook = { pods: 3, longestGraceSeconds: 120, budgetRounds: 3 };
  expect((await app.parts.inspections.byCluster(clusterId))?.pools[0]?.drain).toEqual(outlook);
  expect(await drain()).toEqual({ inspected: true, drain: outlook });
});

test('a record of before it was kept is read as before, and estimates rest on defaults', async () => {
  const { app, clusterId, drain } = await givenInspected();
  const stored = await app.parts.inspections.byCluster(clusterId);
  if (!stored) throw new Error('nothing was inspected');
  const pools = stored.pools.map(({ drain: _, ...pool }) => pool);
  await app.parts.inspections.save({ ...stored, readAt: stored.readAt + 1, pools });
  expect(await drain()).toEqual({ inspected: true, drain: undefined });
});
