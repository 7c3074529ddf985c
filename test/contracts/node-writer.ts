import { describe, expect, test } from 'vitest';
import type { KubeNode } from '../../shared/domain/cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../../shared/domain/cluster/node-mark.ts';
import { NODE_MARK, RETIRING } from '../../shared/domain/migration/azure-look.ts';
import { type GivenKubernetes, type KubernetesWorld, nodeNamed, nodesOf } from './kubernetes-world.ts';

const ACCEPTED = { kind: 'accepted' };

async function someNode(world: KubernetesWorld) {
  const [{ name }] = (await nodesOf(world, 'apps')) as [KubeNode];
  return { ref: { clusterId: world.clusterId, name }, now: () => nodeNamed(world, name) };
}

const retiring = (node: KubeNode | undefined) => node?.taints.filter(({ key }) => key === RETIRING.key);

export function nodeWriterContract(name: string, given: GivenKubernetes): void {
  describe(`the node writer, ${name}`, () => {
    test('a cordon is marked as ours and lifted again, and both may be sent twice', async () => {
      const world = await given();
      const { ref, now } = await someNode(world);
      for (let times = 0; times < 2; times += 1) {
        expect(await world.nodes.cordon(ref, 'm-1')).toEqual(ACCEPTED);
        expect(await now()).toMatchObject({ unschedulable: true, marks: { [NODE_MARK]: 'm-1', [CORDON_MARK]: 'm-1' } });
      }
      for (let times = 0; times < 2; times += 1) {
        expect(await world.nodes.uncordon(ref, 'm-1')).toEqual(ACCEPTED);
        expect(await now()).toMatchObject({ unschedulable: false, marks: {} });
      }
    });

    test('a taint stands beside those that were there, is marked, and is lifted alone', async () => {
      const world = await given();
      const { ref, now } = await someNode(world);
      await world.nodes.cordon(ref, 'm-1');
      for (let times = 0; times < 2; times += 1) {
        expect(await world.nodes.taint(ref, RETIRING, 'm-1')).toEqual(ACCEPTED);
        expect(retiring(await now())).toEqual([RETIRING]);
      }
      expect((await now())?.marks).toEqual({ [NODE_MARK]: 'm-1', [CORDON_MARK]: 'm-1', [TAINT_MARK]: 'm-1' });
      expect(await world.nodes.untaint(ref, RETIRING, 'm-1')).toEqual(ACCEPTED);
      expect(retiring(await now())).toEqual([]);
      expect(await now()).toMatchObject({ unschedulable: true, marks: { [NODE_MARK]: 'm-1', [CORDON_MARK]: 'm-1' } });
    });

    test('somebody else’s cordon is not marked and not lifted, also on a node that we tainted', async () => {
      const world = await given();
      const { ref, now } = await someNode(world);
      await world.nodes.taint(ref, RETIRING, 'm-1');
      await world.cordonedBySomebody(ref.name);
      expect(await world.nodes.cordon(ref, 'm-1')).toEqual(ACCEPTED);
      expect((await now())?.marks).toEqual({ [NODE_MARK]: 'm-1', [TAINT_MARK]: 'm-1' });
      expect(await world.nodes.uncordon(ref, 'm-1')).toEqual(ACCEPTED);
      expect((await now())?.unschedulable).toBe(true);
    });

    test('what another migration did is not lifted', async () => {
      const world = await given();
      const { ref, now } = await someNode(world);
      await world.nodes.cordon(ref, 'm-1');
      await world.nodes.taint(ref, RETIRING, 'm-1');
      expect(await world.nodes.uncordon(ref, 'm-2')).toEqual(ACCEPTED);
      expect(await world.nodes.untaint(ref, RETIRING, 'm-2')).toEqual(ACCEPTED);
      const node = await now();
      expect([node?.unschedulable, retiring(node)]).toEqual([true, [RETIRING]]);
    });

    test('a node that is gone needs nothing any more', async () => {
      const world = await given();
      const ref = { clusterId: world.clusterId, name: 'aks-apps-gone' };
      expect(await world.nodes.cordon(ref, 'm-1')).toEqual(ACCEPTED);
      expect(await world.nodes.untaint(ref, RETIRING, 'm-1')).toEqual(ACCEPTED);
    });
  });
}
