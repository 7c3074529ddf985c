import { indexBudgets } from '../cluster/budget-index.ts';
import type { DisruptionBudget, Pod } from '../cluster/facts.ts';
import { isFinished } from '../cluster/pod-state.ts';
import type { Instant } from '../time.ts';
import { canOpen } from './can-open.ts';
import { budgetKey, type EvictionMemory, type NodeState, podMemory, type Refusal } from './eviction-memory.ts';
import { explain } from './explain.ts';
import { goesFreely, roomOf } from './next-evictions.ts';
import type { StuckCause, StuckPod } from './stuck.ts';
import type { DrainContext, Trouble } from './trouble.ts';
import { isUnmanaged, podsToLeave } from './which-pods-leave.ts';

/** A budget without room that stands still for so long is said to be in the way, even before it was asked. */
const STANDS_STILL_MS = 20_000;

/** A kubelet needs moments to report that a pod has ended. */
const PAST_GRACE_SLACK_MS = 10_000;

/** Every pod of the node that does not leave, with everything that a person needs to decide. */
export function stuckPods(
  state: NodeState,
  memory: EvictionMemory,
  context: DrainContext,
  now: Instant,
): readonly StuckPod[] {
  const index = indexBudgets(state.budgets);
  const leaving = podsToLeave(state.pods);
  return leaving.flatMap((pod) => {
    const { before } = podMemory(memory, pod);
    if (before && pod.terminatingSince === undefined) return [{ ...before, seenAt: now }];
    const trouble =
      pod.terminatingSince === undefined
        ? troubleWithAsking(pod, index.of(pod), memory, now)
        : troubleWithEnding(pod, pod.terminatingSince, now);
    return trouble ? [explain(trouble, { ...context, others: leaving.length - 1 }, now)] : [];
  });
}

/** Past its grace, asking again helps nobody: it is a reason to think of a rollback, not to try once more. */
export function pastGrace(stuck: readonly StuckPod[]): readonly StuckPod[] {
  return stuck.filter(({ cause }) => cause === 'past-grace' || cause === 'finalizer' || cause === 'volume');
}

/** Waiting on changes nothing in the next minutes: every pod that is left waits for a person, or for a longer pause. */
export function onlyPeopleCanHelp(state: NodeState, memory: EvictionMemory, now: Instant): boolean {
  return podsToLeave(state.pods).every((pod) => {
    if (pod.terminatingSince !== undefined) return troubleWithEnding(pod, pod.terminatingSince, now) !== undefined;
    if (isUnmanaged(pod)) return true;
    const { state: known, refusal, before, notBefore } = podMemory(memory, pod);
    if (known !== 'refused' || notBefore <= now) return false;
    return (
      before !== undefined ||
      refusal?.kind === 'webhook' ||
      refusal?.kind === 'budgets-overlap' ||
      refusal?.kind === 'refused'
    );
  });
}

function troubleWithEnding(pod: Pod, since: Instant, now: Instant): Trouble | undefined {
  const ends = since + pod.graceSeconds * 1000;
  if (now < ends + PAST_GRACE_SLACK_MS) return undefined;
  const ended = isFinished(pod) || pod.graceSeconds === 0;
  const cause =
    ended && pod.finalizers.length > 0 ? 'finalizer' : ended && pod.claims.length > 0 ? 'volume' : 'past-grace';
  return { pod, cause, since: ends, refusals: 0, budgets: [] };
}

function troubleWithAsking(
  pod: Pod,
  budgets: readonly DisruptionBudget[],
  memory: EvictionMemory,
  now: Instant,
): Trouble | undefined {
  const { refusals, since, refusal, state } = podMemory(memory, pod);
  const head = { pod, refusals, since: since ?? now, budgets };
  if (isUnmanaged(pod)) return { ...head, cause: 'unmanaged' };
  if (state === 'accepted') return undefined;
  if (refusal && refusal.kind !== 'budget') {
    if (refusal.kind === 'busy' && memory.busyUntil <= now) return undefined;
    return { ...head, cause: causeOf(refusal), ...toldBy(refusal) };
  }
  const [budget] = budgets;
  if (!budget || budgets.length > 1 || goesFreely(pod, budget)) return undefined;
  const known = memory.budgets.get(budgetKey(budget));
  const open = roomOf(budget, 0) > 0;
  const still = known !== undefined && now - known.since >= STANDS_STILL_MS;
  const refused = refusal !== undefined || (known?.refusals ?? 0) > 0;
  if (open ? !((known?.refusals ?? 0) > 0) : !still && !refused && canOpen(budget)) return undefined;
  return {
    ...head,
    cause: budget.observed ? 'budget-full' : 'budget-not-observed',
    since: since ?? known?.since ?? now,
    refusals: Math.max(refusals, known?.refusals ?? 0),
    ...(refusal && toldBy(refusal)),
  };
}

function causeOf(refusal: Exclude<Refusal, { kind: 'budget' }>): StuckCause {
  switch (refusal.kind) {
    case 'budgets-overlap':
      return 'budgets-overlap';
    case 'busy':
      return 'server-busy';
    case 'webhook':
      return 'webhook';
    case 'refused':
      return refusal.status === 401 || refusal.status === 403 ? 'forbidden' : 'upstream';
  }
}

function toldBy(refusal: Refusal): { readonly told?: string; readonly webhook?: string } {
  if (refusal.kind === 'busy') return {};
  return {
    told: refusal.because,
    ...(refusal.kind === 'webhook' && refusal.name !== undefined && { webhook: refusal.name }),
  };
}
