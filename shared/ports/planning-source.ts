import type { PriceList } from '../domain/cost/money.ts';
import type { OwnFinding } from '../domain/fleet/own-finding.ts';
import type { TestResult } from '../domain/plan/plan-input.ts';
import type { RegionFacts } from '../domain/plan/regions.ts';
import type { PlanSettings } from '../domain/plan/settings.ts';

/** What plans are made by: the owner's own choices over the defaults, and facts that ship. */
export interface PlanningSource {
  /** Never throws for a bad file: the last good one stays in force and `trouble` says what is wrong. */
  load(): Promise<PlanningInForce>;
}

export interface PlanningInForce {
  readonly settings: PlanSettings;
  /** The owner's prices; they win over every other list. */
  readonly ownPrices?: PriceList;
  readonly testResults: readonly TestResult[];
  readonly regions: RegionFacts;
  readonly trouble: readonly Omit<OwnFinding, 'since' | 'lastSeen'>[];
}
