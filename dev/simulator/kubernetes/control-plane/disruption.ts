import { resourceOfKind } from '../api/resources.ts';
import type { ClusterWorld } from '../cluster-world.ts';
import {
  type Condition,
  controllerOf,
  type DisruptionBudget,
  isGoing,
  isReady,
  type Pod,
  type Workload,
  withCondition,
} from '../objects.ts';
import { selectorTest } from '../selectors/labels.ts';
import { keyOf } from '../store/collection.ts';
import { scaled } from '../world/objects-of-workload.ts';
import { type Controller, splitKey } from './controller.ts';

/** How long an eviction counts against a budget before its pod is seen to go. */
const DISRUPTION_MILLISECONDS = 120_000;

/** Counts for each budget how many of its pods may be disrupted. */
export const disruption = (cluster: ClusterWorld): Controller => ({
  name: 'disruption',
  concerns(event) {
    if (event.kind === 'poddisruptionbudgets') return [keyOf(event.object)];
    if (event.kind !== 'pods') return [];
    const { namespace, labels = {} } = event.object.metadata;
    return cluster.store
      .list('poddisruptionbudgets')
      .filter((budget) => budget.metadata.namespace === namespace && selectorTest(budget.spec.selector)(labels))
      .map(keyOf);
  },
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const budget = cluster.store.get('poddisruptionbudgets', namespace, name);
    if (!budget) return;
    const matches = selectorTest(budget.spec.selector);
    const pods = podsIn(cluster, namespace).filter((pod) => matches(pod.metadata.labels ?? {}));
    const status = statusOf(cluster, budget, pods);
    if (JSON.stringify(status) !== JSON.stringify(budget.status))
      cluster.store.put('poddisruptionbudgets', { ...budget, status });
  },
});

/** Pods of a namespace: they lie together in the sorted list. */
function podsIn(cluster: ClusterWorld, namespace: string): readonly Pod[] {
  const pods = cluster.store.list('pods');
  let low = 0;
  let high = pods.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(pods[middle] as Pod) < `${namespace}/`) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (pods[end]?.metadata.namespace === namespace) end++;
  return pods.slice(low, end);
}

function statusOf(
  cluster: ClusterWorld,
  { metadata, spec, status }: DisruptionBudget,
  pods: readonly Pod[],
): DisruptionBudget['status'] {
  const disruptedPods = stillDisrupted(cluster, status.disruptedPods ?? {}, pods);
  const currentHealthy = pods.filter(
    (pod) => isReady(pod) && !isGoing(pod) && !(pod.metadata.name in disruptedPods),
  ).length;
  const { expectedPods, desiredHealthy } = arithmetic(spec, pods.length, () => wantedPods(cluster, pods));
  const spare = currentHealthy - desiredHealthy;
  const disruptionsAllowed = expectedPods <= 0 || spare <= 0 ? 0 : spare;
  const observedGeneration = metadata.generation ?? 1;
  return {
    observedGeneration,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    conditions: withCondition(status.conditions, allowed(disruptionsAllowed > 0, observedGeneration, cluster.stamp())),
  };
}

const allowed = (yes: boolean, observedGeneration: number, now: string): Condition => ({
  type: 'DisruptionAllowed',
  status: yes ? 'True' : 'False',
  observedGeneration,
  lastTransitionTime: now,
  reason: yes ? 'SufficientPods' : 'InsufficientPods',
  message: '',
});

/**
 * How many pods a budget expects and how many must stay healthy.
 *
 * @param selected pods that the selector matches
 * @param wanted how many the owners of those pods want; asked only where it counts
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function arithmetic(
  { minAvailable, maxUnavailable }: DisruptionBudget['spec'],
  selected: number,
  wanted: () => number,
): { expectedPods: number; desiredHealthy: number } {
  if (maxUnavailable !== undefined) {
    const expectedPods = wanted();
    return { expectedPods, desiredHealthy: Math.max(0, expectedPods - scaled(maxUnavailable, expectedPods, 'up')) };
  }
  if (typeof minAvailable === 'string' && minAvailable.endsWith('%')) {
    const expectedPods = wanted();
    return { expectedPods, desiredHealthy: scaled(minAvailable, expectedPods, 'up') };
  }
  return { expectedPods: selected, desiredHealthy: Number(minAvailable ?? 1) };
}

/** What the owners of the pods want in all; bare pods count for nothing. */
function wantedPods(cluster: ClusterWorld, pods: readonly Pod[]): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (!owner || owners.has(owner.uid)) continue;
    const plural = resourceOfKind(owner.kind)?.plural ?? '';
    const object = cluster.store.get(plural, pod.metadata.namespace, owner.name);
    const deployment = object && owner.kind === 'ReplicaSet' ? controllerOf(object) : undefined;
    const top = deployment ? cluster.store.get('deployments', pod.metadata.namespace, deployment.name) : object;
    owners.set(owner.uid, 0);
    owners.set(deployment?.uid ?? owner.uid, (top as Workload | undefined)?.spec.replicas ?? 0);
  }
  return [...owners.values()].reduce((sum, count) => sum + count, 0);
}

function stillDisrupted(
  cluster: ClusterWorld,
  disrupted: Readonly<Record<string, string>>,
  pods: readonly Pod[],
): Record<string, string> {
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]));
  return Object.fromEntries(
    Object.entries(disrupted).filter(([name, at]) => {
      const pod = byName.get(name);
      return pod !== undefined && !isGoing(pod) && Date.parse(at) + DISRUPTION_MILLISECONDS > cluster.now();
    }),
  );
}
