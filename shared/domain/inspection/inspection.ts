import type { NotSeen } from '../cluster/cluster-index.ts';
import type { DependencyMap } from '../dependency/dependency.ts';
import type { DrainOutlook } from '../plan/plan-input.ts';
import type { PoolReadiness } from '../readiness/readiness.ts';
import type { TargetCheck } from '../target/target.ts';
import type { Instant } from '../time.ts';
import type { NodeStack } from './node-stacks.ts';

/** What one reading of one cluster's own API says of its pools: what leans on the image, and what would block. */
export interface Inspection {
  readonly clusterId: string;
  readonly name: string;
  /** When the API server was asked; a newer one wins, whatever the order of arrival. */
  readonly readAt: Instant;
  readonly serverVersion?: string;
  /** Lists of the API server that were not seen, each with its reason. Empty: everything was seen. */
  readonly notSeen: readonly NotSeen[];
  /** `not-asked`: there was nothing but a kubeconfig, so all that ARM would tell is unknown. */
  readonly arm: 'asked' | 'not-asked';
  readonly nodes: number;
  readonly pods: number;
  readonly pools: readonly PoolInspection[];
}

export interface PoolInspection {
  readonly poolId: string;
  readonly name: string;
  readonly mode: string;
  /** What the pool claims to run; absent where nobody claims anything. */
  readonly claimedImage?: string;
  readonly nodes: number;
  /** What the nodes really run, most common first. */
  readonly stacks: readonly NodeStack[];
  /** Nodes that run something else than the pool claims, or than their own image should have. */
  readonly drift: { readonly nodes: number; readonly examples: readonly DriftingNode[] };
  readonly readiness: PoolReadiness;
  /** Findings that were left out because a check had very many of the same kind; 0 nearly always. */
  readonly findingsLeftOut: number;
  readonly dependencies: DependencyMap;
  /**
   * Against the image that a plan would take. Absent: no image of its own family is known; where it must leave its OS
   * and no image of the next one is known, this says so.
   */
  readonly target?: TargetCheck;
  /** What a drain is made of; absent: it was not seen, or the record is of before it was kept. */
  readonly drain?: DrainOutlook;
}

/** One node that drifts; an inspection names the first of them. */
export interface DriftingNode {
  readonly node: string;
  /** One sentence each. */
  readonly what: readonly string[];
}
