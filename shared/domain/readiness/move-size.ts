import type { ArmPool } from '../cluster/arm-facts.ts';
import { scaled } from './budget-arithmetic.ts';
import type { Move, ReadinessSubject } from './subject.ts';

/** AKS's own default where a pool does not say otherwise. */
const DEFAULT_SURGE = '10%';

/**
 * Surge and unavailable nodes of an in-place upgrade by the pool's own settings. Percentages round up, and
 * when both come to nothing AKS takes one node of surge.
 *
 * @see https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
 */
export function inPlaceMove(settings: Pick<ArmPool, 'maxSurge' | 'maxUnavailable'> | undefined, nodes: number): Move {
  const unavailable = scaled(settings?.maxUnavailable ?? '0', nodes) ?? 0;
  const asked = settings?.maxSurge ?? (unavailable > 0 ? '0' : DEFAULT_SURGE);
  const surge = scaled(asked, nodes) ?? scaled(DEFAULT_SURGE, nodes) ?? 1;
  return { kind: 'in-place', surge: surge === 0 && unavailable === 0 ? 1 : surge, unavailable };
}

/** Nodes that the move adds for a while. */
export function addedNodes({ move }: ReadinessSubject): number {
  if (move.kind === 'in-place') return move.surge;
  return move.kind === 'new-pool' ? move.nodes : 0;
}

/** ARM's own word on the pool, where it was read. */
export function armPoolOf({ arm, pool }: ReadinessSubject): ArmPool | undefined {
  if (arm?.pools.kind !== 'seen') return undefined;
  return arm.pools.items.find(({ poolId }) => poolId.toLowerCase() === pool.id);
}

/** Present nodes: as the cluster shows them, or else as ARM counts them. */
export function nodeCount({ view, index, pool }: ReadinessSubject): number | undefined {
  return index.facts.nodes.kind === 'seen' ? view.nodes.length : pool.count;
}

/** `surge of 3 nodes`, `new pool of 10 nodes`. */
export function moveText({ move }: ReadinessSubject): string {
  const nodes = (number: number) => `${number} ${number === 1 ? 'node' : 'nodes'}`;
  if (move.kind === 'in-place') return `surge of ${nodes(move.surge)}`;
  return move.kind === 'new-pool' ? `a new pool of ${nodes(move.nodes)}` : 'no new nodes';
}
