import type { DisruptionBudget, Pod } from './facts.ts';
import { selectorProblem, selects } from './labels.ts';

/** Finds the budgets of a pod without comparing every pod with every budget. */
export interface BudgetIndex {
  of(pod: Pod): readonly DisruptionBudget[];
  in(namespace: string): readonly DisruptionBudget[];
}

const NONE: readonly DisruptionBudget[] = [];

/**
 * Budgets are kept by namespace and by one pair of their labels, so that a pod only meets those that name
 * a label of its own. A budget without a selector selects nothing, one with an invalid selector neither:
 * that is how the Eviction API reads them.
 */
export function indexBudgets(budgets: readonly DisruptionBudget[]): BudgetIndex {
  const byNamespace = new Map<string, DisruptionBudget[]>();
  const byPair = new Map<string, DisruptionBudget[]>();
  const withoutPair = new Map<string, DisruptionBudget[]>();
  for (const budget of budgets) {
    push(byNamespace, budget.namespace, budget);
    const { selector } = budget;
    if (!selector || selectorProblem(selector)) continue;
    const [key] = Object.keys(selector.matchLabels);
    if (key === undefined) push(withoutPair, budget.namespace, budget);
    else push(byPair, pairKey(budget.namespace, key, selector.matchLabels[key] ?? ''), budget);
  }

  return {
    of(pod) {
      const general = withoutPair.get(pod.namespace) ?? NONE;
      if (byPair.size === 0 && general.length === 0) return NONE;
      let found: DisruptionBudget[] | undefined;
      const meet = (budget: DisruptionBudget) => {
        if (budget.selector && selects(budget.selector, pod.labels)) found = [...(found ?? []), budget];
      };
      for (const key in pod.labels) {
        byPair.get(pairKey(pod.namespace, key, pod.labels[key] ?? ''))?.forEach(meet);
      }
      general.forEach(meet);
      return found ?? NONE;
    },
    in: (namespace) => byNamespace.get(namespace) ?? NONE,
  };
}

/** Namespaces and keys of labels have no line break, so no two pairs share a key. */
function pairKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
