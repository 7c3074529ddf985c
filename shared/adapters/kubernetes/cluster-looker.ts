import type { ClusterLook, KubeNode, Pod, Seen } from '../../domain/cluster/facts.ts';
import type { Need } from '../../domain/migration/step-rule.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ClusterLooker } from '../../ports/cluster-looker.ts';
import type { ClusterConnections } from './connections.ts';
import type { KubernetesHttp } from './http.ts';
import { inTurn } from './in-turn.ts';
import { NARROW, WORKLOADS } from './kinds.ts';
import { type Kind, readList } from './list.ts';
import type { Refusal } from './refusal.ts';
import { together } from './together.ts';

/** Lists at a time. */
const AT_ONCE = 4;

/** Up to so many nodes each is asked for its own pods; beyond, one list of all pods is the smaller matter. */
const MOST_NODES_ASKED_SINGLY = 60;

export function kubernetesClusterLooker(connections: ClusterConnections, clock: Clock): ClusterLooker {
  return {
    async look(clusterId, needs, pools) {
      const head = { clusterId, readAt: clock.now() };
      const connection = await connections.to(clusterId);
      if ('reason' in connection) return { ...head, ...nothingSeen(needs, connection) };
      return { ...head, ...(await lists(connection.reader, new Set(needs), pools)) };
    },
  };
}

type Lists = Omit<ClusterLook, 'clusterId' | 'readAt'>;

async function lists(http: KubernetesHttp, needs: ReadonlySet<Need>, pools: readonly string[]): Promise<Lists> {
  const turn = inTurn(AT_ONCE);
  const read = <T>(kind: Kind<T>) => turn(() => readList(http, kind));
  const several = <T>(kinds: Readonly<Record<string, Kind<T>>>) =>
    Promise.all(Object.entries(kinds).map(async ([name, kind]) => ({ name, seen: await read(kind) }))).then(together);
  const need = <T>(name: Need, work: () => Promise<T>) => (needs.has(name) ? work() : undefined);

  const [nodesAndPods, pending, workloads, budgets, autoscalers, events] = await Promise.all([
    needs.has('nodes') || needs.has('pods-of-pools') ? nodesWithPods() : undefined,
    need('pending-pods', () => read(NARROW.pendingPods)),
    need('workloads', () => several(WORKLOADS)),
    need('budgets', () => read(NARROW.budgets)),
    need('autoscalers', () => read(NARROW.autoscalers)),
    need('events', () => several(NARROW.events)),
  ]);
  const pods = allPods(nodesAndPods?.pods, pending);
  return {
    ...(nodesAndPods && { nodes: nodesAndPods.nodes }),
    ...(pods && { pods }),
    ...(workloads && { workloads }),
    ...(budgets && { budgets }),
    ...(autoscalers && { autoscalers }),
    ...(events && { events }),
  };

  async function nodesWithPods(): Promise<{ nodes: Seen<KubeNode>; pods?: Seen<Pod> }> {
    const nodes = await read(NARROW.nodesOf(pools));
    if (!needs.has('pods-of-pools')) return { nodes };
    if (nodes.kind === 'not-seen') return { nodes, pods: { ...nodes, detail: `nodes: ${nodes.detail}` } };
    const names = nodes.items.map(({ name }) => name);
    if (names.length > MOST_NODES_ASKED_SINGLY) return { nodes, pods: await read(NARROW.podsOnAnyOf(new Set(names))) };
    const each = await Promise.all(names.map(async (name) => ({ name, seen: await read(NARROW.podsOn(name)) })));
    return { nodes, pods: together(each) };
  }
}

/** A pod that waits on one of the nodes is in both lists. */
function allPods(onNodes: Seen<Pod> | undefined, pending: Seen<Pod> | undefined): Seen<Pod> | undefined {
  if (!onNodes || !pending) return onNodes ?? pending;
  if (onNodes.kind === 'not-seen') return onNodes;
  if (pending.kind === 'not-seen') return { ...pending, detail: `pending pods: ${pending.detail}` };
  const known = new Set(onNodes.items.map(({ uid }) => uid));
  return { kind: 'seen', items: [...onNodes.items, ...pending.items.filter(({ uid }) => !known.has(uid))] };
}

/** Every list that was asked for says why it is not there. */
function nothingSeen(needs: readonly Need[], { reason, detail }: Refusal): Lists {
  const seen = { kind: 'not-seen', reason, detail } as const;
  const wants = (...names: Need[]) => names.some((name) => needs.includes(name));
  return {
    ...(wants('nodes', 'pods-of-pools') && { nodes: seen }),
    ...(wants('pods-of-pools', 'pending-pods') && { pods: seen }),
    ...(wants('workloads') && { workloads: seen }),
    ...(wants('budgets') && { budgets: seen }),
    ...(wants('autoscalers') && { autoscalers: seen }),
    ...(wants('events') && { events: seen }),
  };
}
