import type { ModelCluster } from './cluster.ts';
import type { Actor, ModelNode, ModelPool } from './model.ts';

/** A machine that starts and joins; Ready after the cluster's `joinMs`. */
export function addNode(cluster: ModelCluster, pool: ModelPool, joinMs = cluster.settings.joinMs): ModelNode {
  pool.made += 1;
  return joinNode(cluster, pool, `aks-${pool.name}-vmss${String(pool.made).padStart(6, '0')}`, joinMs);
}

/** The same machine with the pool's present image, as a reimage leaves it: no marks, no taints but the pool's own. */
export function joinNode(cluster: ModelCluster, pool: ModelPool, name: string, joinMs: number): ModelNode {
  const node: ModelNode = {
    name,
    pool: pool.name,
    image: pool.image,
    kubernetes: pool.kubernetes,
    createdAt: cluster.now,
    readyAt: cluster.now + joinMs,
    dead: false,
    unschedulable: false,
    taints: poolTaints(pool),
    marks: {},
  };
  cluster.nodes.set(name, node);
  cluster.time.after(joinMs, () => cluster.changed());
  cluster.changed();
  return node;
}

/** The machine goes, and everything on it. */
export function removeNode(cluster: ModelCluster, node: ModelNode, by: Actor): void {
  for (const pod of cluster.podsOn(node.name)) {
    if (pod.workload?.kind !== 'DaemonSet' && pod.terminatingSince === undefined) {
      cluster.note(by, 'lose-pod', `pod ${pod.namespace}/${pod.name}`, true, `${pod.uid} placed ${pod.placedAt ?? 0}`);
    }
    cluster.pods.delete(pod.uid);
  }
  cluster.nodes.delete(node.name);
  cluster.note(by, 'remove-node', `node ${node.name}`, true);
}

/** Its kubelet stops answering; five minutes later its pods are given up, as the node lifecycle controller does. */
export function killNode(cluster: ModelCluster, node: ModelNode, repairMs: number): void {
  if (node.dead) return;
  node.dead = true;
  cluster.foreign.add(`node|${node.name}`);
  cluster.note('fate', 'kill-node', `node ${node.name}`, true);
  cluster.time.after(Math.min(300_000, repairMs), () => {
    if (cluster.nodes.get(node.name) !== node || !node.dead) return;
    for (const pod of cluster.podsOn(node.name)) cluster.pods.delete(pod.uid);
    cluster.changed();
  });
  // Node auto-repair starts the machine again.
  cluster.time.after(repairMs, () => {
    if (cluster.nodes.get(node.name) !== node) return;
    node.dead = false;
    cluster.note('aks', 'repair-node', `node ${node.name}`, true);
  });
}

function poolTaints(pool: ModelPool): ModelNode['taints'] {
  const texts = pool.properties['nodeTaints'];
  if (!Array.isArray(texts)) return [];
  return texts.map((text: string) => {
    const [mark = '', effect = 'NoSchedule'] = text.split(':');
    const [key = '', value] = mark.split('=');
    return { key, ...(value === undefined ? {} : { value }), effect };
  });
}
