import type { NodePool } from '../fleet/node-pool.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { KubeNode, Pod, Workload } from './facts.ts';
import { type ObjectRef, refKey } from './object-ref.ts';
import { isMovable, staysOnNode } from './pod-state.ts';

/** What runs on one pool. */
export interface PoolView {
  readonly nodes: readonly KubeNode[];
  /** Pods that a drain has to move. */
  readonly movable: readonly Pod[];
  /** Pods that a drain leaves: DaemonSets' and static ones. */
  readonly staying: readonly Pod[];
  /** `movable` by what would recreate them, sorted by namespace and name. */
  readonly groups: readonly PodGroup[];
  /** `staying` by DaemonSet; static pods are not among them. */
  readonly daemons: readonly PodGroup[];
}

/** Pods of one workload on one pool. */
export interface PodGroup {
  readonly root: ObjectRef;
  readonly workload?: Workload;
  readonly owner?: string;
  readonly pods: readonly Pod[];
}

/** Nodes of an auto-provisioned pool carry no pool's label, so those without one are its. */
export function viewPool(index: ClusterIndex, pool: NodePool): PoolView {
  const labelled = index.nodesOfPool(pool.name);
  const nodes = pool.kind === 'auto-provisioned' ? [...labelled, ...index.nodesWithoutPool] : labelled;
  const movable: Pod[] = [];
  const staying: Pod[] = [];
  for (const node of nodes) {
    for (const pod of index.podsOn(node.name)) {
      if (isMovable(pod)) movable.push(pod);
      else if (staysOnNode(pod)) staying.push(pod);
    }
  }
  return {
    nodes,
    movable,
    staying,
    groups: groupsOf(index, movable),
    daemons: groupsOf(
      index,
      staying.filter(({ owner }) => owner?.kind === 'DaemonSet'),
    ),
  };
}

function groupsOf(index: ClusterIndex, pods: readonly Pod[]): PodGroup[] {
  const groups = new Map<string, { root: ObjectRef; pods: Pod[] }>();
  for (const pod of pods) {
    const root = index.rootOf(pod);
    const key = refKey(root);
    const group = groups.get(key);
    if (group) group.pods.push(pod);
    else groups.set(key, { root, pods: [pod] });
  }
  return [...groups.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, { root, pods: own }]) => {
      const workload = index.workload(root);
      const [first] = own;
      const owner = first && index.ownerOfPod(first);
      return { root, ...(workload ? { workload } : {}), ...(owner ? { owner } : {}), pods: own };
    });
}
