import type { DisruptionBudget } from '../cluster/facts.ts';

/** Will it have room once all of its pods are healthy? One that asks for all of them never has. */
export function canOpen({ expectedPods, desiredHealthy, observed }: DisruptionBudget): boolean {
  return !observed || desiredHealthy < expectedPods;
}
