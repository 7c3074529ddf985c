import { type ObjectRef, refKey } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { WatchState } from './alert.ts';
import type { RestartCount } from './signals.ts';

const HOUR_MS = 3_600_000;

type Restarts = Pick<WatchState, 'counters' | 'restarts'>;

/**
 * Turns counters into restarts. A pod is known by its uid: one that was recreated or moved starts from its own 0, and a
 * counter that went down was reset. A pod that is seen for the first time after the first look brings the restarts that it
 * has; on the very first look they are its past.
 *
 * @param counts of pods that the migration touches; the others are not remembered
 */
export function countRestarts(
  known: Restarts,
  counts: readonly RestartCount[],
  first: boolean,
  now: Instant,
): Restarts {
  const before = new Map(known.counters.map((counter) => [counter.uid, counter.restarts]));
  const found = counts.flatMap(({ pod, uid, node, workload, restarts }) => {
    const last = before.get(uid) ?? (first ? restarts : 0);
    const count = restarts >= last ? restarts - last : restarts;
    if (count === 0 || node === undefined) return [];
    return [{ at: now, node, workload: workload ?? pod, count }];
  });
  return {
    // A counter of 0 needs no memory: a pod that is not remembered starts from 0.
    counters: counts.filter(({ restarts }) => restarts > 0),
    restarts: [...known.restarts.filter(({ at }) => now - at < HOUR_MS), ...found],
  };
}

/** Pods on the pools' nodes, and those of workloads that ran there before. */
export function touchedCounts(
  counts: readonly RestartCount[],
  nodes: ReadonlySet<string>,
  workloads: readonly string[],
): RestartCount[] {
  const known = new Set(workloads);
  const ranThere = (workload: ObjectRef | undefined) => workload !== undefined && known.has(refKey(workload));
  return counts.filter(({ node, workload }) => (node !== undefined && nodes.has(node)) || ranThere(workload));
}
