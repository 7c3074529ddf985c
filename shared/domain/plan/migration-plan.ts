import type { Money, PlanCost } from '../cost/money.ts';
import type { RuleId, Severity } from '../policy/finding.ts';
import type { ReadinessVerdict } from '../readiness/readiness.ts';
import type { Day, Instant } from '../time.ts';
import type { Caps } from './settings.ts';

/**
 * Pools in order: which way, when, in which waves, for how much. All waves move to the same images; a newer
 * image is a new plan. Nothing in it writes to a cluster.
 */
export interface MigrationPlan {
  readonly format: 1;
  /** First 12 characters of the hash. */
  readonly id: string;
  /** SHA-256 over everything that matters: see `plan-hash.ts`. */
  readonly hash: string;
  readonly scope: PlanScope;
  /** One version per image family, the same in every wave. */
  readonly images: readonly TargetImage[];
  readonly waves: readonly Wave[];
  /** Pools with findings that are not in a wave, each with the reason. */
  readonly leftOut: readonly PoolLeftOut[];
  /** `no` when a constraint of kind `infeasible` is in `constraints`. */
  readonly feasible: boolean;
  /** What makes the plan impossible or late, or what holds it: with what would help. */
  readonly constraints: readonly Constraint[];
  readonly caps: Caps;
  readonly running: PlanRunning;
  readonly cost: PlanCost;
  /** Minutes of work, pools of one cluster after another, clusters of a wave side by side. */
  readonly minutes: Minutes;
  /** When it was worked out; not part of the hash. */
  readonly computedAt: Instant;
}

/** How its work is to be done, as its runbook says it. */
export interface PlanRunning {
  readonly surgePercent: number;
  /** Minutes per node before AKS gives up draining it. */
  readonly drainTimeoutMinutes: number;
  /** Seconds that the plan counts on for a pod to stop; one with a longer grace period keeps that. */
  readonly graceSeconds: number;
  /** Hours that an emptied source pool is kept. */
  readonly holdHours: number;
  /** Source nodes that a rollback does not need are given back in the second half of the hold; absent: no. */
  readonly shrinkDuringHold?: boolean;
  /** Names or roles. */
  readonly signOff: readonly string[];
  readonly told: readonly string[];
  /** From earlier runs of the pools in it and of others like them, latest first. */
  readonly lessons: readonly string[];
}

/** Which clusters a plan is about. */
export interface PlanScope {
  /** Value of the tag that plans are made by; absent: one plan for the whole fleet. */
  readonly group?: string;
  /** Large plans are cut into parts between waves: part 2 follows part 1. */
  readonly part: number;
  readonly parts: number;
}

export interface TargetImage {
  /** `AKSUbuntu-2404gen2containerd`. */
  readonly family: string;
  readonly version: string;
  /** The whole name, as Azure writes it. */
  readonly name: string;
  /** `azure`: a pool's upgrade profile named it. `catalogue`: the newest announced build that is known of. */
  readonly from: 'azure' | 'catalogue';
}

export interface Wave {
  readonly number: number;
  /** `canary`, `development 1`, `production 2`. */
  readonly name: string;
  readonly environment: string;
  readonly criticality: string;
  /** Day (UTC) of the wave's first window; absent when nothing of it has one. */
  readonly from?: Day;
  readonly to?: Day;
  readonly clusters: readonly ClusterPlan[];
  /** What must hold before the wave may begin, one sentence each. */
  readonly gates: readonly string[];
  readonly minutes: Minutes;
  readonly cost: Money;
}

export interface ClusterPlan {
  readonly clusterId: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly region: string;
  readonly environment: string;
  readonly criticality: string;
  /** Control plane, then system pools, then user pools: one after another. */
  readonly steps: readonly PlanStep[];
  readonly windowRule: WindowSource;
  readonly communication: readonly CommunicationDate[];
  readonly minutes: Minutes;
  readonly cost: Money;
}

export type PlanStep = ControlPlaneStep | PoolStep;

export interface ControlPlaneStep {
  readonly kind: 'control-plane';
  /** As read; absent when Azure does not say. */
  readonly from: string;
  /** Minor versions one after another: AKS moves one at a time. */
  readonly path: readonly string[];
  readonly reasons: readonly string[];
  /** The migration that ended without moving it; absent: this is the first try. */
  readonly retryOf?: string;
  readonly windows: readonly PlannedWindow[];
  readonly minutes: Minutes;
  /** What must be healthy before the next step. */
  readonly gate: string;
}

export interface PoolStep {
  readonly kind: 'pool';
  readonly poolId: string;
  readonly name: string;
  readonly mode: 'system' | 'user';
  readonly osType: string;
  /** Absent where Azure does not count them. */
  readonly nodes?: number;
  readonly vmSizes: readonly string[];
  readonly strategy: StrategyKind;
  /** Why this way, one sentence each; never empty. */
  readonly reasons: readonly string[];
  /** The migration that ended without moving it; absent: this is the first try. */
  readonly retryOf?: string;
  readonly source: { readonly osSku?: string; readonly image?: string };
  readonly target: PoolTarget;
  readonly findings: readonly PlannedFinding[];
  readonly readiness: PlannedReadiness;
  readonly dependencies: PlannedDependencies;
  /** Nodes added while it goes on: surge in place, or the target pool's nodes. */
  readonly extraNodes: number;
  readonly windows: readonly PlannedWindow[];
  readonly deadline?: { readonly day: Day; readonly what: string };
  readonly minutes: Minutes;
  readonly cost: Money;
  readonly gate: string;
}

