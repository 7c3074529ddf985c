import type { DaemonSetSignal, Signal, Signals } from '../../domain/alert/signals.ts';
import type { ClusterEvent, Seen, Workload } from '../../domain/cluster/facts.ts';
import { type ObjectRef, refKey } from '../../domain/cluster/object-ref.ts';
import { mayRunOn } from '../../domain/cluster/placement.ts';
import type { Instant } from '../../domain/time.ts';
import type { SignalQuestion } from '../../ports/signal-source.ts';
import { type NodeRow, troublesOf } from './node-row.ts';
import type { PodRow } from './pod-row.ts';

/** What was read of one cluster in one look. */
export interface Rows {
  readonly nodes: Seen<NodeRow>;
  readonly pods: Seen<PodRow>;
  readonly daemonSets: Seen<Workload>;
  readonly events: Seen<ClusterEvent>;
}

/** A pod that was just made, and a node that just came, may take this long to be ready. */
const SETTLES_MS = 120_000;

export function signalsOfRows(clusterId: string, rows: Rows, { pools, since }: SignalQuestion, now: Instant): Signals {
  const { nodes, pods, daemonSets, events } = rows;
  const ofPools = (row: NodeRow) => pools.length === 0 || (row.pool !== undefined && pools.includes(row.pool));
  return {
    clusterId,
    readAt: now,
    nodes: from(nodes, (items) =>
      items.filter(ofPools).map(({ name, pool, ready, since: changed }) => ({
        name,
        ...(pool && { pool }),
        ready,
        ...(changed !== undefined && { since: changed }),
      })),
    ),
    restarts: from(pods, (items) =>
      items.map((pod) => {
        const { uid, node, workload, restarts } = pod;
        return { pod: refOf(pod), uid, node, workload, restarts };
      }),
    ),
    pending: from(pods, (items) =>
      items.filter(isPending).map((pod) => {
        const { uid, workload, createdAt, why } = pod;
        return { pod: refOf(pod), uid, ...(workload && { workload }), since: createdAt, ...(why && { why }) };
      }),
    ),
    pastGrace: from(pods, (items) =>
      items.flatMap((pod) => {
        const { uid, node, workload, graceEnds } = pod;
        if (graceEnds === undefined || graceEnds >= now) return [];
        return [{ pod: refOf(pod), uid, ...(node && { node }), ...(workload && { workload }), graceEnded: graceEnds }];
      }),
    ),
    daemonSets:
      nodes.kind === 'seen'
        ? fromBoth(daemonSets, pods, (sets, podRows) =>
            daemonSetSignals(sets, nodes.items.filter(ofPools), podRows, now),
          )
        : from(nodes, () => []),
    nodeTroubles: fromBoth(nodes, events, (items, found) => [
      ...items.flatMap(({ troubles }) => troubles),
      ...troublesOf(found, since),
    ]),
  };
}

/** A pod that is on its way out waits for nothing. */
function isPending({ pending, graceEnds }: PodRow): boolean {
  return pending && graceEnds === undefined;
}

function refOf({ namespace, name }: Pick<PodRow, 'namespace' | 'name'>): ObjectRef {
  return { kind: 'Pod', namespace, name };
}

/**
 * On which nodes a DaemonSet's pod fails, or is missing although the DaemonSet may run there and its controller wants it
 * somewhere. What has just been made is given time.
 */
function daemonSetSignals(
  sets: readonly Workload[],
  nodes: readonly NodeRow[],
  pods: readonly PodRow[],
  now: Instant,
): DaemonSetSignal[] {
  const bySet = Map.groupBy(
    pods.filter(({ workload, graceEnds }) => workload?.kind === 'DaemonSet' && graceEnds === undefined),
    ({ workload }) => refKey(workload as ObjectRef),
  );
  return sets.map((set) => {
    const { namespace, name, replicas, ready } = set;
    const workload = { kind: 'DaemonSet', namespace, name };
    const own = bySet.get(refKey(workload)) ?? [];
    const fails = own.filter((pod) => pod.failing || (!pod.ready && now - pod.createdAt > SETTLES_MS));
    const there = new Set(own.map(({ node }) => node));
    const bare =
      replicas <= own.length
        ? []
        : nodes.filter(
            (node) =>
              !there.has(node.name) && node.ready && now - node.createdAt > SETTLES_MS && mayRunOn(set, node.placement),
          );
    const missing = bare.slice(0, Math.max(0, replicas - own.length)).map((node) => node.name);
    const failing = [...new Set([...fails.flatMap(({ node }) => (node === undefined ? [] : [node])), ...missing])];
    return { workload, wanted: replicas, ready, failing: failing.toSorted() };
  });
}

function signalOf<T>(seen: Seen<T>): Signal<readonly T[]> {
  return seen.kind === 'seen'
    ? { kind: 'seen', value: seen.items, source: 'kubernetes' }
    : { kind: 'unknown', why: seen.detail, source: 'kubernetes' };
}

function from<A, S>(a: Seen<A>, make: (a: readonly A[]) => S): Signal<S> {
  const seen = signalOf(a);
  return seen.kind === 'unknown' ? seen : { ...seen, value: make(seen.value) };
}

/** Unknown as soon as one of them is. */
function fromBoth<A, B, S>(a: Seen<A>, b: Seen<B>, make: (a: readonly A[], b: readonly B[]) => S): Signal<S> {
  const second = signalOf(b);
  return second.kind === 'unknown' ? second : from(a, (items) => make(items, second.value));
}
