import type { Instant } from '../time.ts';

/** Can it still be rolled back, until when, and what would end that. Shown wherever a migration is shown. */
export interface Viability {
  /** `unknown`: something it depends on could not be seen; it is not counted on. */
  readonly kind: 'possible' | 'ending-soon' | 'over' | 'unknown';
  /** When it ends as things stand; absent: nothing that has a date ends it. */
  readonly until?: Instant;
  /** One sentence: how, or why not. */
  readonly why: string;
  /** What would end it, the soonest first. */
  readonly endings: readonly ViabilityEnding[];
}

export interface ViabilityEnding {
  readonly kind:
    | 'hold-over'
    | 'source-nodes-gone'
    | 'images-removed'
    | 'seven-days'
    | 'quota'
    | 'never-possible'
    | 'not-seen';
  readonly at?: Instant;
  readonly why: string;
}

/** It warns this long before it turns. */
export const VIABILITY_WARNING_MS = 30 * 60_000;

/** What a way back depends on and neither Azure nor the cluster says. */
export interface ViabilityKnown {
  /** When Azure takes the source's images away; absent: no day is announced. */
  readonly imagesRemoved?: Instant;
}
