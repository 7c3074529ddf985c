/** What VMs cost by the hour, as of one day. */
export interface PriceList {
  /** `USD`. */
  readonly currency: string;
  /** The day, or the month, up to which the prices were checked: always shown. */
  readonly asOf: string;
  readonly source: string;
  /** The region they were read for; prices of other regions differ, which is said. */
  readonly region: string;
  readonly prices: ReadonlyMap<string, VmPrice>;
}

/** Keyed by VM size in lower case. */
export interface VmPrice {
  readonly vmSize: string;
  /** Per hour; absent: not known, which is never 0. */
  readonly linuxPerHour?: number;
  readonly windowsPerHour?: number;
  /** Set where this one price is newer than, or comes from elsewhere than, its list. */
  readonly asOf?: string;
  readonly source?: string;
  readonly region?: string;
}

/** An amount with all that a reader needs to trust it or not. `unknown` is never added up as 0. */
export type Money =
  | { readonly kind: 'known'; readonly amount: number; readonly currency: string }
  | { readonly kind: 'unknown'; readonly why: readonly string[] }
  /** A sum of which some parts are not known: it is more than `atLeast`. */
  | {
      readonly kind: 'at-least';
      readonly atLeast: number;
      readonly currency: string;
      readonly why: readonly string[];
    };

/** Where prices in a plan come from; shown wherever money is. */
export interface PriceBasis {
  readonly currency: string;
  readonly asOf: string;
  readonly source: string;
  readonly region: string;
}

/** One way to spend less, and what it would save. */
export interface Saving {
  readonly kind: 'stagger' | 'shrink-source' | 'burstable-test-pool';
  readonly amount: Money;
  /** One sentence: compared with what. */
  readonly what: string;
}

/** Money of a plan and of a year like it. */
export interface PlanCost {
  readonly basis: PriceBasis;
  readonly total: Money;
  /** Extra spend of a year when this is done `roundsPerYear` times. */
  readonly perYear: Money;
  readonly roundsPerYear: number;
  /** Percent of the configured yearly spend; absent when none is configured or the cost is not known. */
  readonly shareOfSpendPercent?: number;
  readonly yearlySpend?: number;
  readonly savings: readonly Saving[];
}
