import type { PriceList } from '../cost/money.ts';
import type { DependencyMap } from '../dependency/dependency.ts';
import type { ImageCatalogue } from '../fleet/image-catalogue.ts';
import type { ClusterReading } from '../fleet/reading.ts';
import type { ImagePolicy } from '../policy/image-policy.ts';
import type { PoolReadiness } from '../readiness/readiness.ts';
import type { RetirementCalendar } from '../retirement/calendar.ts';
import type { OsMove } from '../target/stack.ts';
import type { TargetCheck } from '../target/target.ts';
import type { Instant } from '../time.ts';
import type { RegionFacts } from './regions.ts';
import type { PlanSettings } from './settings.ts';

/** Everything that plans are made from. Nothing of it is asked for again, and nothing missing is made up. */
export interface PlanInput {
  /** Every cluster of the fleet, also those without findings: a wave must know how large a region is. */
  readonly readings: readonly ClusterReading[];
  /** By pool id. A pool that is absent was not inspected, which is said; it is never taken for ready. */
  readonly inspections: ReadonlyMap<string, PoolInspection>;
  readonly calendar: RetirementCalendar;
  readonly catalogue: ImageCatalogue;
  /** The owner's lists: a target must be approved and not known to be bad. Absent: every image will do. */
  readonly images?: ImagePolicy;
  /** `moves` of the stack facts. */
  readonly moves: readonly OsMove[];
  readonly regions: RegionFacts;
  readonly settings: PlanSettings;
  readonly prices: PriceList;
  /** Absent or empty: nothing was run yet, and estimates rest on defaults. */
  readonly pastRuns?: readonly PastRun[];
  readonly testResults?: readonly TestResult[];
  /** By pool id, or cluster id for a control plane: the migration that ended without moving it. */
  readonly retries?: ReadonlyMap<string, string>;
  /** The moment that notice is counted from. */
  readonly now: Instant;
  /** When it is planned, where that is later: windows that are over by then are not taken. */
  readonly plannedAt?: Instant;
  /** SHA-256 of a text, as lower-case hex. */
  readonly hash: (text: string) => string;
}

/** What is known of one pool from inside its cluster. */
export interface PoolInspection {
  readonly readiness?: PoolReadiness;
  readonly dependencies?: DependencyMap;
  readonly target?: TargetCheck;
  readonly drain?: DrainOutlook;
}

/** What a drain of one of the pool's nodes is made of. */
export interface DrainOutlook {
  /** Pods of the pool that an eviction must move, together. */
  readonly pods: number;
  /** Longest grace period of any of them, in seconds. */
  readonly longestGraceSeconds: number;
  /** Most pods of one node that stand under one budget, per pod that it lets go at a time: 6 pods, one at a time, is 6. */
  readonly budgetRounds: number;
}

/** How one earlier migration of a pool went. */
export interface PastRun {
  readonly poolId: string;
  readonly osType: string;
  readonly strategy: string;
  readonly endedAt: Instant;
  readonly nodes: number;
  readonly minutes: number;
  /** `rolled-back` and `failed` teach no duration. */
  readonly outcome: 'completed' | 'rolled-back' | 'failed';
  /** What to do differently, one sentence each; from its retro. */
  readonly lessons: readonly string[];
}

/** What a test of an image came to. Dates follow it: a failed one holds every later wave. */
export interface TestResult {
  /** The image's whole name. */
  readonly image: string;
  readonly outcome: 'passed' | 'failed';
  readonly at: Instant;
  readonly by: string;
  readonly note?: string;
}
