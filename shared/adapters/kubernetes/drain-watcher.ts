import type { DisruptionBudget, Pod } from '../../domain/cluster/facts.ts';
import type { Pause } from '../../ports/clock.ts';
import type { DrainState, DrainWatcher } from '../../ports/drain-watcher.ts';
import type { ClusterConnections } from './connections.ts';
import { followList, type Objects } from './follow-list.ts';
import { NARROW } from './kinds.ts';

/** Follows a node's pods and all budgets on one connection each; what comes together is told together. */
export function kubernetesDrainWatcher(connections: ClusterConnections, pause: Pause): DrainWatcher {
  return {
    async *watch(clusterId, node, signal) {
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      let pods: Objects<Pod> | undefined;
      let budgets: Objects<DisruptionBudget> | undefined;
      let news = false;
      let wake = () => {};
      const changed = () => {
        news = true;
        wake();
      };
      let failure: { readonly error: unknown } | undefined;
      const follow = async (work: Promise<void>) => {
        try {
          await work;
        } catch (error) {
          failure ??= { error };
        }
        wake();
      };
      const followed = Promise.all([
        follow(
          followList(
            connections,
            clusterId,
            NARROW.podsOn(node),
            (seen) => {
              pods = seen;
              changed();
            },
            either,
            pause,
          ),
        ),
        follow(
          followList(
            connections,
            clusterId,
            NARROW.budgets,
            (seen) => {
              budgets = seen;
              changed();
            },
            either,
            pause,
          ),
        ),
      ]);
      const onAbort = () => wake();
      either.addEventListener('abort', onAbort);
      try {
        while (!either.aborted && !failure) {
          if (news && pods && budgets) {
            news = false;
            yield stateOf(pods, budgets);
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (either.aborted || failure) resolve();
          });
        }
        if (failure && !signal.aborted) throw failure.error;
      } finally {
        either.removeEventListener('abort', onAbort);
        stop.abort();
        await followed;
      }
    },
  };
}

function stateOf(pods: Objects<Pod>, budgets: Objects<DisruptionBudget>): DrainState {
  return { pods: [...pods.values()], budgets: [...budgets.values()] };
}
