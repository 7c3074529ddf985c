import type { ObjectRef } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';

/** A pod that does not leave, with everything that a person needs to decide. */
export interface StuckPod {
  readonly pod: { readonly namespace: string; readonly name: string };
  readonly node: string;
  readonly cause: StuckCause;
  /** First refusal, or end of the grace period. */
  readonly since: Instant;
  /** When it was last seen to be so. */
  readonly seenAt: Instant;
  readonly refusals: number;
  /** One sentence: what is so, with the budget's arithmetic where there is one. */
  readonly why: string;
  /** The budget, webhook, claim or finalizer that is in the way. */
  readonly by?: ObjectRef;
  readonly budget?: {
    readonly expected: number;
    readonly healthy: number;
    readonly desired: number;
    readonly allowed: number;
  };
  readonly workload?: ObjectRef;
  /** Team or person by the owner keys; absent: nobody is named. */
  readonly owner?: string;
  /** What waits for it, one sentence. */
  readonly blocks: string;
  /** The best first. */
  readonly remedies: readonly Remedy[];
}

/**
 * - `budget-full`: 429 with a `DisruptionBudget` cause. - `budget-not-observed`: its controller has not looked yet.
 * - `budgets-overlap`: 500, more than one budget. - `server-busy`: 429 without that cause.
 * - `webhook`: an admission webhook said no, or did not answer. - `forbidden`: we lack the right.
 * - `finalizer`: deleted, held by a finalizer. - `volume`: a volume that does not detach or cannot follow.
 * - `past-grace`: terminating beyond its grace period. - `unmanaged`: nothing would bring it back. - `upstream`: anything else.
 */
export type StuckCause =
  | 'budget-full'
  | 'budget-not-observed'
  | 'budgets-overlap'
  | 'server-busy'
  | 'webhook'
  | 'forbidden'
  | 'finalizer'
  | 'volume'
  | 'past-grace'
  | 'unmanaged'
  | 'upstream';

export interface Remedy {
  readonly kind: 'wait' | 'scale-up' | 'fix-webhook' | 'ask-owner' | 'change-budget' | 'force' | 'look';
  readonly what: string;
  /** A ready-made command where there is one. */
  readonly command?: string;
}
