import type { Instant } from '../../../shared/domain/time.ts';
import type { Change } from './change.ts';
import type { FleetCluster } from './fleet.ts';

/** Whom AKS waits for after a node, and until when. */
export interface Wait {
  readonly provider: string;
  readonly until: Instant;
}

/** What came of the questions that are open. */
export type GateAnswer =
  | { readonly kind: 'healthy' | 'waiting' }
  /** In words for the operation's error. */
  | { readonly kind: 'unhealthy'; readonly because: string };

/** AKS's upgrade health gate: after each node it asks those who have registered for it. */
export interface Gates {
  /** Asks about a node that was just replaced. @returns nobody: the node is not gated */
  ask(cluster: FleetCluster, node: string, change: Change): readonly Wait[];
  answer(cluster: FleetCluster, node: string, change: Change, waits: readonly Wait[]): GateAnswer;
  /** The node passed: what was asked about it is taken back. */
  passed(cluster: FleetCluster, node: string, change: Change): void;
  /** The operation is over: whatever it asked is taken back. */
  over(change: Change): void;
}

export const NO_GATES: Gates = {
  ask: () => [],
  answer: () => ({ kind: 'healthy' }),
  passed: () => {},
  over: () => {},
};

/** AKS has published no words of its own for this; these name the objects that it goes by. */
export const gateFailure = (poolName: string, because: string) => ({
  code: 'UpgradeHealthCheckFailed',
  message: `The upgrade of node pool ${poolName} was aborted by its health gate: ${because}`,
});
