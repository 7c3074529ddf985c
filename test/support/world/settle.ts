/** What Kubernetes' own controllers do at once: replicas are made and taken away, pods are placed where there is room. */
import type { ModelCluster } from './cluster.ts';
import type { ModelNode, ModelPod, ModelWorkload } from './model.ts';
import { makePod, placePod, terminatePod } from './pods.ts';

export function settle(cluster: ModelCluster): void {
  if (cluster.power !== 'running' || cluster.gone) {
    cluster.dirty = false;
    return;
  }
  for (let round = 0; cluster.dirty && round < 20; round += 1) {
    cluster.dirty = false;
    for (const scaler of cluster.scalers) {
      const wanted = Math.min(scaler.max, Math.max(scaler.min, scaler.wish));
      if (scaler.workload.replicas !== wanted) scaler.workload.replicas = wanted;
    }
    for (const workload of cluster.workloads) {
      if (workload.kind === 'DaemonSet') keepOnEveryNode(cluster, workload);
      else keepReplicas(cluster, workload);
    }
    for (const pod of cluster.pods.values()) {
      if (pod.node === undefined && pod.terminatingSince === undefined) {
        const node = roomFor(cluster, pod);
        if (node) {
          placePod(cluster, pod, node.name);
          cluster.changed();
        }
      }
    }
  }
}

/** Pods that found no place. */
export function pendingPods(cluster: ModelCluster): ModelPod[] {
  return [...cluster.pods.values()].filter((pod) => pod.node === undefined && pod.terminatingSince === undefined);
}

/** The node with the fewest pods that this pod may go to. */
export function roomFor(cluster: ModelCluster, pod: ModelPod): ModelNode | undefined {
  let best: ModelNode | undefined;
  let bestPods = Number.POSITIVE_INFINITY;
  for (const node of cluster.nodes.values()) {
    if (!cluster.isReady(node) || node.unschedulable || !fits(pod, node)) continue;
    const there = cluster.podsOn(node.name);
    const cpu = there.reduce((sum, other) => sum + other.cpu, 0);
    if (there.length >= cluster.settings.nodePods || cpu + pod.cpu > cluster.settings.nodeCpu) continue;
    if (there.length < bestPods) {
      best = node;
      bestPods = there.length;
    }
  }
  return best;
}

function fits(pod: ModelPod, node: ModelNode): boolean {
  const selector = pod.workload?.nodeSelector ?? {};
  for (const [key, value] of Object.entries(selector)) {
    if (!(key === 'agentpool' ? node.pool === value : key === 'kubernetes.io/os' && value === 'linux')) return false;
  }
  const tolerations = pod.workload?.tolerations ?? [];
  return node.taints.every(
    ({ key, value, effect }) =>
      effect === 'PreferNoSchedule' ||
      tolerations.some(
        (one) =>
          (one.key === undefined || one.key === key) &&
          (one.operator === 'Exists' || one.value === value) &&
          (one.effect === undefined || one.effect === effect),
      ),
  );
}

function keepReplicas(cluster: ModelCluster, workload: ModelWorkload): void {
  const alive: ModelPod[] = [];
  let leaving = 0;
  for (const pod of cluster.pods.values()) {
    if (pod.workload !== workload) continue;
    if (pod.terminatingSince === undefined) alive.push(pod);
    else leaving += 1;
  }
  // A StatefulSet waits until the pod before is gone for good.
  const counted = alive.length + (workload.kind === 'StatefulSet' ? leaving : 0);
  for (let missing = workload.replicas - counted; missing > 0; missing -= 1) {
    makePod(cluster, workload);
    cluster.changed();
  }
  const surplus = alive.length - workload.replicas;
  if (surplus <= 0) return;
  // As the ReplicaSet controller chooses: pending before placed, not Ready before Ready, younger before older.
  const chosen = alive.toSorted(
    (a, b) =>
      Number(a.node !== undefined) - Number(b.node !== undefined) ||
      Number(cluster.isPodReady(a)) - Number(cluster.isPodReady(b)) ||
      b.createdAt - a.createdAt,
  );
  for (const pod of chosen.slice(0, surplus)) terminatePod(cluster, pod);
}

function keepOnEveryNode(cluster: ModelCluster, workload: ModelWorkload): void {
  const covered = new Set<string>();
  for (const pod of cluster.pods.values()) {
    if (pod.workload !== workload || pod.node === undefined) continue;
    covered.add(pod.node);
  }
  for (const node of cluster.nodes.values()) {
    if (!covered.has(node.name) && cluster.isReady(node)) {
      makePod(cluster, workload, node.name);
      cluster.changed();
    }
  }
}
