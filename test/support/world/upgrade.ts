/** AKS' own upgrade of a pool: surge nodes first, then node by node through the Eviction API, as its settings say. */
import type { ModelCluster } from './cluster.ts';
import type { ModelNode, ModelPool, PoolOperation } from './model.ts';
import { addNode, joinNode, removeNode } from './nodes.ts';
import { evictPod } from './pods.ts';
import { begin, end } from './pools.ts';

const TICK_MS = 20_000;

export interface UpgradeTarget {
  readonly image: string;
  readonly kubernetes: string;
}

/** Everything is under way when it returns; the pool's nodes follow one after another as time goes by. */
export function beginUpgrade(
  cluster: ModelCluster,
  pool: ModelPool,
  kind: 'upgrade' | 'restore',
  target: UpgradeTarget,
): void {
  const before = { image: pool.image, kubernetes: pool.kubernetes };
  const lies = cluster.upgradesLie;
  cluster.upgradesLie = false;
  const operation = begin(cluster, pool, kind, cluster.settings.operationMs, () => {
    if (before.image !== target.image || before.kubernetes !== target.kubernetes) {
      pool.recentlyUsed.unshift({
        imageVersion: before.image,
        kubernetesVersion: before.kubernetes,
        usedUntil: cluster.now,
      });
    }
    pool.image = target.image;
    pool.kubernetes = target.kubernetes;
    if (lies) {
      cluster.note('aks', 'say-succeeded', `pool ${pool.name}`, true, 'and nothing was done');
      end(cluster, pool);
      return;
    }
    const old = cluster
      .nodesOf(pool.name)
      .filter((node) => !isAt(node, target))
      .map(({ name }) => name);
    if (old.length === 0) {
      end(cluster, pool);
      return;
    }
    const surge = addNode(cluster, pool);
    step(cluster, pool, operation, { target, old, surge: surge.name, drainingSince: cluster.now });
  });
}

interface Rolling {
  readonly target: UpgradeTarget;
  readonly old: string[];
  readonly surge: string;
  drainingSince: number;
}

function step(cluster: ModelCluster, pool: ModelPool, operation: PoolOperation, rolling: Rolling): void {
  cluster.time.after(TICK_MS, () => {
    if (operation.stopped || pool.operation !== operation) return;
    const again = advance(cluster, pool, rolling);
    if (again) step(cluster, pool, operation, rolling);
  });
}

/** @returns whether there is more to do */
function advance(cluster: ModelCluster, pool: ModelPool, rolling: Rolling): boolean {
  const surge = cluster.nodes.get(rolling.surge);
  const [name] = rolling.old;
  const node = name === undefined ? surge : cluster.nodes.get(name);
  if (!node) {
    rolling.old.shift();
    if (name !== undefined) return true;
    end(cluster, pool);
    return false;
  }
  const waits = cluster.nodesOf(pool.name).some((one) => isAt(one, rolling.target) && !cluster.isReady(one));
  if (waits && name !== undefined) return true;
  return drain(cluster, pool, rolling, node, name === undefined);
}

function drain(cluster: ModelCluster, pool: ModelPool, rolling: Rolling, node: ModelNode, last: boolean): boolean {
  if (!node.unschedulable) {
    node.unschedulable = true;
    rolling.drainingSince = cluster.now;
    cluster.note('aks', 'cordon', `node ${node.name}`, true);
  }
  const left = cluster.movableOn(node.name);
  for (const pod of left) evictPod(cluster, pod, pod.graceSeconds, 'aks');
  if (cluster.movableOn(node.name).length > 0) {
    if (cluster.now - rolling.drainingSince < drainTimeoutMs(pool)) return true;
    const [pod] = left;
    end(cluster, pool, {
      code: 'PodDrainFailure',
      message: `Drain of ${node.name} did not complete: pods [${pod?.namespace}/${pod?.name}] could not be evicted.`,
    });
    return false;
  }
  removeNode(cluster, node, 'aks');
  if (last) {
    end(cluster, pool);
    return false;
  }
  joinNode(cluster, pool, node.name, cluster.settings.joinMs);
  rolling.old.shift();
  return true;
}

function isAt(node: ModelNode, { image, kubernetes }: UpgradeTarget): boolean {
  return node.image === image && node.kubernetes === kubernetes;
}

function drainTimeoutMs(pool: ModelPool): number {
  const settings = pool.properties['upgradeSettings'] as { drainTimeoutInMinutes?: number | null } | undefined;
  return (settings?.drainTimeoutInMinutes ?? 30) * 60_000;
}
