import { indexBudgets } from '../cluster/budget-index.ts';
import type { DisruptionBudget, Pod } from '../cluster/facts.ts';
import { ignoresBudgets } from '../cluster/pod-state.ts';
import type { Instant } from '../time.ts';
import { type BudgetMemory, budgetKey, type EvictionMemory, type NodeState, podMemory } from './eviction-memory.ts';
import { isUnmanaged, podKey, podsToLeave } from './which-pods-leave.ts';

export interface NextEvictions {
  /** To be asked now, in this order. */
  readonly ask: readonly Pod[];
  /** When time alone makes another pod worth asking; absent: only a change does. */
  readonly againAt?: Instant;
}

/** Requests on their way at a time: more would only wait in the API server's queue. */
export const MOST_ASKED_AT_ONCE = 12;

/**
 * So many begin to leave in a moment, and their replacements start before the next do. Nobody says how many pods without
 * a budget may be missing; and budgets that are not all used up at one instant have something left for an accident.
 */
export const MOST_IN_A_MOMENT = { free: 15, bound: 4 } as const;
const MOMENT_MS = 1_500;

/**
 * A status that has no room is believed for so long; then one pod is asked, so that the API server itself says why, and
 * so that a status that lags behind does not hold a drain for ever.
 */
const BELIEVED_MS = 10_000;
const LONGEST_BELIEVED_MS = 120_000;

/**
 * Which pods are worth asking now. A budget is asked when its status has room, and for no more than that room; pods
 * that no budget protects are asked at once. Budgets take turns, so that none waits for another's pods.
 */
export function nextEvictions(state: NodeState, memory: EvictionMemory, now: Instant): NextEvictions {
  const index = indexBudgets(state.budgets);
  const inTheWay = podsToLeave(state.pods);
  const leaving = inTheWay.filter((pod) => pod.terminatingSince === undefined && !isUnmanaged(pod));
  const going = inTheWay.filter((pod) => pod.terminatingSince !== undefined);
  const onTheirWay = leaving.filter((pod) => isOnItsWay(memory, pod, now));
  const flying = leaving.filter((pod) => memory.pods.get(podKey(pod))?.state === 'asked').length;
  const waiting = leaving.filter((pod) => !onTheirWay.includes(pod));
  if (waiting.length === 0) return { ask: [] };
  if (memory.busyUntil > now) return { ask: [], againAt: memory.busyUntil };

  const begun = onTheirWay.concat(going);
  const isBound = (pod: Pod) => index.of(pod).length === 1;
  const room = {
    free: momentsRoom(
      MOST_IN_A_MOMENT.free,
      begun.filter((pod) => !isBound(pod)),
      memory,
      now,
    ),
    bound: momentsRoom(MOST_IN_A_MOMENT.bound, begun.filter(isBound), memory, now),
  };
  const free: Pod[] = [];
  const lines = new Map<string, { readonly pods: Pod[]; room: number }>();
  const times: Instant[] = [];
  for (const pod of waiting.toSorted(longestFirst)) {
    const budgets = index.of(pod);
    const [budget] = budgets;
    const bound = budgets.length === 1 && budget !== undefined && !goesFreely(pod, budget);
    if (!bound) {
      const { notBefore } = podMemory(memory, pod);
      if (notBefore > now) times.push(notBefore);
      else free.push(pod);
      continue;
    }
    const open = roomOf(budget, onTheirWay.filter((one) => index.of(one).includes(budget)).length);
    const known = memory.budgets.get(budgetKey(budget));
    const believedUntil = known ? believed(known) : 0;
    // With room that is there, a refusal of before does not count: it was another status' word.
    const refusedSame = open > 0 && known !== undefined && known.refusals > 0;
    if (open > 0 && !refusedSame) line(budgetKey(budget), open).push(pod);
    else if (believedUntil <= now) line(budgetKey(budget), 1).push(pod);
    else times.push(believedUntil);
  }

  const bound = inTurns([...lines.values()]);
  if (free.length > room.free.count) times.push(room.free.againAt);
  if (bound.length > room.bound.count) times.push(room.bound.againAt);
  const worthIt = [...bound.slice(0, room.bound.count), ...free.slice(0, room.free.count)];
  const ask = worthIt.slice(0, Math.max(0, MOST_ASKED_AT_ONCE - flying));
  return { ask, ...(times.length > 0 && { againAt: Math.min(...times) }) };

  function line(key: string, room: number): Pod[] {
    const known = lines.get(key) ?? { pods: [], room };
    lines.set(key, known);
    return known.pods;
  }
}

/** Disruptions that a budget's status allows beyond those that we have asked for and not yet seen. */
export function roomOf({ observed, disruptionsAllowed }: DisruptionBudget, unseen: number): number {
  return observed ? Math.max(0, disruptionsAllowed - unseen) : 0;
}

/**
 * Does the budget let it go whatever its room? A pod that is not Ready adds nothing to what is healthy.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
 */
export function goesFreely(pod: Pod, budget: DisruptionBudget): boolean {
  if (ignoresBudgets(pod)) return true;
  if (pod.ready) return false;
  const { unhealthyPodEvictionPolicy, desiredHealthy, currentHealthy } = budget;
  return unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy);
}

/** How many more may begin to leave now, and when there is room for others. */
function momentsRoom(
  most: number,
  begun: readonly Pod[],
  memory: EvictionMemory,
  now: Instant,
): { readonly count: number; readonly againAt: Instant } {
  const since = begun
    .map((pod) => memory.pods.get(podKey(pod))?.at ?? Number.NEGATIVE_INFINITY)
    .filter((at) => at + MOMENT_MS > now);
  return { count: Math.max(0, most - since.length), againAt: Math.min(now, ...since) + MOMENT_MS };
}

/** Asked, or accepted and not yet seen to go. */
function isOnItsWay(memory: EvictionMemory, pod: Pod, now: Instant): boolean {
  const known = memory.pods.get(podKey(pod));
  return known?.state === 'asked' || (known?.state === 'accepted' && known.notBefore > now);
}

/** Until when a status that gave no room is believed: longer after every refusal. */
function believed({ since, refusals, refusedAt = since }: BudgetMemory): Instant {
  return refusedAt + Math.min(LONGEST_BELIEVED_MS, BELIEVED_MS * 2 ** Math.min(10, refusals));
}

/** Those that may take longest to end begin first. */
function longestFirst(a: Pod, b: Pod): number {
  return b.graceSeconds - a.graceSeconds || (podKey(a) < podKey(b) ? -1 : 1);
}

/** One of each line, then the next of each; no line gives more than it has room for. */
function inTurns(lines: readonly { readonly pods: readonly Pod[]; readonly room: number }[]): Pod[] {
  const found: Pod[] = [];
  const longest = Math.max(0, ...lines.map(({ pods }) => pods.length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const { pods, room } of lines) {
      const pod = pods[turn];
      if (pod && turn < room) found.push(pod);
    }
  }
  return found;
}
