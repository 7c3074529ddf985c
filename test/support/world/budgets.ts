import type { ModelCluster } from './cluster.ts';
import type { ModelBudget, ModelPod } from './model.ts';

export interface BudgetState {
  readonly expected: number;
  readonly healthy: number;
  readonly desired: number;
  readonly allowed: number;
}

/** The arithmetic of Kubernetes' disruption controller: percentages are rounded up, a pod on its way out is not healthy. */
export function budgetState(cluster: ModelCluster, budget: ModelBudget): BudgetState {
  let expected = 0;
  for (const workload of cluster.workloads) {
    if (workload.namespace === budget.namespace && workload.name === budget.app && workload.kind !== 'DaemonSet') {
      expected += workload.replicas;
    }
  }
  let healthy = 0;
  for (const pod of cluster.pods.values()) if (covers(budget, pod) && cluster.isPodReady(pod)) healthy += 1;
  const desired =
    budget.minAvailable === undefined
      ? Math.max(0, expected - share(budget.maxUnavailable ?? '0', expected))
      : share(budget.minAvailable, expected);
  return { expected, healthy, desired, allowed: expected === 0 ? 0 : Math.max(0, healthy - desired) };
}

export function budgetsOf(cluster: ModelCluster, pod: ModelPod): ModelBudget[] {
  return cluster.budgets.filter((budget) => covers(budget, pod));
}

function covers(budget: ModelBudget, pod: ModelPod): boolean {
  return budget.namespace === pod.namespace && budget.app === pod.workload?.name;
}

function share(text: string, of: number): number {
  return text.endsWith('%') ? Math.ceil((Number(text.slice(0, -1)) * of) / 100) : Number(text);
}
