/** `ClusterLooker` and `DrainWatcher` over the model world. */
import type { ClusterLook, Pod, Seen } from '../../../shared/domain/cluster/facts.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { Need } from '../../../shared/domain/migration/step-rule.ts';
import type { ClusterLooker } from '../../../shared/ports/cluster-looker.ts';
import type { DrainState, DrainWatcher } from '../../../shared/ports/drain-watcher.ts';
import type { ModelCluster } from './cluster.ts';
import type { ModelNode } from './model.ts';
import { shownBudget, shownNode, shownPod, shownScaler, shownWorkloads } from './show.ts';
import type { World } from './world.ts';

export function worldClusterLooker(world: World): ClusterLooker {
  return {
    async look(clusterId, needs, pools): Promise<ClusterLook> {
      const cluster = world.cluster(clusterId);
      const base = { clusterId, readAt: world.now };
      const asked = new Set<Need>(needs);
      const unseen = notAnswering(cluster);
      const list = <T>(items: () => readonly T[]): Seen<T> => unseen ?? { kind: 'seen', items: items() };
      const podsToo = asked.has('pods-of-pools');
      return {
        ...base,
        ...((asked.has('nodes') || podsToo) && {
          nodes: list(() => nodesFor(cluster, pools).map((node) => shownNode(cluster, node))),
        }),
        ...((podsToo || asked.has('pending-pods')) && {
          pods: list(() => podsFor(cluster, podsToo ? pools : undefined, asked.has('pending-pods'))),
        }),
        ...(asked.has('workloads') && {
          workloads: list(() => cluster.workloads.flatMap((workload) => shownWorkloads(cluster, workload))),
        }),
        ...(asked.has('budgets') && {
          budgets: list(() => cluster.budgets.map((budget) => shownBudget(cluster, budget))),
        }),
        ...(asked.has('autoscalers') && { autoscalers: list(() => cluster.scalers.map(shownScaler)) }),
        ...(asked.has('events') && { events: list(() => []) }),
      };
    },
  };
}

/** Yields at once, and then whenever virtual time (or a test) has changed something, until its signal ends it. */
export function worldDrainWatcher(world: World): DrainWatcher {
  return {
    async *watch(clusterId, node, signal) {
      const cluster = world.cluster(clusterId);
      let shown = '';
      do {
        if (notAnswering(cluster)) throw new UpstreamError('CLUSTER_UNREACHABLE', 'the API server does not answer');
        const state = drainState(world.cluster(clusterId), node);
        const text = JSON.stringify(state);
        if (text !== shown) {
          shown = text;
          yield state;
        } else await change(cluster, signal);
      } while (!signal.aborted);
    },
  };
}

function drainState(cluster: ModelCluster, node: string): DrainState {
  return {
    pods: cluster.podsOn(node).map((pod) => shownPod(cluster, pod)),
    budgets: cluster.budgets.map((budget) => shownBudget(cluster, budget)),
  };
}

function change(cluster: ModelCluster, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      cluster.listeners.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    cluster.listeners.add(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

/** Of these pools; of all where none is named. */
function nodesFor(cluster: ModelCluster, pools: readonly string[]): ModelNode[] {
  const nodes = [...cluster.nodes.values()];
  return pools.length === 0 ? nodes : nodes.filter(({ pool }) => pools.includes(pool));
}

function podsFor(cluster: ModelCluster, pools: readonly string[] | undefined, pending: boolean): Pod[] {
  const found: Pod[] = [];
  for (const pod of cluster.pods.values()) {
    const node = pod.node === undefined ? undefined : cluster.nodes.get(pod.node);
    const asked =
      pod.node === undefined
        ? pending
        : node !== undefined && pools !== undefined && (pools.length === 0 || pools.includes(node.pool));
    if (asked) found.push(shownPod(cluster, pod));
  }
  return found;
}

function notAnswering(cluster: ModelCluster): Extract<Seen<never>, { kind: 'not-seen' }> | undefined {
  if (cluster.power === 'running' && !cluster.gone) return undefined;
  return { kind: 'not-seen', reason: 'unreachable', detail: 'The API server does not answer.' };
}
