import { describe, expect, test } from 'vitest';
import type { Pod } from '../../shared/domain/cluster/facts.ts';
import { evicted, type GivenKubernetes, podsOf } from './kubernetes-world.ts';

export function podEvictorContract(name: string, given: GivenKubernetes): void {
  describe(`the pod evictor, ${name}`, () => {
    test('a pod that is asked to leave is on its way out, and asking again is no matter', async () => {
      const world = await given();
      const [pod] = (await podsOf(world, 'web')) as [Pod];
      expect(await evicted(world, pod)).toEqual({ kind: 'accepted' });
      const after = (await podsOf(world, 'web')).find(({ uid }) => uid === pod.uid);
      expect(after?.terminatingSince).toBeDefined();
      expect(['accepted', 'gone']).toContain((await evicted(world, pod)).kind);
    });

    test('a budget lets go as many as it allows, and says which one it is for the others', async () => {
      const world = await given();
      const [first, second] = (await podsOf(world, 'cart')) as [Pod, Pod];
      expect(await evicted(world, first)).toEqual({ kind: 'accepted' });
      expect(await evicted(world, second)).toMatchObject({ kind: 'budget', observed: true, budget: 'cart' });
      world.advance(60);
      expect(await evicted(world, second)).toEqual({ kind: 'accepted' });
    });

    test('another pod of the same name is not the one that was meant, and one that left is gone', async () => {
      const world = await given();
      const [pod] = (await podsOf(world, 'web')) as [Pod];
      expect(await evicted(world, { ...pod, uid: '00000000-0000-4000-8000-000000000000' })).toEqual({ kind: 'gone' });
      expect((await podsOf(world, 'web')).find(({ uid }) => uid === pod.uid)?.terminatingSince).toBeUndefined();
      await evicted(world, pod);
      world.advance(60);
      expect(await evicted(world, pod)).toEqual({ kind: 'gone' });
    });
  });
}
