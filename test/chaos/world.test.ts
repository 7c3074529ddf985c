import { describe, expect, it } from 'vitest';
import { budgetState } from '../support/world/budgets.ts';
import {
  addBudget,
  addPool,
  addWorkload,
  givenEmptyWorld,
  NEW_IMAGE,
  OLD_IMAGE,
} from '../support/world/given-world.ts';
import { worldPodEvictor } from '../support/world/write-nodes.ts';
import { worldPoolUpgrader, worldPoolWriter } from '../support/world/write-pools.ts';

function givenShop() {
  const { world, cluster } = givenEmptyWorld();
  const pool = addPool(cluster, 'apps', 2);
  const cart = addWorkload(cluster, 'cart', { replicas: 3 });
  addWorkload(cluster, 'logs', { kind: 'DaemonSet' });
  const budget = addBudget(cluster, 'cart');
  world.advance(60_000);
  return { world, cluster, pool, cart, budget };
}

const podsOf = (app: string) => (pod: { workload?: { name: string } }) => pod.workload?.name === app;

describe('the model world', () => {
  it('places replicas and one pod of a DaemonSet on every node', () => {
    const { cluster } = givenShop();
    const pods = [...cluster.pods.values()];
    expect(pods.filter(podsOf('cart')).map(({ node }) => node)).toEqual([
      'aks-apps-vmss000001',
      'aks-apps-vmss000002',
      'aks-apps-vmss000001',
    ]);
    expect(pods.filter(podsOf('logs')).map(({ node }) => node)).toEqual(['aks-apps-vmss000001', 'aks-apps-vmss000002']);
  });

  it('refuses an eviction that a budget has no room for, until the replacement is Ready', async () => {
    const { world, cluster, budget } = givenShop();
    const evictor = worldPodEvictor(world);
    const [one, two] = [...cluster.pods.values()].filter(podsOf('cart'));
    const evict = (pod = one) =>
      evictor.evict({ clusterId: cluster.id, namespace: 'shop', name: pod?.name ?? '', uid: pod?.uid ?? '' }, 30);
    expect(await evict()).toEqual({ kind: 'accepted' });
    expect(budgetState(cluster, budget)).toEqual({ expected: 3, healthy: 2, desired: 2, allowed: 0 });
    expect(await evict(two)).toEqual({
      kind: 'budget',
      because: 'The disruption budget cart needs 2 healthy pods and has 2 currently',
      observed: true,
      budget: 'cart',
    });
    world.advance(5_000);
    expect(await evict()).toEqual({ kind: 'gone' });
    expect(await evict(two)).toEqual({ kind: 'accepted' });
  });

  it('takes one change of a cluster at a time', async () => {
    const { world, pool } = givenShop();
    const writer = worldPoolWriter(world);
    expect(await writer.update(pool.id, { count: 3 }, '1')).toEqual({ kind: 'accepted' });
    expect(await writer.update(pool.id, { count: 4 }, undefined)).toEqual({
      kind: 'busy',
      because: 'Pool apps is Updating.',
    });
    world.advance(60_000);
    expect(await writer.update(pool.id, { count: 4 }, '1')).toEqual({
      kind: 'changed',
      because: 'The pool is not as it was read.',
    });
  });

  it('upgrades node by node under the budgets, and takes the surge node away again', async () => {
    const { world, cluster, pool } = givenShop();
    expect(await worldPoolUpgrader(world).upgradeImage(pool.id)).toEqual({ kind: 'accepted' });
    world.advance(3_600_000);
    expect(pool.provisioningState).toBe('Succeeded');
    expect(cluster.nodesOf('apps').map(({ name, image, unschedulable }) => ({ name, image, unschedulable }))).toEqual([
      { name: 'aks-apps-vmss000001', image: NEW_IMAGE, unschedulable: false },
      { name: 'aks-apps-vmss000002', image: NEW_IMAGE, unschedulable: false },
    ]);
    expect(pool.recentlyUsed.map(({ imageVersion }) => imageVersion)).toEqual([OLD_IMAGE]);
    expect([...cluster.pods.values()].filter((pod) => cluster.isPodReady(pod))).toHaveLength(5);
  });

  it('says which pod stopped an upgrade', async () => {
    const { world, cluster, pool, budget } = givenShop();
    budget.maxUnavailable = '0';
    await worldPoolUpgrader(world).upgradeImage(pool.id);
    world.advance(3_600_000);
    expect(pool.provisioningState).toBe('Failed');
    expect(pool.failure).toEqual({
      code: 'PodDrainFailure',
      message: 'Drain of aks-apps-vmss000001 did not complete: pods [shop/cart-1] could not be evicted.',
    });
    expect(cluster.nodes.get('aks-apps-vmss000001')?.unschedulable).toBe(true);
  });
});
