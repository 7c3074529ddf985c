import type { DisruptionBudget, Pod } from '../../cluster/facts.ts';
import type { ObjectRef } from '../../cluster/object-ref.ts';
import { count } from '../../words.ts';
import { boundText, budgetArithmetic, desiredHealthy } from '../budget-arithmetic.ts';
import { budgetRef, budgetsOfPool } from '../budgets-of-pool.ts';
import { emptyBudgets } from '../empty-budgets.ts';
import { type NewFinding, owned, some, unseenLists } from '../finding.ts';
import { patchOf, replicasPatch } from '../patch.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/**
 * A budget that refuses evictions now: because its bound leaves no room even when all is well, because too
 * few pods are healthy, or because its numbers are not known yet. Budgets that protect nothing are said too.
 */
export const budgetAllowsNothing: Check = {
  id: 'budget-allows-nothing',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods', 'budgets');
    if (unseen.length > 0) return unseen;
    const findings: NewFinding[] = [];
    for (const [budget, pods] of budgetsOfPool(subject).single) {
      const finding = budget.observed ? judgeBudget(subject, budget, pods) : notObserved(subject, budget, pods);
      if (finding) findings.push(finding);
    }
    return [...findings, ...emptyBudgets(subject)];
  },
};

function judgeBudget(subject: ReadinessSubject, budget: DisruptionBudget, pods: readonly Pod[]) {
  if (budget.disruptionsAllowed > 0) return undefined;
  const refused = pods.filter((pod) => !mayGoUnhealthy(budget, pod));
  if (refused.length === 0) return undefined;
  const { expectedPods: expected } = budget;
  const desired = desiredHealthy(budget, expected) ?? budget.desiredHealthy;
  return desired >= expected ? neverOpens(subject, budget, refused) : tooFewHealthy(subject, budget, refused);
}

/**
 * A pod that is not ready goes without a disruption being counted: always with `AlwaysAllow`, otherwise only
 * while enough others are healthy.
 */
function mayGoUnhealthy(budget: DisruptionBudget, pod: Pod): boolean {
  if (pod.ready) return false;
  if (budget.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return budget.desiredHealthy > 0 && budget.currentHealthy >= budget.desiredHealthy;
}

function neverOpens(subject: ReadinessSubject, budget: DisruptionBudget, refused: readonly Pod[]): NewFinding {
  const root = rootOf(subject, refused);
  // One more replica makes room only under a fixed `minAvailable`.
  const byScaling =
    budget.maxUnavailable === undefined && !budget.minAvailable?.endsWith('%') && budget.expectedPods > 0;
  const scale = root && byScaling ? replicasPatch(root, Number(budget.minAvailable) + 1) : undefined;
  if (scale && budget.expectedPods === 1) {
    return {
      ...blocked(subject, budget, refused),
      what: `The budget keeps the only pod of ${root?.kind} ${root?.name} where it is: ${count(refused.length, 'pod')} on this pool can never be evicted.`,
      remedy: 'Run one replica more, so that one may go; or loosen the budget and accept a short outage.',
      patch: scale,
    };
  }
  return {
    ...blocked(subject, budget, refused),
    what: `The budget allows no disruption even when all its pods are healthy: ${count(refused.length, 'pod')} on this pool can never be evicted.`,
    remedy: 'Let one pod be unavailable at a time.',
    patch: loosened(budget, root),
  };
}

/** `maxUnavailable` needs a controller that can be scaled; for other pods only a fixed `minAvailable` counts. */
function loosened(budget: DisruptionBudget, root: ObjectRef | undefined): string {
  const scalable = root && ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(root.kind);
  const spec = scalable
    ? { minAvailable: null, maxUnavailable: 1 }
    : { maxUnavailable: null, minAvailable: Math.max(0, budget.expectedPods - 1) };
  return patchOf(budgetRef(budget), 'merge', { spec });
}

function tooFewHealthy(subject: ReadinessSubject, budget: DisruptionBudget, refused: readonly Pod[]): NewFinding {
  const sick = subject.index.podsUnder(budget).filter((pod) => !pod.ready && pod.terminatingSince === undefined);
  const alwaysAllow = budget.unhealthyPodEvictionPolicy === 'AlwaysAllow';
  const who = sick.length > 0 ? ` Not ready: ${some(sick.map(({ name }) => name))}.` : '';
  return {
    ...blocked(subject, budget, refused),
    what: `Too few of the budget's pods are healthy, so ${count(refused.length, 'pod')} on this pool may not be evicted now.${who}`,
    remedy:
      sick.length > 0 && !alwaysAllow
        ? 'Mend the pods that are not ready; a budget that lets unhealthy pods go would not hold the drain up for them.'
        : 'Mend the pods that are not ready, or wait until enough are healthy again.',
    ...(alwaysAllow
      ? {}
      : { patch: patchOf(budgetRef(budget), 'merge', { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }) }),
  };
}

function notObserved(subject: ReadinessSubject, budget: DisruptionBudget, pods: readonly Pod[]): NewFinding {
  const selected = subject.index.podsUnder(budget);
  const desired = desiredHealthy(budget, selected.length);
  return {
    level: 'unknown',
    object: budgetRef(budget),
    ...ownedBy(subject, budget),
    what: `The budget was changed and its numbers are not those of the change yet; until they are, evictions of ${count(pods.length, 'pod')} on this pool are refused.`,
    arithmetic: `${boundText(budget, selected.length)}; ${count(selected.length, 'pod')} selected, must stay healthy ${desired ?? 'unknown'}`,
    remedy: 'Look again in a minute; if it stays so, the disruption controller does not reach this budget.',
  };
}

function blocked(subject: ReadinessSubject, budget: DisruptionBudget, refused: readonly Pod[]) {
  return {
    level: 'blocks' as const,
    object: budgetRef(budget),
    ...ownedBy(subject, budget, refused),
    arithmetic: budgetArithmetic(budget),
  };
}

function ownedBy({ index }: ReadinessSubject, budget: DisruptionBudget, pods: readonly Pod[] = []) {
  const [pod] = pods;
  const own = index.ownerOf(budgetRef(budget), [budget.labels, budget.annotations, ...(pod ? [pod.labels] : [])]);
  return owned((pod && index.ownerOfPod(pod)) ?? own);
}

function rootOf({ index }: ReadinessSubject, pods: readonly Pod[]): ObjectRef | undefined {
  const [pod] = pods;
  return pod && index.rootOf(pod);
}
