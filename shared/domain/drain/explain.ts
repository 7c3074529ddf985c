import { type ObjectRef, refText } from '../cluster/object-ref.ts';
import { ownerIn } from '../cluster/owners.ts';
import type { Instant } from '../time.ts';
import { explainBudget, explainOverlap } from './explain-budget.ts';
import { explainEnding } from './explain-ending.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Remedy, StuckPod } from './stuck.ts';
import type { DrainContext, Explanation, Trouble, Words } from './trouble.ts';
import { workloadOf } from './workload-of.ts';

/** One stuck pod in words. */
export function explain(
  trouble: Trouble,
  { node, ownerKeys, others }: DrainContext & { readonly others: number },
  now: Instant,
): StuckPod {
  const { pod, cause, since, refusals, budgets } = trouble;
  const [budget] = budgets;
  const workload = workloadOf(pod);
  const owner = ownerIn(
    [pod.labels, ...budgets.flatMap(({ labels, annotations }) => [labels, annotations])],
    ownerKeys,
  );
  const { why, by, remedies } = explanationOf(trouble, {
    node,
    ...(workload && { workload }),
    ...(owner && { owner }),
  });
  return {
    pod: { namespace: pod.namespace, name: pod.name },
    node,
    cause,
    since,
    seenAt: now,
    refusals,
    why,
    ...(by && { by }),
    ...(budget &&
      (cause === 'budget-full' || cause === 'budget-not-observed') && {
        budget: {
          expected: budget.expectedPods,
          healthy: budget.currentHealthy,
          desired: budget.desiredHealthy,
          allowed: budget.disruptionsAllowed,
        },
      }),
    ...(workload && { workload }),
    ...(owner && { owner }),
    blocks: blocksText(node, others),
    remedies: withOwner(remedies, owner, workload),
  };
}

function explanationOf(trouble: Trouble, words: Words): Explanation {
  switch (trouble.cause) {
    case 'budget-full':
    case 'budget-not-observed':
      return explainBudget(trouble, words);
    case 'budgets-overlap':
      return explainOverlap(trouble);
    case 'finalizer':
    case 'volume':
    case 'past-grace':
      return explainEnding(trouble, words);
    case 'server-busy':
    case 'webhook':
    case 'forbidden':
    case 'unmanaged':
    case 'upstream':
      return explainRefusal(trouble, words);
  }
}

function blocksText(node: string, others: number): string {
  const rest = others === 0 ? '' : ` with ${others} other ${others === 1 ? 'pod' : 'pods'} still on it`;
  return `Node ${node}${rest} cannot be emptied, and every node after it waits.`;
}

/** Whoever owns it is asked after what helps by itself, and before anything is forced. */
function withOwner(remedies: readonly Remedy[], owner: string | undefined, workload: ObjectRef | undefined) {
  if (remedies.some(({ kind }) => kind === 'ask-owner')) return remedies;
  const of = workload ? refText(workload) : 'the pod';
  const what = owner ? `Ask ${owner}, who owns ${of}.` : `Ask who owns ${of}: no label or annotation names anybody.`;
  const force = remedies.findIndex(({ kind }) => kind === 'force');
  const at = force === -1 ? remedies.length : force;
  return [...remedies.slice(0, at), { kind: 'ask-owner', what } as const, ...remedies.slice(at)];
}
