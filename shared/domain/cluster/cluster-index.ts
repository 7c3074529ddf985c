import { type BudgetIndex, indexBudgets } from './budget-index.ts';
import type {
  ClusterFacts,
  DisruptionBudget,
  KubeNode,
  Labels,
  Namespace,
  PersistentVolume,
  Pod,
  Seen,
  Workload,
} from './facts.ts';
import { type ObjectRef, refKey } from './object-ref.ts';
import { DEFAULT_OWNER_KEYS, ownerIn } from './owners.ts';
import { isFinished } from './pod-state.ts';

/** The facts of one cluster, ready to be asked often: built once, in one pass over each list. */
export interface ClusterIndex {
  readonly facts: ClusterFacts;
  /** Every list that was not seen, with its reason. */
  readonly notSeen: readonly NotSeen[];
  readonly budgets: BudgetIndex;
  /** Pods that no node has been found for. */
  readonly unscheduled: readonly Pod[];
  nodesOfPool(pool: string): readonly KubeNode[];
  /** Nodes that carry no pool's label: node auto-provisioning made them. */
  readonly nodesWithoutPool: readonly KubeNode[];
  podsOn(node: string): readonly Pod[];
  podsIn(namespace: string): readonly Pod[];
  namespace(name: string): Namespace | undefined;
  workload(ref: ObjectRef): Workload | undefined;
  workloadsIn(namespace: string): readonly Workload[];
  /** Every pod that the budget selects, on whichever node. */
  podsUnder(budget: DisruptionBudget): readonly Pod[];
  /** What would recreate the pod, followed up: the Deployment, not its ReplicaSet. The pod itself when nothing would. */
  rootOf(pod: Pod): ObjectRef;
  /** Names of the nodes on which a pod of this root runs. */
  nodesOfRoot(root: ObjectRef): ReadonlySet<string>;
  /** By label or annotation of the root workload, the pod or the namespace. */
  ownerOfPod(pod: Pod): string | undefined;
  ownerOf(ref: ObjectRef, own?: readonly Labels[]): string | undefined;
  /** The volume behind a claim; `undefined` while it is unbound, missing or not seen. */
  volumeOf(namespace: string, claim: string): PersistentVolume | undefined;
}

export interface NotSeen {
  readonly list: string;
  readonly reason: string;
  readonly detail: string;
}

