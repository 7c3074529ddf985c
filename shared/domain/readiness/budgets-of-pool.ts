import type { DisruptionBudget, Pod } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';
import { ignoresBudgets } from '../cluster/pod-state.ts';
import type { ReadinessSubject } from './subject.ts';

export interface BudgetsOfPool {
  /** Pods under exactly one budget that is asked about them, by budget. */
  readonly single: ReadonlyMap<DisruptionBudget, readonly Pod[]>;
  /** Pods under several: the Eviction API refuses each of them with 500. */
  readonly overlapping: readonly { readonly budgets: readonly DisruptionBudget[]; readonly pods: readonly Pod[] }[];
}

/** Which budgets the Eviction API would ask for the pool's pods. */
export function budgetsOfPool({ view, index }: ReadinessSubject): BudgetsOfPool {
  const single = new Map<DisruptionBudget, Pod[]>();
  const overlapping = new Map<string, { budgets: readonly DisruptionBudget[]; pods: Pod[] }>();
  for (const pod of view.movable) {
    if (ignoresBudgets(pod)) continue;
    const budgets = index.budgets.of(pod);
    const [budget, ...others] = budgets;
    if (!budget) continue;
    if (others.length === 0) {
      const pods = single.get(budget);
      if (pods) pods.push(pod);
      else single.set(budget, [pod]);
      continue;
    }
    const sorted = budgets.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const key = [pod.namespace, ...sorted.map(({ name }) => name)].join('\n');
    const found = overlapping.get(key);
    if (found) found.pods.push(pod);
    else overlapping.set(key, { budgets: sorted, pods: [pod] });
  }
  return { single, overlapping: [...overlapping.values()] };
}

export function budgetRef({ namespace, name }: DisruptionBudget): ObjectRef {
  return { kind: 'PodDisruptionBudget', namespace, name };
}
