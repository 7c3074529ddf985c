import type { DisruptionBudget, Pod } from '../domain/cluster/facts.ts';

/** Follows one node while it is emptied: its pods, and every budget, as they change. */
export interface DrainWatcher {
  /**
   * Yields the first state as soon as it is read, and another whenever something of it changed, until `signal` ends it.
   * What cannot be followed any more ends it with an `UpstreamError`.
   */
  watch(clusterId: string, node: string, signal: AbortSignal): AsyncIterable<DrainState>;
}

export interface DrainState {
  readonly pods: readonly Pod[];
  readonly budgets: readonly DisruptionBudget[];
}
