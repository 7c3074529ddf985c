import { itemsOf } from '../cluster/cluster-index.ts';
import type { DisruptionBudget, Pod, Workload } from '../cluster/facts.ts';
import { type ObjectRef, refKey, refText } from '../cluster/object-ref.ts';
import { desiredHealthy } from '../readiness/budget-arithmetic.ts';
import { refOf } from './health.ts';
import { movableOn, nodesOf, type Pass } from './pass.ts';
import type { RememberedReplicas } from './remembered.ts';
import { autoscalerOf, autoscalerRef } from './replicas.ts';

/** No more than this is added: where it does not help, more pods would not either. */
export const MOST_ADDED = 2;

/** A workload that is given some replicas more, or one that would need it and is left, with the reason. */
export type Position =
  | { readonly kind: 'add'; readonly replicas: RememberedReplicas; readonly why: string }
  | { readonly kind: 'leave'; readonly workload: ObjectRef; readonly why: string };

/** Where one or two replicas more let some run on the target before the first eviction; sorted by workload. */
export function positionsOf(pass: Pass): Position[] {
  const { index } = pass;
  const onSource = new Map<string, Pod[]>();
  for (const { name } of nodesOf(pass, pass.source)) {
    for (const pod of movableOn(pass, name)) {
      const key = refKey(index.rootOf(pod));
      onSource.set(key, [...(onSource.get(key) ?? []), pod]);
    }
  }
  return itemsOf(index.facts.workloads)
    .filter(({ kind, replicas }) => (kind === 'Deployment' || kind === 'StatefulSet') && replicas > 0)
    .flatMap((workload) => {
      const pods = onSource.get(refKey(refOf(workload)));
      const position = pods && positionOf(pass, workload, pods);
      return position ? [position] : [];
    })
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function positionOf(pass: Pass, workload: Workload, pods: readonly Pod[]): Position | undefined {
  const [pod] = pods;
  if (!pod) return undefined;
  const budgets = pass.index.budgets.of(pod);
  const [budget] = budgets;
  const { replicas } = workload;
  const tight = budget !== undefined && !letsOneGo(budget, budget.expectedPods);
  if (replicas > 1 && !tight) return undefined;
  const ref = refOf(workload);
  const leave = (why: string): Position => ({ kind: 'leave', workload: ref, why: `${refText(ref)} is left: ${why}` });
  if (budgets.length > 1) return leave('two budgets cover its pods, and no number of replicas satisfies both.');
  if (pods.some(({ claims }) => claims.length > 0)) return leave('a further replica would need a volume of its own.');
  const added = budget && tight ? addedFor(budget) : 1;
  if (added === undefined) return leave(`its budget ${budget?.name ?? ''} would not let a pod go with more either.`);
  const during = replicas + added;
  const because = tight ? `its budget ${budget?.name ?? ''} lets none go` : 'it has one pod only';
  const autoscaler = autoscalerOf(pass.facts.look, ref);
  if (!autoscaler) {
    const why = `${refText(ref)} gets ${added} more, for ${because}.`;
    return { kind: 'add', replicas: { workload: ref, before: replicas, during }, why };
  }
  if (during > autoscaler.maxReplicas) return leave(`its autoscaler allows ${autoscaler.maxReplicas} and no more.`);
  return {
    kind: 'add',
    replicas: { workload: ref, autoscaler: autoscalerRef(autoscaler), before: autoscaler.minReplicas, during },
    why: `${refText(ref)} gets ${added} more through its autoscaler's least number, for ${because}.`,
  };
}

/** With `pods` pods, all of them healthy. */
function letsOneGo(budget: DisruptionBudget, pods: number): boolean {
  const desired = desiredHealthy(budget, pods);
  return desired === undefined || pods - desired >= 1;
}

function addedFor(budget: DisruptionBudget): number | undefined {
  for (let added = 1; added <= MOST_ADDED; added += 1) {
    if (letsOneGo(budget, budget.expectedPods + added)) return added;
  }
  return undefined;
}

function keyOf(position: Position): string {
  return refKey(position.kind === 'add' ? position.replicas.workload : position.workload);
}
