import type { ArmPool } from '../../cluster/arm-facts.ts';
import { type ClusterIndex, itemsOf } from '../../cluster/cluster-index.ts';
import type { KubeNode, Labels } from '../../cluster/facts.ts';
import { isFinished, staysOnNode } from '../../cluster/pod-state.ts';
import type { ReadinessSubject } from '../subject.ts';

/** A node that pods could go to, with what is free on it. */
export interface Candidate {
  readonly node: KubeNode;
  /** `there`: runs now; `added`: the move brings it; `grown`: an autoscaler may add it. */
  readonly kind: 'there' | 'added' | 'grown';
  /** Millicores, bytes and pods; goes down as pods are placed. */
  cpu: number;
  memory: number;
  pods: number;
}

/** Which nodes give their pods up at once, and where these could go. */
export interface Places {
  readonly leaving: readonly KubeNode[];
  readonly candidates: readonly Candidate[];
}

const IMAGE_LABELS = ['kubernetes.azure.com/node-image-version', 'kubernetes.io/hostname'];
const POOL_LABELS = ['agentpool', 'kubernetes.azure.com/agentpool', ...IMAGE_LABELS];

/**
 * In place, a few nodes leave at a time (the fullest ones stand for the worst case) and their pods go to the
 * rest of the pool, to surge nodes and to other pools. Otherwise the whole pool leaves at once.
 */
export function placesOf(subject: ReadinessSubject): Places {
  const { index, view, move } = subject;
  const own = new Set(view.nodes.map(({ name }) => name));
  const others = itemsOf(index.facts.nodes).filter(({ name }) => !own.has(name));
  const there = others.map((node) => present(index, node, node));
  const grown = grownNodes(subject);
  if (move.kind === 'in-place') {
    const leaving = fullest(index, view.nodes, Math.max(1, move.surge, move.unavailable));
    const gone = new Set(leaving.map(({ name }) => name));
    const staying = view.nodes
      .filter(({ name }) => !gone.has(name))
      .map((node) => present(index, node, { ...node, labels: without(node.labels, IMAGE_LABELS) }));
    return { leaving, candidates: [...staying, ...added(subject, move.surge, IMAGE_LABELS), ...there, ...grown] };
  }
  const fresh = move.kind === 'new-pool' ? added(subject, move.nodes, POOL_LABELS, move.template) : [];
  return { leaving: view.nodes, candidates: [...fresh, ...there, ...grown] };
}

function present(index: ClusterIndex, node: KubeNode, as: KubeNode): Candidate {
  let { cpu, memory, podLimit: pods } = node;
  for (const pod of index.podsOn(node.name)) {
    if (isFinished(pod)) continue;
    cpu -= pod.cpu;
    memory -= pod.memory;
    pods -= 1;
  }
  return { node: as, kind: 'there', cpu, memory, pods };
}

/** New nodes are like the pool's own, zone by zone, without the labels that will differ. */
function added(
  { index, view }: ReadinessSubject,
  number: number,
  dropped: readonly string[],
  template?: KubeNode,
): Candidate[] {
  const samples = template ? [template] : onePerZone(view.nodes);
  return Array.from({ length: number }, (_, place) => samples[place % Math.max(1, samples.length)])
    .filter((sample) => sample !== undefined)
    .map((sample, place) => fresh(index, sample, 'added', `new-node-${place + 1}`, dropped));
}

/** Nodes that autoscalers of other pools may still add, like the one that each pool has already. */
function grownNodes({ arm, index, pool }: ReadinessSubject): Candidate[] {
  const pools: readonly ArmPool[] = arm?.pools.kind === 'seen' ? arm.pools.items : [];
  return pools.flatMap(({ name, poolId, autoscaler }) => {
    if (!autoscaler.enabled || poolId.toLowerCase() === pool.id) return [];
    const nodes = index.nodesOfPool(name);
    const samples = onePerZone(nodes);
    const more = Math.max(0, autoscaler.max - nodes.length);
    return Array.from({ length: more }, (_, place) => samples[place % Math.max(1, samples.length)])
      .filter((sample) => sample !== undefined)
      .map((sample, place) => fresh(index, sample, 'grown', `${name}-new-${place + 1}`, ['kubernetes.io/hostname']));
  });
}

/** DaemonSets take their part of a new node as well. */
function fresh(
  index: ClusterIndex,
  sample: KubeNode,
  kind: 'added' | 'grown',
  name: string,
  dropped: readonly string[],
): Candidate {
  let { cpu, memory, podLimit: pods } = sample;
  for (const pod of index.podsOn(sample.name)) {
    if (!staysOnNode(pod)) continue;
    cpu -= pod.cpu;
    memory -= pod.memory;
    pods -= 1;
  }
  const taints = sample.taints.filter(({ key }) => !key.startsWith('node.kubernetes.io/'));
  const node = { ...sample, name, ready: true, unschedulable: false, taints, labels: without(sample.labels, dropped) };
  return { node, kind, cpu, memory, pods };
}

function onePerZone(nodes: readonly KubeNode[]): KubeNode[] {
  const byZone = new Map<string, KubeNode>();
  for (const node of nodes) if (!byZone.has(node.zone ?? '')) byZone.set(node.zone ?? '', node);
  return [...byZone.values()];
}

function fullest(index: ClusterIndex, nodes: readonly KubeNode[], number: number): KubeNode[] {
  const used = new Map(
    nodes.map((node) => [
      node,
      index.podsOn(node.name).reduce((sum, pod) => (staysOnNode(pod) ? sum : sum + pod.cpu), 0),
    ]),
  );
  return nodes.toSorted((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0)).slice(0, number);
}

function without(labels: Labels, keys: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !keys.includes(key)));
}
