import type { ClusterIndex } from '../cluster/cluster-index.ts';
import type { DisruptionBudget } from '../cluster/facts.ts';
import { ignoresBudgets } from '../cluster/pod-state.ts';
import type { PoolView } from '../cluster/pool-view.ts';
import type { DrainOutlook } from '../plan/plan-input.ts';

/**
 * What a drain of one of the pool's nodes is made of, as of one reading. A budget that lets nothing go now counts
 * as one pod at a time: readiness says that it blocks.
 *
 * @returns `undefined` when nodes, pods or budgets were not seen, or the pool has no node there: nothing is made up
 */
export function drainOutlook(index: ClusterIndex, view: PoolView): DrainOutlook | undefined {
  const { facts, budgets } = index;
  if ([facts.nodes, facts.pods, facts.budgets].some(({ kind }) => kind !== 'seen') || view.nodes.length === 0) {
    return undefined;
  }
  const movable = new Set(view.movable);
  let longestGraceSeconds = 0;
  let budgetRounds = 0;
  for (const pod of movable) longestGraceSeconds = Math.max(longestGraceSeconds, pod.graceSeconds);
  for (const { name } of view.nodes) {
    const under = new Map<DisruptionBudget, number>();
    for (const pod of index.podsOn(name)) {
      if (!movable.has(pod) || ignoresBudgets(pod)) continue;
      for (const budget of budgets.of(pod)) under.set(budget, (under.get(budget) ?? 0) + 1);
    }
    for (const [{ disruptionsAllowed }, pods] of under) {
      budgetRounds = Math.max(budgetRounds, Math.ceil(pods / Math.max(1, disruptionsAllowed)));
    }
  }
  return { pods: movable.size, longestGraceSeconds, budgetRounds };
}