/**
 * - `image-upgrade`: `az aks nodepool upgrade --node-image-only`, surge nodes first, node by node.
 * - `os-sku-change`: the pool's OS SKU is changed in place; its nodes are replaced the same way.
 * - `pool-replacement`: a target pool takes over, the source pool is held and then deleted.
 * - `native-rolling`: AKS replaces the nodes by its own settings; we watch.
 * - `cluster-migration`: proposed only; it is not run from here.
 * - `node-os-channel`: the node OS channel is turned on, and AKS does it from then on.
 */
export type StrategyKind =
  | 'image-upgrade'
  | 'os-sku-change'
  | 'pool-replacement'
  | 'native-rolling'
  | 'cluster-migration'
  | 'node-os-channel';

export interface PoolTarget {
  /** Id in the retirement calendar, as in `ubuntu-24.04`. */
  readonly os?: string;
  readonly osSku?: string;
  /** Absent: not known, and then the step has no window. */
  readonly image?: string;
  /** Kubernetes minor the pool must run for it; absent: as it is. */
  readonly kubernetes?: string;
  readonly reasons: readonly string[];
}

export interface PlannedFinding {
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly deadline?: Day;
}

/** `not-inspected`: nobody looked into the cluster, and nothing is claimed about it. */
export interface PlannedReadiness {
  readonly verdict: ReadinessVerdict | 'not-inspected';
  /** What blocks, with object and remedy, one sentence each. */
  readonly blockers: readonly string[];
  /** What has a longer grace period than planned and blocks nothing, one sentence each; absent: none. */
  readonly longStops?: readonly string[];
  readonly readAt?: Instant;
}

export interface PlannedDependencies {
  readonly classification: 'simple' | 'complex' | 'not-inspected';
  /** `Deployment shop/cart: why`, or only why. */
  readonly reasons: readonly string[];
  /** Workloads that ask for nodes of this pool by its name, as `Deployment shop/cart`: no other pool will do for them. */
  readonly boundToPool?: readonly string[];
  readonly owners: readonly string[];
}

/** Work may start at or after `opens` and before `closes`. */
export interface PlannedWindow {
  readonly opens: Instant;
  readonly closes: Instant;
}

/** Where a cluster's windows come from. */
export type WindowSource =
  | { readonly kind: 'maintenance-configuration'; readonly name: string; readonly schedule: string }
  /** Midnight to 06:00, or as set, in the region's time zone. */
  | {
      readonly kind: 'default';
      readonly from: string;
      readonly to: string;
      readonly timeZone: string;
      readonly why: string;
    }
  | { readonly kind: 'unknown'; readonly why: string };

/** `atLeast` is set when some part is not known. */
export interface Minutes {
  readonly minutes: number;
  readonly atLeast: boolean;
  /** One sentence: how it was worked out. */
  readonly basis: string;
}

export const COMMUNICATION_KINDS = [
  'announce',
  'findings-and-runbook',
  'sign-off-and-lock',
  'day-of',
  'retro',
] as const;
export type CommunicationKind = (typeof COMMUNICATION_KINDS)[number];

export interface CommunicationDate {
  readonly kind: CommunicationKind;
  /** First and last good day, both included. */
  readonly from: Day;
  readonly to: Day;
  /** `late`: the last good day is over already. */
  readonly state: 'to-come' | 'now' | 'late';
}

export const CONSTRAINT_KINDS = [
  'support-end',
  'images-removed',
  'blackout',
  'freeze',
  'no-window',
  'window-unknown',
  'window-too-short',
  'readiness-blocked',
  'target-unknown',
  'kubernetes-path',
  'test-failed',
  'settings-contradict',
  'notice-short',
  'image-not-in-region',
  'image-ages',
] as const;
export type ConstraintKind = (typeof CONSTRAINT_KINDS)[number];

export interface Constraint {
  readonly kind: ConstraintKind;
  /** `infeasible`: cannot be done as planned. `late`: its day has passed already. `holds`: must be cleared first. `note`: to know. */
  readonly effect: 'infeasible' | 'late' | 'holds' | 'note';
  readonly clusterId?: string;
  readonly poolId?: string;
  /** One sentence: what is so. */
  readonly what: string;
  /** One sentence: what would make it feasible. */
  readonly remedy: string;
}

export interface PoolLeftOut {
  readonly clusterId: string;
  readonly poolId: string;
  readonly cluster: string;
  readonly pool: string;
  readonly reason:
    | 'nothing-to-do'
    | 'exempted'
    | 'cluster-stopped'
    | 'auto-provisioned'
    | 'no-target'
    | 'unknown-image';
  /** One sentence. */
  readonly why: string;
  readonly nextAction?: string;
}
