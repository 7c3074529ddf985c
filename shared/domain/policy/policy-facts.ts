import type { ImageCatalogue } from '../fleet/image-catalogue.ts';
import type { RetirementCalendar } from '../retirement/calendar.ts';
import type { ImagePolicy } from './image-policy.ts';

/** Everything that rules judge by, apart from the fleet itself and the time. */
export interface PolicyFacts {
  readonly calendar: RetirementCalendar;
  readonly catalogue: ImageCatalogue;
  readonly images: ImagePolicy;
  readonly limits: PolicyLimits;
}

/** The owner's own limits. Microsoft's 90 days are not among them: those are not ours to move. */
export interface PolicyLimits {
  /** An image older than this many days is reported. */
  readonly maxImageAgeDays: number;
  /** Reported as behind when more than this many days AND more than that many builds lie between it and the latest. */
  readonly maxDaysBehind: number;
  readonly maxBuildsBehind: number;
}

/** Linux images come about weekly and Windows images monthly: two builds and 30 days forgive one late round of either. */
export const DEFAULT_LIMITS: PolicyLimits = { maxImageAgeDays: 60, maxDaysBehind: 30, maxBuildsBehind: 2 };
