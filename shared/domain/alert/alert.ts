import type { ObjectRef } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { RestartCount } from './signals.ts';

export const ALERT_RULES = [
  'node-not-ready',
  'restart-rate',
  'pending-pods',
  'daemonset-failures',
  'error-rate',
  'past-grace',
  'node-trouble',
] as const;
export type AlertRuleId = (typeof ALERT_RULES)[number];

/** One rule on one look. */
export interface RuleReading {
  readonly rule: AlertRuleId;
  readonly kind: 'healthy' | 'breached' | 'unknown' | 'not-watched';
  /** In the rule's own unit; absent: unknown. */
  readonly value?: number;
  readonly threshold: number;
  readonly unit: string;
  /** One sentence for people. */
  readonly why: string;
  /** What broke it, and what it touches. */
  readonly affected: readonly Affected[];
  /** Seen, but not counted: it was so before, or the migration cannot have caused it. One sentence each. */
  readonly background: readonly string[];
  /** No five minutes are waited for: kernel panic, OOM kill, read-only filesystem, container runtime. */
  readonly immediate: boolean;
}

export interface Affected {
  readonly object: ObjectRef;
  readonly workload?: ObjectRef;
  readonly owner?: string;
  readonly detail: string;
}

/** What is remembered of one watched migration from minute to minute. */
export interface WatchState {
  readonly format: 1;
  readonly migrationId: string;
  readonly clusterId: string;
  readonly startedAt: Instant;
  /** How the cluster was before the first write: what was bad already is not this migration's fault. */
  readonly before?: WatchBefore;
  readonly evaluatedAt?: Instant;
  readonly rules: readonly RuleState[];
  /** Minutes that nobody looked in, as ranges: a gap is a gap, not health. */
  readonly gaps: readonly { readonly from: Instant; readonly to: Instant }[];
  /** Counters of the last look, for rates. */
  readonly counters: readonly RestartCount[];
  /** Restarts seen in the last hour: when, on which node, how many. */
  readonly restarts: readonly {
    readonly at: Instant;
    readonly node: string;
    readonly workload: ObjectRef;
    readonly count: number;
  }[];
  readonly suppressions: readonly Suppression[];
  readonly recommendation?: Recommendation;
  /** Decided and not yet known to be done: done again, under the same ids, until it is. */
  readonly toDo: readonly ToDo[];
}

export interface ToDo {
  /** The same decision has the same id. */
  readonly id: string;
  readonly at: Instant;
  readonly action: AlertAction;
}

/** What follows from a look or from an answer. Each may be done again without harm. */
export type AlertAction =
  /** At once, within the look. */
  | { readonly kind: 'pause' | 'resume' | 'roll-back'; readonly because: string; readonly by: string }
  /** Tell people: it is new, it changed, it is asked again, it was answered, or it is over. */
  | {
      readonly kind: 'tell';
      readonly what: 'opened' | 'updated' | 'asked-again' | 'answered' | 'closed';
      readonly recommendation: Recommendation;
    };

export interface WatchBefore {
  /** Events up to then are not the migration's doing: the last look before the first write, or that write. */
  readonly at: Instant;
  /** The first look came after the first write: only what Kubernetes dates before that write is excused. */
  readonly late?: true;
  readonly notReady: readonly string[];
  readonly pending: readonly string[];
  readonly failingDaemonSets: readonly string[];
  readonly pastGrace: readonly string[];
  /** Workloads with pods on the pools that take part, as `refKey`: what the migration touches. */
  readonly workloads: readonly string[];
  /** What was ill before and is seen well, since when; it is excused until it has stayed well for a while. */
  readonly wellSince?: Readonly<Record<string, Instant>>;
}

export interface RuleState {
  readonly rule: AlertRuleId;
  readonly kind: 'healthy' | 'breached' | 'unknown' | 'not-watched';
  /** Of the present kind, hysteresis counted in. */
  readonly since: Instant;
  /** While it is `breached`: since when it has been seen healthy without a break; absent: it is not. */
  readonly healthySince?: Instant;
  readonly reading: RuleReading;
  /** Values of the last hour, oldest first, for the chart; a gap is `undefined`. */
  readonly chart: readonly { readonly at: Instant; readonly value?: number }[];
}

/** A false alarm teaches: this rule on this object is not counted until then. */
export interface Suppression {
  readonly rule: AlertRuleId;
  /** `refKey` of the workload or node; absent: the rule altogether. */
  readonly object?: string;
  readonly until: Instant;
  readonly by: string;
  readonly reason: string;
}

export const CHOICES = ['roll-back', 'hold-and-fix', 'continue', 'false-alarm'] as const;
export type Choice = (typeof CHOICES)[number];

/** Advice with reasons, which a person turns into a rollback. One per migration; updated in place, and closed. */
export interface Recommendation {
  /** The key under which every channel knows it. */
  readonly id: string;
  readonly rules: readonly AlertRuleId[];
  readonly openedAt: Instant;
  /** When it was asked again; absent: never. */
  readonly askedAt?: Instant;
  readonly updatedAt: Instant;
  /** Counts up with every change worth telling. */
  readonly version: number;
  readonly state: 'open' | 'held' | 'answered' | 'closed';
  readonly proposed: Choice;
  readonly answer?: { readonly choice: Choice; readonly by: string; readonly at: Instant; readonly reason: string };
  /** `held`: asked again then. */
  readonly askAgainAt?: Instant;
  readonly closedBecause?: string;
}
