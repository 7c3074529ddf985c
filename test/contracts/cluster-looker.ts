import { describe, expect, test } from 'vitest';
import { type GivenKubernetes, nodesOf, podsOf } from './kubernetes-world.ts';

export function clusterLookerContract(name: string, given: GivenKubernetes): void {
  describe(`the cluster looker, ${name}`, () => {
    test('only what is asked for is there', async () => {
      const { looker, clusterId } = await given();
      const lists = async (...needs: Parameters<typeof looker.look>[1]) =>
        Object.keys(await looker.look(clusterId, needs, ['apps']))
          .filter((key) => key !== 'clusterId' && key !== 'readAt')
          .toSorted();
      expect(await lists()).toEqual([]);
      expect(await lists('nodes')).toEqual(['nodes']);
      expect(await lists('pods-of-pools')).toEqual(['nodes', 'pods']);
      expect(await lists('pending-pods', 'budgets')).toEqual(['budgets', 'pods']);
      expect(await lists('workloads', 'autoscalers', 'events')).toEqual(['autoscalers', 'events', 'workloads']);
    });

    test('nodes are those of the pools that are named, with what a migration judges them by', async () => {
      const world = await given();
      const nodes = await nodesOf(world, 'apps');
      expect(nodes.map(({ pool }) => pool)).toEqual(['apps', 'apps']);
      for (const node of nodes) {
        expect(node).toMatchObject({ ready: true, unschedulable: false, marks: {}, createdAt: expect.any(Number) });
        expect(node.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
      }
    });

    test('pods of pools run on their nodes, each with what tells it from a later one of its name', async () => {
      const world = await given();
      const pods = await podsOf(world, 'cart');
      expect(pods).toHaveLength(3);
      expect(new Set(pods.map(({ uid }) => uid)).size).toBe(3);
      const names = (await nodesOf(world, 'apps')).map(({ name: node }) => node);
      for (const pod of pods) expect(names).toContain(pod.node);
    });

    test('pods that wait for a node are seen, and when they were made', async () => {
      const world = await given();
      for (const { name: node } of await nodesOf(world, 'apps')) {
        await world.nodes.cordon({ clusterId: world.clusterId, name: node }, 'm-1');
      }
      await world.scaler.scale(world.clusterId, { kind: 'Deployment', namespace: 'shop', name: 'cart' }, 3, 4);
      world.advance(30);
      const { pods } = await world.looker.look(world.clusterId, ['pending-pods'], []);
      expect(
        pods?.kind === 'seen' && pods.items.map(({ phase, node, createdAt }) => [phase, node, typeof createdAt]),
      ).toEqual([['Pending', undefined, 'number']]);
    });
  });
}
