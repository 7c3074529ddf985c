import type { ObjectRef } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';

/**
 * What one look at a cluster says, signal by signal. Each stands alone: a failed query is `unknown` with its reason, and the
 * others are still there. Names in it are hostile text.
 */
export interface Signals {
  readonly clusterId: string;
  /** When the first question was sent. */
  readonly readAt: Instant;
  readonly nodes: Signal<readonly NodeSignal[]>;
  /** Running totals per pod; a rate is made of two looks, never of one. */
  readonly restarts: Signal<readonly RestartCount[]>;
  readonly pending: Signal<readonly PendingPod[]>;
  readonly daemonSets: Signal<readonly DaemonSetSignal[]>;
  /** Pods that are terminating beyond their grace period. */
  readonly pastGrace: Signal<readonly OverduePod[]>;
  /** Absent: no source is set up for it; then nothing is claimed and nothing is held. */
  readonly errorRate?: Signal<ErrorRate>;
  /** Kernel panic, OOM kill, filesystem read-only, container runtime: from conditions and events, or from logs. */
  readonly nodeTroubles: Signal<readonly NodeTrouble[]>;
}

export type Signal<T> =
  | { readonly kind: 'seen'; readonly value: T; readonly source: SourceName }
  | { readonly kind: 'unknown'; readonly why: string; readonly source: SourceName };

/** `kubernetes` needs nothing installed; the others are asked where they are set up. */
export type SourceName = 'kubernetes' | 'prometheus' | 'logs';

export interface NodeSignal {
  readonly name: string;
  readonly pool?: string;
  readonly ready: boolean;
  /** When `Ready` last changed, as the API server says. */
  readonly since?: Instant;
}

export interface RestartCount {
  readonly pod: ObjectRef;
  /** A later pod of the same name starts from 0. */
  readonly uid: string;
  readonly node?: string;
  readonly workload?: ObjectRef;
  readonly restarts: number;
}

export interface PendingPod {
  readonly pod: ObjectRef;
  readonly uid: string;
  readonly workload?: ObjectRef;
  readonly since: Instant;
  /** `Unschedulable: 0/6 nodes are available`, as the scheduler says; absent: not said. */
  readonly why?: string;
}

export interface DaemonSetSignal {
  readonly workload: ObjectRef;
  readonly wanted: number;
  readonly ready: number;
  /** Nodes on which its pod fails or is missing. */
  readonly failing: readonly string[];
}

export interface OverduePod {
  readonly pod: ObjectRef;
  readonly uid: string;
  readonly node?: string;
  readonly workload?: ObjectRef;
  /** When it should have been gone. */
  readonly graceEnded: Instant;
}

/** Share of requests that failed, 0 to 1, beside what is usual; see `baseline.ts`. */
export interface ErrorRate {
  readonly now: number;
  readonly requests: number;
  readonly baseline: Baseline;
}

export type Baseline =
  | {
      readonly kind: 'known';
      readonly rate: number;
      /** One sentence: which hours of which days. */
      readonly window: string;
      readonly samples: number;
      /** Standard deviation of the samples. */
      readonly spread: number;
    }
  /** Too few samples: not 0. */
  | { readonly kind: 'unknown'; readonly why: string; readonly samples: number };

export interface NodeTrouble {
  readonly node: string;
  readonly kind: 'kernel-panic' | 'oom-kill' | 'filesystem-read-only' | 'container-runtime';
  readonly at: Instant;
  /** A condition that still holds, not an event that is over: it counts for as long as it is seen. */
  readonly lasts?: true;
  /** As the node or its log says it, cut to 500 characters. */
  readonly detail: string;
}
