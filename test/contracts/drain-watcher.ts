import { describe, expect, test } from 'vitest';
import type { Pod } from '../../shared/domain/cluster/facts.ts';
import type { DrainState } from '../../shared/ports/drain-watcher.ts';
import { evicted, type GivenKubernetes, type KubernetesWorld, podsOf } from './kubernetes-world.ts';

/** Follows a watch while time passes. */
function followed(world: KubernetesWorld, states: AsyncIterator<DrainState>) {
  let latest: DrainState | undefined;
  const next = async (): Promise<DrainState> => {
    const told: IteratorResult<DrainState>[] = [];
    const telling = states.next().then((one) => told.push(one));
    for (let seconds = 0; told.length === 0 && seconds < 300; seconds += 1) {
      world.advance(1);
      await Promise.race([telling, new Promise((soon) => setTimeout(soon, 5))]);
    }
    const [one] = told;
    if (!one || one.done) throw new Error('nothing was told');
    latest = one.value;
    return one.value;
  };
  return {
    next,
    until: async (holds: (state: DrainState) => boolean): Promise<DrainState> => {
      for (;;) {
        const state: DrainState = latest && holds(latest) ? latest : await next();
        if (holds(state)) return state;
      }
    },
  };
}

export function drainWatcherContract(name: string, given: GivenKubernetes): void {
  describe(`the drain watcher, ${name}`, () => {
    test('the first state is told, then every change of the node’s pods and of the budgets, until it is ended', async () => {
      const world = await given();
      const [pod] = (await podsOf(world, 'cart')) as [Pod];
      const stop = new AbortController();
      const states = world.watcher.watch(world.clusterId, pod.node ?? '', stop.signal)[Symbol.asyncIterator]();
      const { next, until } = followed(world, states);
      const first = await next();
      expect(first.pods.map(({ uid }) => uid)).toContain(pod.uid);
      expect(new Set(first.pods.map(({ node }) => node))).toEqual(new Set([pod.node]));
      expect(first.budgets.find((one) => one.name === 'cart')).toMatchObject({ disruptionsAllowed: 1, observed: true });

      await evicted(world, pod);
      const going = await until(({ pods }) => {
        const now = pods.find(({ uid }) => uid === pod.uid);
        return now === undefined || now.terminatingSince !== undefined;
      });
      expect(going.pods.length).toBeLessThanOrEqual(first.pods.length + 1);
      await until(({ pods }) => pods.every(({ uid }) => uid !== pod.uid));
      await until(({ budgets }) => budgets.some((one) => one.name === 'cart' && one.disruptionsAllowed === 1));

      stop.abort();
      for (let last = await states.next(); !last.done; last = await states.next());
    });

    test('a watch whose signal is aborted already follows nothing', async () => {
      const world = await given();
      const told = [];
      for await (const state of world.watcher.watch(world.clusterId, 'any', AbortSignal.abort())) told.push(state);
      expect(told.length).toBeLessThanOrEqual(1);
    });
  });
}
