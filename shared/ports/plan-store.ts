import type { Money } from '../domain/cost/money.ts';
import type { MigrationPlan, Minutes, PlanScope } from '../domain/plan/migration-plan.ts';
import type { Day, Instant } from '../domain/time.ts';

/** Plans under their hash, and which of them are proposed now. The same plan is stored once, however often it is made. */
export interface PlanStore {
  /**
   * - `new`: nothing with its hash was there.
   * - `renewed`: it was there; what the hash does not cover (money, readiness, dates of talk) is now as given.
   * - `known`: it was there, word for word.
   */
  save(plan: MigrationPlan, at: Instant): Promise<SavedPlan>;
  /** @param idOrHash the first 12 characters of a hash, or all of it, in lower case */
  find(idOrHash: string): Promise<StoredPlan | undefined>;
  proposal(): Promise<StoredProposal | undefined>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: somebody else was first. */
  propose(proposal: Proposal, basedOn: string | undefined): Promise<'saved' | 'conflict'>;
  /** Lets go of plans that were last saved before `before`, except those in `keep` (ids). Returns how many. */
  forget(before: Instant, keep: ReadonlySet<string>): Promise<number>;
}

export interface SavedPlan {
  readonly kind: 'new' | 'renewed' | 'known';
  /** When its hash was first seen. */
  readonly firstSavedAt: Instant;
}

export interface StoredPlan {
  readonly plan: MigrationPlan;
  /** When its hash was first seen. */
  readonly firstSavedAt: Instant;
  readonly savedAt: Instant;
}

/** What is proposed for the whole fleet, as of one look at it. */
export interface Proposal {
  /** When it was last looked at; `sinceAt` is when it last changed. */
  readonly checkedAt: Instant;
  readonly sinceAt: Instant;
  /**
   * The start of the day that notice is counted from. It stays while the first window lies ahead, so that a plan's dates do
   * not move away by a day each day.
   */
  readonly plannedFrom: Instant;
  readonly sweepId: string;
  /** `false`: the sweep did not see everything, so clusters may be missing from the plans. */
  readonly whole: boolean;
  /** Another text whenever an input changed. */
  readonly basis: string;
  readonly plans: readonly PlanSummary[];
  /** Against the proposal before; kept until the next change. */
  readonly changes: readonly PlanChange[];
}

export interface StoredProposal {
  readonly proposal: Proposal;
  readonly etag: string;
}

/** One plan in a list. */
export interface PlanSummary {
  readonly id: string;
  readonly hash: string;
  readonly scope: PlanScope;
  readonly feasible: boolean;
  readonly waves: number;
  readonly clusters: number;
  readonly pools: number;
  /** Clusters with something that must be cleared before their window. */
  readonly held: number;
  /** First and last day of a window; absent when nothing has one. */
  readonly from?: Day;
  readonly to?: Day;
  readonly minutes: Minutes;
  readonly cost: Money;
  readonly firstProposedAt: Instant;
}

/** What became of the plan of one scope. */
export interface PlanChange {
  readonly scope: PlanScope;
  readonly kind: 'new' | 'changed' | 'gone';
  readonly before?: string;
  readonly after?: string;
  /** One sentence each. */
  readonly what: readonly string[];
}
