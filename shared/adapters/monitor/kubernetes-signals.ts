import type { Seen } from '../../domain/cluster/facts.ts';
import type { Clock } from '../../ports/clock.ts';
import type { SignalSource } from '../../ports/signal-source.ts';
import type { ClusterConnection, ClusterConnections } from '../kubernetes/connections.ts';
import { NARROW, WORKLOADS } from '../kubernetes/kinds.ts';
import { type Kind, readList } from '../kubernetes/list.ts';
import type { RawNode, RawPod } from '../kubernetes/raw.ts';
import { share } from '../kubernetes/share.ts';
import { type KeptList, keptList } from './kept-list.ts';
import { type NodeRow, nodeRowOf } from './node-row.ts';
import { type PodRow, podRowOf } from './pod-row.ts';
import { type Rows, signalsOfRows } from './signals-of-rows.ts';

/** Clusters whose pods are kept from look to look; the one that was not looked at for longest goes first. */
const MOST_KEPT = 20;

/** A cluster that nobody asked about for so long is watched no more: what was kept of it goes. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/** A page of everything a pod has is cut down before the next one comes: small pages, little memory. */
const PAGE = 200;

/** One look takes no longer: the next one is a minute away. */
const LOOK_MS = 45_000;

interface Kept {
  readonly askedAt: number;
  readonly nodes: KeptList<NodeRow>;
  readonly pods: KeptList<PodRow>;
}

const NODES: Kind<NodeRow> = {
  path: '/api/v1/nodes',
  page: PAGE,
  cutter() {
    const shared = share();
    return (node: RawNode) => [nodeRowOf(node, shared)];
  },
};

const PODS: Kind<PodRow> = {
  path: '/api/v1/pods',
  page: PAGE,
  cutter() {
    const shared = share();
    return (pod: RawPod) => [podRowOf(pod, shared)];
  },
};

/**
 * Signals from the cluster's own API server: nothing has to be installed. Pods and nodes are read whole once and then only
 * their changes, so that a cluster in which nothing happens costs next to nothing.
 */
export function kubernetesSignals(
  connections: ClusterConnections,
  clock: Clock,
  deadline: (milliseconds: number) => AbortSignal,
): SignalSource {
  const kept = new Map<string, Kept>();

  function keptOf(clusterId: string): Kept {
    const now = clock.now();
    const lists = kept.get(clusterId) ?? { nodes: keptList(NODES), pods: keptList(PODS) };
    const known = { nodes: lists.nodes, pods: lists.pods, askedAt: now };
    kept.delete(clusterId);
    kept.set(clusterId, known);
    for (const [id, { askedAt }] of kept) if (now - askedAt > FORGOTTEN_AFTER_MS) kept.delete(id);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return known;
  }

  return {
    async read(clusterId, asked) {
      const connection = await connections.to(clusterId);
      if ('reason' in connection) {
        return signalsOfRows(clusterId, nothing(connection), asked, clock.now());
      }
      const read = await readRows(keptOf(clusterId), connection, deadline(LOOK_MS));
      return signalsOfRows(clusterId, read, asked, clock.now());
    },
  };
}

async function readRows({ nodes, pods }: Kept, connection: ClusterConnection, signal: AbortSignal): Promise<Rows> {
  const { reader } = connection;
  const [podRows, nodeRows, daemonSets, events] = await Promise.all([
    pods.look(connection, signal),
    nodes.look(connection, signal),
    readList(reader, WORKLOADS['DaemonSets'] as Kind<never>),
    readList(reader, NARROW.events['events of nodes']),
  ]);
  return { pods: podRows, nodes: nodeRows, daemonSets, events };
}

function nothing({ reason, detail }: Omit<Extract<Seen<never>, { kind: 'not-seen' }>, 'kind'>): Rows {
  const seen = { kind: 'not-seen', reason, detail } as const;
  return { nodes: seen, pods: seen, daemonSets: seen, events: seen };
}
