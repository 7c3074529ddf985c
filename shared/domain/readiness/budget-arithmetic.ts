import type { DisruptionBudget } from '../cluster/facts.ts';

/**
 * Pods that a number or a percentage comes to, of `total`. Percentages round up, for `minAvailable` and for
 * `maxUnavailable` alike: that is how the disruption controller scales them.
 *
 * @returns `undefined` when the text is neither
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/controller/disruption/disruption.go (getExpectedPodCount)
 */
export function scaled(text: string, total: number): number | undefined {
  const number = /^(\d{1,9})(%?)$/.exec(text.trim());
  if (!number) return undefined;
  const value = Number(number[1]);
  return number[2] ? Math.ceil((value * total) / 100) : value;
}

/**
 * Pods that must stay healthy out of `expected`.
 *
 * @returns `undefined` when neither bound is there or it cannot be read
 */
export function desiredHealthy(
  { minAvailable, maxUnavailable }: Pick<DisruptionBudget, 'minAvailable' | 'maxUnavailable'>,
  expected: number,
): number | undefined {
  if (maxUnavailable !== undefined) {
    const unavailable = scaled(maxUnavailable, expected);
    return unavailable === undefined ? undefined : Math.max(0, expected - unavailable);
  }
  return minAvailable === undefined ? undefined : scaled(minAvailable, expected);
}

/** `minAvailable 50% of 3 is 2 (rounded up)`. */
export function boundText(budget: DisruptionBudget, expected: number): string {
  const { minAvailable, maxUnavailable } = budget;
  const [name, text] =
    maxUnavailable !== undefined ? ['maxUnavailable', maxUnavailable] : ['minAvailable', minAvailable ?? ''];
  const value = scaled(text, expected);
  if (value === undefined) return `${name} cannot be read`;
  if (!text.trim().endsWith('%')) return `${name} ${value}`;
  const rounded = (Number.parseInt(text, 10) * expected) % 100 === 0 ? '' : ' (rounded up)';
  return `${name} ${text.trim()} of ${expected} is ${value}${rounded}`;
}

/** `minAvailable 3; expected 3, healthy 3, must stay healthy 3: 0 may go`. */
export function budgetArithmetic(budget: DisruptionBudget): string {
  const { expectedPods, currentHealthy, desiredHealthy: desired, disruptionsAllowed } = budget;
  return `${boundText(budget, expectedPods)}; expected ${expectedPods}, healthy ${currentHealthy}, must stay healthy ${desired}: ${disruptionsAllowed} may go`;
}
