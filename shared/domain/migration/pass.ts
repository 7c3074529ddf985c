import { type ClusterIndex, indexCluster } from '../cluster/cluster-index.ts';
import type { ClusterLook, KubeNode, Pod } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';
import type { Instant } from '../time.ts';
import type { ClusterState, PoolState } from './azure-look.ts';
import { wait } from './decide.ts';
import type { Migration } from './migration.ts';
import type { Decision, PassFacts } from './step-rule.ts';

/** One pass's world, as the steps ask about it. */
export interface Pass {
  readonly facts: PassFacts;
  readonly cluster: ClusterState;
  readonly pools: readonly PoolState[];
  /** Absent: it is gone, or the migration is about a control plane. */
  readonly source?: PoolState;
  /** Absent: it was not made yet, or it is gone. */
  readonly target?: PoolState;
  /** Only of the lists that the step asked for; the others are empty in it. */
  readonly index: ClusterIndex;
}

export type LookList = 'nodes' | 'pods' | 'workloads' | 'budgets' | 'autoscalers';

const LIST_NAMES: Readonly<Record<LookList, string>> = {
  nodes: 'nodes',
  pods: 'pods',
  workloads: 'workloads',
  budgets: 'PodDisruptionBudgets',
  autoscalers: 'HorizontalPodAutoscalers',
};

/** A list that cannot be seen now is asked for again after this long. */
const UNSEEN_AGAIN_SECONDS = 60;

/** The world of this pass; a decision to wait when something in it that the step needs could not be seen. */
export function readPass(facts: PassFacts, ...lists: readonly LookList[]): Pass | Extract<Decision, { kind: 'wait' }> {
  const { azure, look, migration } = facts;
  if (azure.kind === 'gone') return wait('The cluster is gone from Azure.', UNSEEN_AGAIN_SECONDS);
  if (azure.kind === 'not-seen') {
    return wait(`Azure does not show the cluster, so nothing is done: ${azure.detail}`, UNSEEN_AGAIN_SECONDS);
  }
  for (const list of lists) {
    const seen = look[list];
    if (seen?.kind === 'seen') continue;
    const why = seen ? `${seen.reason}: ${seen.detail}` : 'they were not read';
    return wait(`The cluster's ${LIST_NAMES[list]} cannot be seen, so nothing is done (${why}).`, UNSEEN_AGAIN_SECONDS);
  }
  const sourceId = migration.work.kind === 'pool' ? migration.work.poolId.toLowerCase() : undefined;
  const targetId = migration.remembered.targetPool?.poolId.toLowerCase();
  const source = azure.pools.find(({ id }) => id.toLowerCase() === sourceId);
  const target = azure.pools.find(({ id }) => id.toLowerCase() === targetId);
  return {
    facts,
    cluster: azure.cluster,
    pools: azure.pools,
    ...(source && { source }),
    ...(target && { target }),
    index: indexLook(look),
  };
}

/** `true` for a decision, so that a step can return it at once. */
export function isDecision(pass: object): pass is Decision {
  return 'kind' in pass;
}

/** Lists that were not asked for are empty in it. */
export function indexLook(look: ClusterLook): ClusterIndex {
  const none = { kind: 'seen', items: [] } as const;
  return indexCluster({
    clusterId: look.clusterId,
    readAt: look.readAt,
    nodes: look.nodes ?? none,
    pods: look.pods ?? none,
    workloads: look.workloads ?? none,
    budgets: look.budgets ?? none,
    webhooks: look.webhooks ?? none,
    namespaces: none,
    volumes: none,
    claims: none,
    csiDrivers: none,
    networkPolicies: none,
  });
}

export function nodesOf({ index }: Pass, pool: PoolState | undefined): readonly KubeNode[] {
  return pool ? index.nodesOfPool(pool.name).toSorted((a, b) => (a.name < b.name ? -1 : 1)) : [];
}

/** Pods on the node that an eviction moves, those on their way out among them. */
export function movableOn({ index }: Pass, node: string): readonly Pod[] {
  return index.podsOn(node).filter(isMovable);
}

/** Limits of time count from here: the step's beginning, or a person's last word to go on. */
export function countsFrom({ stepSince, resumedAt }: Migration): Instant {
  return Math.max(stepSince, resumedAt ?? 0);
}

/** A person has read the pause of this code, which this step came to, and said to go on. */
export function isKnownToPerson({ stepSince, resumedAt, resumedFrom }: Migration, code: string): boolean {
  return resumedFrom === code && resumedAt !== undefined && resumedAt >= stepSince;
}

export function targetImageOf({ work }: Migration): string | undefined {
  return work.kind === 'pool' ? work.target.image : undefined;
}