export function indexCluster(facts: ClusterFacts, ownerKeys: readonly string[] = DEFAULT_OWNER_KEYS): ClusterIndex {
  const nodesByPool = groupBy(itemsOf(facts.nodes), ({ pool }) => pool?.toLowerCase());
  const podsByNode = groupBy(itemsOf(facts.pods), ({ node }) => node);
  const podsByNamespace = groupBy(itemsOf(facts.pods), ({ namespace }) => namespace);
  const namespaces = new Map(itemsOf(facts.namespaces).map((namespace) => [namespace.name, namespace]));
  const workloads = new Map(itemsOf(facts.workloads).map((workload) => [refKey(workload), workload]));
  const volumes = new Map(itemsOf(facts.volumes).map((volume) => [volume.name, volume]));
  const claims = new Map(itemsOf(facts.claims).map((claim) => [`${claim.namespace}/${claim.name}`, claim]));
  const workloadsByNamespace = groupBy(itemsOf(facts.workloads), ({ namespace }) => namespace);
  const budgets = indexBudgets(itemsOf(facts.budgets));
  const roots = new Map<string, ObjectRef>();

  const workload = (ref: ObjectRef) => workloads.get(refKey(ref));

  /** Two steps are as deep as Kubernetes goes (CronJob, Job, pod); a made-up circle ends too. */
  const followUp = (from: ObjectRef): ObjectRef => {
    let at = from;
    for (let step = 0; step < 3; step += 1) {
      const above = workload(at)?.owner;
      if (!above) break;
      at = { kind: above.kind, ...(at.namespace ? { namespace: at.namespace } : {}), name: above.name };
    }
    return at;
  };

  const rootOf = ({ namespace, name, owner }: Pod): ObjectRef => {
    if (!owner) return { kind: 'Pod', namespace, name };
    const from = { kind: owner.kind, namespace, name: owner.name };
    const key = refKey(from);
    const known = roots.get(key);
    if (known) return known;
    const root = followUp(from);
    roots.set(key, root);
    return root;
  };

  const underBudgets = new Map<string, Map<DisruptionBudget, Pod[]>>();
  const podsUnder = (budget: DisruptionBudget) => {
    const known = underBudgets.get(budget.namespace);
    if (known) return known.get(budget) ?? [];
    const found = new Map<DisruptionBudget, Pod[]>();
    for (const pod of podsByNamespace.get(budget.namespace) ?? []) {
      for (const of of budgets.of(pod)) {
        const pods = found.get(of);
        if (pods) pods.push(pod);
        else found.set(of, [pod]);
      }
    }
    underBudgets.set(budget.namespace, found);
    return found.get(budget) ?? [];
  };

  let byRoot: Map<string, Set<string>> | undefined;
  const nodesOfRoot = (root: ObjectRef): ReadonlySet<string> => {
    if (!byRoot) {
      byRoot = new Map();
      for (const pod of itemsOf(facts.pods)) {
        if (pod.node === undefined || isFinished(pod)) continue;
        const key = refKey(rootOf(pod));
        const names = byRoot.get(key);
        if (names) names.add(pod.node);
        else byRoot.set(key, new Set([pod.node]));
      }
    }
    return byRoot.get(refKey(root)) ?? NOWHERE;
  };

  const ownerOf = (ref: ObjectRef, own: readonly Labels[] = []) => {
    const found = workload(ref);
    const space = namespaces.get(ref.kind === 'Namespace' ? ref.name : (ref.namespace ?? ''));
    return ownerIn(
      [
        ...own,
        ...(found ? [found.labels, found.annotations] : []),
        ...(space ? [space.labels, space.annotations] : []),
      ],
      ownerKeys,
    );
  };

  return {
    facts,
    notSeen: notSeenIn(facts),
    budgets,
    unscheduled: itemsOf(facts.pods).filter(({ node, phase }) => node === undefined && phase === 'Pending'),
    nodesOfPool: (pool) => nodesByPool.get(pool.toLowerCase()) ?? [],
    nodesWithoutPool: itemsOf(facts.nodes).filter(({ pool }) => pool === undefined),
    podsOn: (node) => podsByNode.get(node) ?? [],
    podsIn: (namespace) => podsByNamespace.get(namespace) ?? [],
    namespace: (name) => namespaces.get(name),
    workload,
    workloadsIn: (namespace) => workloadsByNamespace.get(namespace) ?? [],
    podsUnder,
    rootOf,
    nodesOfRoot,
    ownerOfPod: (pod) => {
      const root = rootOf(pod);
      const found = workload(root);
      // The workload's own word comes first, then what its pods say, then the namespace.
      return ownerOf(root, found ? [found.labels, found.annotations, pod.labels] : [pod.labels]);
    },
    ownerOf,
    volumeOf: (namespace, claim) => volumes.get(claims.get(`${namespace}/${claim}`)?.volume ?? ''),
  };
}

const NOWHERE: ReadonlySet<string> = new Set();

export function itemsOf<T>(seen: Seen<T>): readonly T[] {
  return seen.kind === 'seen' ? seen.items : [];
}

const LISTS = [
  'nodes',
  'pods',
  'workloads',
  'budgets',
  'namespaces',
  'volumes',
  'claims',
  'csiDrivers',
  'webhooks',
  'networkPolicies',
] as const satisfies readonly (keyof ClusterFacts)[];

export type FactList = (typeof LISTS)[number];

/** As a person calls them: `budgets` are PodDisruptionBudgets. */
export const LIST_NAMES: Readonly<Record<FactList, string>> = {
  nodes: 'nodes',
  pods: 'pods',
  workloads: 'workloads',
  budgets: 'PodDisruptionBudgets',
  namespaces: 'namespaces',
  volumes: 'persistent volumes',
  claims: 'volume claims',
  csiDrivers: 'CSI drivers',
  webhooks: 'admission webhooks',
  networkPolicies: 'network policies',
};

function notSeenIn(facts: ClusterFacts): NotSeen[] {
  return LISTS.flatMap((list) => {
    const seen: Seen<unknown> = facts[list];
    return seen.kind === 'seen' ? [] : [{ list: LIST_NAMES[list], reason: seen.reason, detail: seen.detail }];
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
