import type { ArmFacts } from '../cluster/arm-facts.ts';
import type { ClusterIndex } from '../cluster/cluster-index.ts';
import type { KubeNode } from '../cluster/facts.ts';
import type { PoolView } from '../cluster/pool-view.ts';
import type { Cluster } from '../fleet/cluster.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { Instant } from '../time.ts';
import type { CheckId, ReadinessFinding } from './readiness.ts';

/** What one check looks at: one pool of one cluster, as of one reading, and how it would be moved. */
export interface ReadinessSubject {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly index: ClusterIndex;
  readonly view: PoolView;
  /** Absent: ARM was not asked, as on a laptop with nothing but a kubeconfig. */
  readonly arm?: ArmFacts;
  readonly move: Move;
  /** When work may next start; absent: by the cluster's own maintenance configurations. */
  readonly window?: WindowOutlook;
  readonly otherRuns: readonly OtherRun[];
  readonly limits: ReadinessLimits;
  readonly now: Instant;
}

/** How the pool's nodes would be replaced. */
export type Move =
  /** Nodes are upgraded in place, some at a time: `surge` more than now, `unavailable` fewer. */
  | { readonly kind: 'in-place'; readonly surge: number; readonly unavailable: number }
  /** A second pool takes the pods; its nodes are like the source's but for name and image. */
  | { readonly kind: 'new-pool'; readonly nodes: number; readonly vmSize?: string; readonly template?: KubeNode }
  /** The pool is emptied into what is left of the cluster. */
  | { readonly kind: 'remaining-nodes' };

export type WindowOutlook =
  | { readonly kind: 'opens'; readonly name: string; readonly at: Instant }
  | { readonly kind: 'open'; readonly name: string; readonly until: Instant }
  | { readonly kind: 'none' }
  /** There is a window, and within the time looked at it never opens. */
  | { readonly kind: 'never-opens'; readonly name: string; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** A migration of ours, or an update run of someone else's, that has this cluster in hand. */
export interface OtherRun {
  readonly what: string;
  readonly poolId?: string;
}

export interface ReadinessLimits {
  /** The grace period that the plan counts on, in seconds. */
  readonly graceSeconds: number;
  /** A window that stays closed for longer than this is reported, in days. */
  readonly closedDays: number;
  /** A pod that is past its grace period by more than this is stuck, in seconds. */
  readonly terminatingSlackSeconds: number;
}

/** 300 s is the plan's own default grace; a weekly window opens within 7 days, a monthly one not within 14. */
export const DEFAULT_READINESS_LIMITS: ReadinessLimits = {
  graceSeconds: 300,
  closedDays: 14,
  terminatingSlackSeconds: 60,
};

/** One rule of readiness. It never throws and never guesses: what it needs and was not seen comes back as `unknown`. */
export interface Check {
  readonly id: CheckId;
  judge(subject: ReadinessSubject): readonly Omit<ReadinessFinding, 'check'>[];
}
