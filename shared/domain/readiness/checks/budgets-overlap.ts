import type { DisruptionBudget } from '../../cluster/facts.ts';
import { shellWord } from '../../policy/az-command.ts';
import { count } from '../../words.ts';
import { budgetRef, budgetsOfPool } from '../budgets-of-pool.ts';
import { owned, some, unseenLists } from '../finding.ts';
import type { Check } from '../subject.ts';

/** The Eviction API answers 500 for a pod that more than one budget selects, and trying again does not help. */
export const budgetsOverlap: Check = {
  id: 'budgets-overlap',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods', 'budgets');
    if (unseen.length > 0) return unseen;
    return budgetsOfPool(subject).overlapping.map(({ budgets, pods }) => {
      const [kept, ...extra] = strictestFirst(budgets);
      const names = budgets.map(({ name }) => name);
      const [pod] = pods;
      return {
        level: 'blocks' as const,
        object: budgetRef(kept),
        ...owned(pod && subject.index.ownerOfPod(pod)),
        what: `${budgets.length} budgets (${names.join(', ')}) select the same pods; ${count(pods.length, 'pod')} on this pool cannot be evicted at all.`,
        arithmetic: `selected by ${budgets.length}, at most 1 is possible: ${some(pods.map(({ name }) => name))}`,
        remedy: `Leave one budget for these pods. If ${kept.name} is to stay: ${extra.map(deleteCommand).join('; ')}`,
      };
    });
  },
};

function deleteCommand({ namespace, name }: DisruptionBudget): string {
  return `kubectl delete poddisruptionbudget ${shellWord(name)} --namespace ${shellWord(namespace)}`;
}

/** The one that asks for the most healthy pods protects best. */
function strictestFirst(budgets: readonly DisruptionBudget[]): [DisruptionBudget, ...DisruptionBudget[]] {
  return budgets.toSorted((a, b) => b.desiredHealthy - a.desiredHealthy) as [DisruptionBudget, ...DisruptionBudget[]];
}
