import type { PoolState } from './azure-look.ts';
import { stop, wait } from './decide.ts';
import type { Decision } from './step-rule.ts';

/** Nothing is under way in these; `Failed` is no statement about the pool's nodes. */
const SETTLED = new Set(['succeeded', 'failed', 'canceled']);

/** Azure is changing the pool, and not because this step asked for it; `undefined` when it is not. */
export function othersAtWork({ name, provisioningState }: PoolState): Decision | undefined {
  const state = provisioningState.toLowerCase();
  if (SETTLED.has(state)) return undefined;
  if (state.startsWith('upgrading') || state === 'deleting') {
    return stop(
      'CHANGED_BY_OTHERS',
      `Pool ${name} is ${provisioningState}, and this migration did not ask for it.`,
      'Find out who changes the pool and why; resume when it is done, or roll back.',
    );
  }
  return wait(`Azure is changing pool ${name} (${provisioningState}).`, 20);
}

export function isSettled({ provisioningState }: PoolState): boolean {
  return SETTLED.has(provisioningState.toLowerCase());
}
