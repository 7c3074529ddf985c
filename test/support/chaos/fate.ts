/** What happens to a cluster without us: machines die, autoscalers scale, people do their own work. */
import type { ModelCluster } from '../world/cluster.ts';
import type { ModelNode, ModelPool } from '../world/model.ts';
import { addNode, killNode, removeNode } from '../world/nodes.ts';
import { releasePod } from '../world/pods.ts';
import { begin, countOf, end, followCount, touch } from '../world/pools.ts';
import type { TurnFaultKind } from './fault.ts';

const MINUTE = 60_000;

export type FateKind = Exclude<
  TurnFaultKind,
  | 'duplicate'
  | 'delay'
  | 'lose-messages'
  | 'alert'
  | 'command'
  | 'freeze-fleet'
  | 'withdraw-sign-off'
  | 'spoil-record'
  | 'skew'
>;

/** @returns whether there was anything that it could happen to */
export function strike(cluster: ModelCluster, kind: FateKind, pick: number): boolean {
  return DOES[kind](cluster, pick);
}

const DOES: Readonly<Record<FateKind, (cluster: ModelCluster, pick: number) => boolean>> = {
  'kill-node': (cluster, pick) => {
    const node = some([...cluster.nodes.values()], pick);
    if (node) killNode(cluster, node, (2 + Math.floor(pick * 40)) * MINUTE);
    return node !== undefined;
  },

  'replace-node': (cluster, pick) => {
    const node = some([...cluster.nodes.values()], pick);
    const pool = node && cluster.pools.get(node.pool);
    if (!node || !pool || pool.operation) return false;
    cluster.foreign.add(`node|${node.name}`);
    removeNode(cluster, node, 'fate');
    const repair = (): void => {
      if (cluster.pools.get(pool.name) !== pool) return;
      if (pool.operation) cluster.time.after(3 * MINUTE, repair);
      else if (cluster.nodesOf(pool.name).length < countOf(cluster, pool)) addNode(cluster, pool);
    };
    cluster.time.after(3 * MINUTE, repair);
    return true;
  },

  autoscale: (cluster, pick) => {
    const pool = some(
      [...cluster.pools.values()].filter(({ properties }) => properties['enableAutoScaling'] === true),
      pick,
    );
    if (!pool || cluster.busyWith() !== undefined) return false;
    const count = countOf(cluster, pool);
    const wanted = pick < 0.5 ? count + 1 : count - 1;
    if (wanted < Number(pool.properties['minCount']) || wanted > Number(pool.properties['maxCount'])) return false;
    pool.properties = { ...pool.properties, count: wanted };
    cluster.foreign.add(`count|${pool.name}`);
    cluster.note('autoscaler', 'set-count', `pool ${pool.name}`, true, String(wanted));
    touch(cluster, pool);
    followCount(cluster, pool, 'autoscaler');
    return true;
  },

  cordon: (cluster, pick) => {
    const node = some([...cluster.nodes.values()], pick);
    if (!node || node.unschedulable) return false;
    setCordon(cluster, node, true);
    return true;
  },

  uncordon: (cluster, pick) => {
    const node = some(
      [...cluster.nodes.values()].filter(({ unschedulable }) => unschedulable),
      pick,
    );
    if (!node) return false;
    setCordon(cluster, node, false);
    return true;
  },

  taint: (cluster, pick) => {
    const node = some([...cluster.nodes.values()], pick);
    if (!node || node.taints.some(({ key }) => key === 'maintenance')) return false;
    node.taints = [...node.taints, { key: 'maintenance', value: 'yes', effect: 'NoSchedule' }];
    cluster.foreign.add(`taint|${node.name}`);
    cluster.note('person', 'taint', `node ${node.name}`, true);
    // Their work is over after a while.
    cluster.time.after(30 * MINUTE, () => {
      node.taints = node.taints.filter(({ key }) => key !== 'maintenance');
      cluster.note('person', 'untaint', `node ${node.name}`, true);
    });
    return true;
  },

  scale: (cluster, pick) => {
    const workload = some(
      cluster.workloads.filter(({ kind }) => kind !== 'DaemonSet'),
      pick,
    );
    if (!workload) return false;
    const { namespace, name } = workload;
    const scaler = cluster.scalers.find((one) => one.workload === workload);
    cluster.foreign.add(`replicas|${namespace}/${name}`);
    cluster.note('person', 'scale', `${workload.kind} ${namespace}/${name}`, true);
    if (scaler) {
      if (pick < 0.5) scaler.min = Math.max(1, scaler.min - 1);
      else scaler.wish = Math.min(scaler.max, scaler.wish + 1);
    } else workload.replicas = Math.max(1, workload.replicas + (pick < 0.5 ? -1 : 1));
    cluster.changed();
    return true;
  },

  'set-scaling': (cluster, pick) =>
    change(cluster, pick, 'scaling', (pool) => {
      const count = cluster.nodesOf(pool.name).length;
      return pool.properties['enableAutoScaling'] === true
        ? { enableAutoScaling: false, count }
        : { enableAutoScaling: true, count, minCount: Math.max(1, count - 1), maxCount: count + 1 };
    }),

  'set-upgrade-settings': (cluster, pick) =>
    change(cluster, pick, 'upgrade-settings', () => ({ upgradeSettings: { maxSurge: '33%' } })),

  'pool-operation': (cluster, pick) => change(cluster, pick, 'labels', () => ({ nodeLabels: { touched: 'yes' } })),

  'delete-pool': (cluster, pick) => {
    // Rarely, and never the pool that the cluster itself stands on.
    const pool = some(
      [...cluster.pools.values()].filter(({ name }) => name !== 'system'),
      pick,
    );
    if (!pool || pick > 0.3 || cluster.pools.size < 3 || cluster.busyWith() !== undefined) return false;
    cluster.foreign.add(`pool|${pool.name}`);
    cluster.note('person', 'delete-pool', `pool ${pool.name}`, true);
    begin(cluster, pool, 'delete', cluster.settings.operationMs, () => {
      for (const node of cluster.nodesOf(pool.name)) removeNode(cluster, node, 'person');
      cluster.pools.delete(pool.name);
      cluster.changed();
    });
    return true;
  },

  'stop-cluster': (cluster, pick) => {
    if (cluster.power === 'stopped' || cluster.busyWith() !== undefined) return false;
    cluster.power = 'stopped';
    cluster.note('person', 'stop-cluster', 'cluster', true);
    cluster.time.after((1 + Math.floor(pick * 60)) * MINUTE, () => {
      cluster.power = 'running';
      cluster.note('person', 'start-cluster', 'cluster', true);
    });
    return true;
  },

  'tighten-budget': (cluster, pick) => {
    const budget = some(cluster.budgets, pick);
    if (!budget || budget.maxUnavailable === undefined) return false;
    const before = budget.maxUnavailable;
    budget.maxUnavailable = '0';
    cluster.note('person', 'tighten-budget', `budget ${budget.name}`, true);
    cluster.time.after((1 + Math.floor(pick * 90)) * MINUTE, () => {
      budget.maxUnavailable = before === '0' ? '1' : before;
      cluster.note('person', 'loosen-budget', `budget ${budget.name}`, true);
    });
    return true;
  },

  'hold-pods': (cluster, pick) => {
    const pod = some(
      [...cluster.pods.values()].filter(({ workload }) => workload?.kind !== 'DaemonSet'),
      pick,
    );
    if (!pod || pod.finalizer) return false;
    pod.finalizer = true;
    cluster.note('person', 'hold-pod', `pod ${pod.namespace}/${pod.name}`, true);
    cluster.time.after((1 + Math.floor(pick * 40)) * MINUTE, () => {
      cluster.note('person', 'release-pod', `pod ${pod.namespace}/${pod.name}`, true);
      releasePod(cluster, pod);
    });
    return true;
  },

  'quota-gone': (cluster, pick) => {
    cluster.nodeQuota = 0;
    cluster.note('fate', 'quota-gone', 'cluster', true);
    cluster.time.after((1 + Math.floor(pick * 60)) * MINUTE, () => {
      cluster.nodeQuota = 100;
    });
    return true;
  },

  'upgrade-lies': (cluster) => {
    cluster.upgradesLie = true;
    cluster.note('fate', 'upgrade-lies', 'cluster', true);
    return true;
  },
};

/** Somebody sets a pool, as with `az aks nodepool update`. */
function change(
  cluster: ModelCluster,
  pick: number,
  what: string,
  properties: (pool: ModelPool) => Record<string, unknown>,
): boolean {
  const pool = some([...cluster.pools.values()], pick);
  if (!pool || cluster.power !== 'running' || cluster.busyWith() !== undefined) return false;
  pool.properties = { ...pool.properties, ...properties(pool) };
  cluster.foreign.add(`${what}|${pool.name}`);
  cluster.note('person', `set-${what}`, `pool ${pool.name}`, true);
  begin(cluster, pool, 'update', cluster.settings.operationMs, () => end(cluster, pool));
  return true;
}

function setCordon(cluster: ModelCluster, node: ModelNode, unschedulable: boolean): void {
  node.unschedulable = unschedulable;
  cluster.foreign.add(`cordon|${node.name}`);
  cluster.note('person', unschedulable ? 'cordon' : 'uncordon', `node ${node.name}`, true);
}

/** The same number chooses among things and how: its later digits choose the thing. */
export function some<T>(from: readonly T[], pick: number): T | undefined {
  return from[Math.floor(((pick * 997) % 1) * from.length)];
}
