import type { ClusterIndex } from '../cluster/cluster-index.ts';
import type { KubeNode, Pod } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';

export interface NodeInOrder {
  readonly node: string;
  /** 0: nothing critical runs on it. */
  readonly weight: number;
  /** Why it comes late, one part of a sentence each; empty when nothing critical runs on it. */
  readonly reasons: readonly string[];
}

interface Rule {
  readonly weight: number;
  readonly reason: string;
  holds(pod: Pod, index: ClusterIndex): boolean;
}

/** The first that holds counts for a pod. */
const RULES: readonly Rule[] = [
  {
    weight: 1000,
    reason: 'of a system priority class',
    holds: ({ priorityClass }) => priorityClass?.startsWith('system-') ?? false,
  },
  { weight: 300, reason: 'in kube-system', holds: ({ namespace }) => namespace === 'kube-system' },
  {
    weight: 100,
    reason: 'the only one of its workload',
    holds: (pod, index) => index.workload(index.rootOf(pod))?.replicas === 1,
  },
  { weight: 30, reason: 'of a StatefulSet', holds: ({ owner }) => owner?.kind === 'StatefulSet' },
  { weight: 10, reason: 'with a volume', holds: ({ claims }) => claims.length > 0 },
];

/** In which order nodes are emptied: those with nothing critical on them first, then by name. */
export function drainOrder(index: ClusterIndex, nodes: readonly KubeNode[]): NodeInOrder[] {
  return nodes
    .map(({ name }) => weigh(index, name))
    .toSorted((a, b) => a.weight - b.weight || (a.node < b.node ? -1 : 1));
}

function weigh(index: ClusterIndex, node: string): NodeInOrder {
  const counts = new Map<Rule, number>();
  for (const pod of index.podsOn(node)) {
    if (!isMovable(pod)) continue;
    const rule = RULES.find((one) => one.holds(pod, index));
    if (rule) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  const found = [...counts].toSorted(([a], [b]) => b.weight - a.weight);
  return {
    node,
    weight: found.reduce((sum, [{ weight }, count]) => sum + weight * count, 0),
    reasons: found.map(([{ reason }, count]) => `${count} ${count === 1 ? 'pod' : 'pods'} ${reason}`),
  };
}
