import type { DisruptionBudget, Pod } from '../../domain/cluster/facts.ts';
import type { Pause } from '../../ports/clock.ts';
import type { DrainWatcher } from '../../ports/drain-watcher.ts';
import type { ClusterConnections } from './connections.ts';
import { followList, type Objects } from './follow-list.ts';
import { NARROW } from './kinds.ts';
import type { Kind } from './list.ts';

/** What is known so far; `news`: something of it was not told yet. */
interface Seen {
  pods?: Objects<Pod>;
  budgets?: Objects<DisruptionBudget>;
  news: boolean;
  failure?: { readonly error: unknown };
  wake: () => void;
}

/** Follows a node's pods and all budgets on one connection each; what comes together is told together. */
export function kubernetesDrainWatcher(connections: ClusterConnections, pause: Pause): DrainWatcher {
  return {
    async *watch(clusterId, node, signal) {
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const seen: Seen = { news: false, wake: () => {} };
      const wake = () => seen.wake();
      const follow = async <T>(kind: Kind<T>, keep: (objects: Objects<T>) => void) => {
        const changed = (objects: Objects<T>) => {
          keep(objects);
          seen.news = true;
          wake();
        };
        try {
          await followList(connections, clusterId, kind, changed, either, pause);
        } catch (error) {
          seen.failure ??= { error };
        }
        wake();
      };
      const followed = Promise.all([
        follow(NARROW.podsOn(node), (pods) => {
          seen.pods = pods;
        }),
        follow(NARROW.budgets, (budgets) => {
          seen.budgets = budgets;
        }),
      ]);
      either.addEventListener('abort', wake);
      try {
        while (!either.aborted && !seen.failure) {
          if (seen.news && seen.pods && seen.budgets) {
            seen.news = false;
            yield { pods: [...seen.pods.values()], budgets: [...seen.budgets.values()] };
          } else {
            await new Promise<void>((resolve) => {
              seen.wake = resolve;
            });
          }
        }
        if (seen.failure && !signal.aborted) throw seen.failure.error;
      } finally {
        either.removeEventListener('abort', wake);
        stop.abort();
        await followed;
      }
    },
  };
}
