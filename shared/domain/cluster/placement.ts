import type { KubeNode, Pod, Taint, Toleration } from './facts.ts';
import { affinityHolds } from './labels.ts';

/** What of a pod decides which nodes it may run on, apart from room and volumes. */
export type PlacementRules = Pick<Pod, 'nodeSelector' | 'nodeAffinity' | 'tolerations'>;

export type Refusal = 'not-ready' | 'cordoned' | 'taint' | 'selector' | 'affinity';

/** Why the scheduler would not take this node whatever its room; `undefined` when it may. */
export function refusalOf(pod: PlacementRules, node: KubeNode): Refusal | undefined {
  if (!node.ready) return 'not-ready';
  if (node.unschedulable) return 'cordoned';
  return lastingRefusal(pod, node);
}

/** The same without what passes: readiness and cordons. */
export function lastingRefusal(pod: PlacementRules, node: KubeNode): Refusal | undefined {
  if (node.taints.some((taint) => !PASSING.includes(taint.key) && !isTolerated(taint, pod.tolerations))) return 'taint';
  for (const key in pod.nodeSelector) {
    if (!Object.hasOwn(node.labels, key) || node.labels[key] !== pod.nodeSelector[key]) return 'selector';
  }
  return affinityHolds(pod.nodeAffinity, node) ? undefined : 'affinity';
}

/** May pods with these rules run on nodes like this one, once it is ready? */
export function mayRunOn(pod: PlacementRules, node: KubeNode): boolean {
  return lastingRefusal(pod, node) === undefined;
}

/** Kubernetes sets these by the state of the node; `ready` and `unschedulable` tell it already. */
const PASSING = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable', 'node.kubernetes.io/unschedulable'];

/** `PreferNoSchedule` is a wish, which no pod has to tolerate. */
export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  if (taint.effect === 'PreferNoSchedule') return true;
  return tolerations.some(
    ({ key, operator, value, effect }) =>
      (!effect || effect === taint.effect) &&
      // Without a key, `Exists` tolerates everything and `Equal` nothing.
      (!key ? operator === 'Exists' : key === taint.key) &&
      (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
  );
}
