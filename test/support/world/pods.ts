import { budgetState, budgetsOf } from './budgets.ts';
import type { ModelCluster } from './cluster.ts';
import type { Actor, ModelPod, ModelWorkload } from './model.ts';

export function makePod(cluster: ModelCluster, workload: ModelWorkload, node?: string): ModelPod {
  cluster.made += 1;
  workload.made += 1;
  const pod: ModelPod = {
    namespace: workload.namespace,
    name: workload.kind === 'StatefulSet' ? freeOrdinal(cluster, workload) : `${workload.name}-${workload.made}`,
    uid: `u-${cluster.made}`,
    workload,
    cpu: workload.cpu,
    graceSeconds: workload.graceSeconds,
    createdAt: cluster.now,
    finalizer: workload.finalizer,
    stopped: false,
  };
  cluster.pods.set(pod.uid, pod);
  if (node !== undefined) placePod(cluster, pod, node);
  return pod;
}

export function placePod(cluster: ModelCluster, pod: ModelPod, node: string): void {
  pod.node = node;
  pod.placedAt = cluster.now;
  pod.readyAt = cluster.now + (pod.workload?.startSeconds ?? 1) * 1000;
  // Its becoming Ready changes budgets: whoever watches is told then.
  cluster.time.after((pod.workload?.startSeconds ?? 1) * 1000, () => {
    if (cluster.pods.has(pod.uid)) cluster.changed();
  });
}

/** Tells a pod to go; it is gone when its process ended, or stays while a finalizer holds it. */
export function terminatePod(cluster: ModelCluster, pod: ModelPod, graceSeconds = pod.graceSeconds): void {
  if (pod.terminatingSince !== undefined) return;
  pod.terminatingSince = cluster.now;
  pod.terminatingGrace = graceSeconds;
  cluster.changed();
  if (pod.node === undefined) {
    endPod(cluster, pod);
    return;
  }
  const stops = Math.min(pod.workload?.stopSeconds ?? 1, graceSeconds) * 1000;
  cluster.time.after(stops, () => {
    const node = pod.node === undefined ? undefined : cluster.nodes.get(pod.node);
    // The kubelet of a dead node confirms nothing; such a pod goes when its node does.
    if (node?.dead) return;
    endPod(cluster, pod);
  });
}

/** Its process ended. */
export function endPod(cluster: ModelCluster, pod: ModelPod): void {
  pod.stopped = true;
  if (!pod.finalizer) cluster.pods.delete(pod.uid);
  cluster.changed();
}

/** Takes the finalizer off, as its own controller would. */
export function releasePod(cluster: ModelCluster, pod: ModelPod): void {
  pod.finalizer = false;
  if (pod.stopped) cluster.pods.delete(pod.uid);
  cluster.changed();
}

export type Eviction =
  | { readonly kind: 'accepted'; readonly effect: boolean }
  | { readonly kind: 'budget'; readonly because: string; readonly observed: boolean; readonly budget: string }
  | { readonly kind: 'budgets-overlap'; readonly because: string };

/** What the Eviction API does: a budget is asked, and only then the pod is told to go. */
export function evictPod(cluster: ModelCluster, pod: ModelPod, graceSeconds: number, by: Actor): Eviction {
  if (pod.terminatingSince !== undefined) return { kind: 'accepted', effect: false };
  const budgets = pod.node === undefined ? [] : budgetsOf(cluster, pod);
  if (budgets.length > 1) {
    return {
      kind: 'budgets-overlap',
      because: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    };
  }
  const [budget] = budgets;
  if (budget) {
    const { healthy, desired, allowed } = budgetState(cluster, budget);
    const spare = !cluster.isPodReady(pod) && desired > 0 && healthy >= desired;
    if (!budget.observed || (allowed < 1 && !spare)) {
      return {
        kind: 'budget',
        because: `The disruption budget ${budget.name} needs ${desired} healthy pods and has ${healthy} currently`,
        observed: budget.observed,
        budget: budget.name,
      };
    }
  }
  cluster.note(by, 'evict', `pod ${pod.namespace}/${pod.name}`, true, `${pod.uid} on ${pod.node ?? 'no node'}`);
  terminatePod(cluster, pod, graceSeconds);
  return { kind: 'accepted', effect: true };
}

function freeOrdinal(cluster: ModelCluster, workload: ModelWorkload): string {
  const taken = new Set<string>();
  for (const pod of cluster.pods.values()) if (pod.workload === workload) taken.add(pod.name);
  for (let ordinal = 0; ; ordinal += 1) {
    const name = `${workload.name}-${ordinal}`;
    if (!taken.has(name)) return name;
  }
}
