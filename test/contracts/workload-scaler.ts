import { describe, expect, test } from 'vitest';
import { type GivenKubernetes, type KubernetesWorld } from './kubernetes-world.ts';

const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const WEB = { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' };

async function wanted({ looker, clusterId }: KubernetesWorld, deployment: string): Promise<number | undefined> {
  const { workloads } = await looker.look(clusterId, ['workloads'], []);
  if (workloads?.kind !== 'seen') throw new Error('workloads were not seen');
  return workloads.items.find(({ kind, name }) => kind === 'Deployment' && name === deployment)?.replicas;
}

async function least({ looker, clusterId }: KubernetesWorld): Promise<number | undefined> {
  const { autoscalers } = await looker.look(clusterId, ['autoscalers'], []);
  return autoscalers?.kind === 'seen' ? autoscalers.items[0]?.minReplicas : undefined;
}

export function workloadScalerContract(name: string, given: GivenKubernetes): void {
  describe(`the workload scaler, ${name}`, () => {
    test('a number that is as it was when this was decided is set, and setting it twice is no matter', async () => {
      const world = await given();
      expect(await world.scaler.scale(world.clusterId, CART, 3, 4)).toEqual({ kind: 'accepted' });
      expect(await wanted(world, 'cart')).toBe(4);
      expect(await world.scaler.scale(world.clusterId, CART, 3, 4)).toEqual({ kind: 'accepted' });
    });

    test('a number that somebody else set is left', async () => {
      const world = await given();
      expect((await world.scaler.scale(world.clusterId, CART, 2, 4)).kind).toBe('changed');
      expect(await wanted(world, 'cart')).toBe(3);
    });

    test('an autoscaler’s least number is raised, and its workload follows', async () => {
      const world = await given();
      expect(await world.scaler.setMinReplicas(world.clusterId, WEB, 2, 3)).toEqual({ kind: 'accepted' });
      expect(await least(world)).toBe(3);
      world.advance(60);
      expect(await wanted(world, 'web')).toBe(3);
      expect((await world.scaler.setMinReplicas(world.clusterId, WEB, 2, 4)).kind).toBe('changed');
    });

    test('what is not there any more has changed', async () => {
      const world = await given();
      expect((await world.scaler.scale(world.clusterId, { ...CART, name: 'gone' }, 1, 2)).kind).toBe('changed');
      const gone = await world.scaler.setMinReplicas(world.clusterId, { ...WEB, name: 'gone' }, 1, 2);
      expect(gone.kind).toBe('changed');
    });
  });
}
