/** The cluster autoscaler, for pools that have it on: a node more for pods without a place, a node less that is empty. */
import type { ModelCluster } from './cluster.ts';
import type { ModelPool } from './model.ts';
import { addNode, removeNode } from './nodes.ts';
import { countOf, touch } from './pools.ts';
import { pendingPods } from './settle.ts';

const TICK_MS = 300_000;
/** As the autoscaler's default: a node is taken away after ten minutes without need. */
const IDLE_MS = 600_000;

export function runAutoscaler(cluster: ModelCluster): void {
  const idleSince = new Map<string, number>();
  const tick = (): void => {
    cluster.time.after(TICK_MS, tick);
    if (cluster.gone || cluster.power !== 'running' || cluster.busyWith() !== undefined) return;
    for (const pool of cluster.pools.values()) {
      if (pool.properties['enableAutoScaling'] === true) scalePool(cluster, pool, idleSince);
    }
  };
  cluster.time.after(TICK_MS, tick);
}

function scalePool(cluster: ModelCluster, pool: ModelPool, idleSince: Map<string, number>): void {
  const most = Number(pool.properties['maxCount']);
  const least = Number(pool.properties['minCount']);
  const count = countOf(cluster, pool);
  const retiring = Array.isArray(pool.properties['nodeTaints']) && pool.properties['nodeTaints'].length > 0;
  if (pendingPods(cluster).length > 0 && count < most && !retiring) {
    setCount(cluster, pool, count + 1);
    addNode(cluster, pool);
    return;
  }
  for (const node of cluster.nodesOf(pool.name)) {
    const since = idleSince.get(node.name) ?? cluster.now;
    const idle = cluster.movableOn(node.name).length === 0;
    if (!idle) idleSince.delete(node.name);
    else if (!idleSince.has(node.name)) idleSince.set(node.name, cluster.now);
    else if (cluster.now - since >= IDLE_MS && count > least) {
      setCount(cluster, pool, count - 1);
      idleSince.delete(node.name);
      removeNode(cluster, node, 'autoscaler');
      return;
    }
  }
}

function setCount(cluster: ModelCluster, pool: ModelPool, count: number): void {
  pool.properties = { ...pool.properties, count };
  cluster.foreign.add(`count|${pool.name}`);
  cluster.note('autoscaler', 'set-count', `pool ${pool.name}`, true, String(count));
  touch(cluster, pool);
}
