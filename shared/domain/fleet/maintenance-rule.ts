import type { Day } from '../time.ts';

/**
 * When an AKS maintenance configuration lets work start, as fields instead of a sentence.
 * @see https://learn.microsoft.com/azure/aks/planned-maintenance
 */
export type MaintenanceRule = WindowRule | WeekRule;

/** `aksManagedNodeOSUpgradeSchedule`, `aksManagedAutoUpgradeSchedule`. Clock times are of a fixed offset: no daylight saving. */
export interface WindowRule {
  readonly kind: 'window';
  readonly rhythm: Rhythm;
  /** `22:00`, at `utcOffsetMinutes`. */
  readonly startTime: string;
  readonly durationHours: number;
  /** Minutes east of UTC: 60 for `+01:00`. */
  readonly utcOffsetMinutes: number;
  /** First day on which it is in force; absent: at once. */
  readonly startDate?: Day;
  /** Days on which it does not open, both included. */
  readonly notAllowed: readonly DayRange[];
}

export type Rhythm =
  | { readonly kind: 'daily'; readonly everyDays: number }
  | { readonly kind: 'weekly'; readonly everyWeeks: number; readonly weekday: Weekday }
  | { readonly kind: 'monthly-day'; readonly everyMonths: number; readonly dayOfMonth: number }
  | {
      readonly kind: 'monthly-weekday';
      readonly everyMonths: number;
      /** 1 to 4, or `last`. */
      readonly week: 1 | 2 | 3 | 4 | 'last';
      readonly weekday: Weekday;
    };

/** The older form, `default`: hours of the week in UTC. */
export interface WeekRule {
  readonly kind: 'week';
  readonly slots: readonly { readonly weekday: Weekday; readonly hours: readonly number[] }[];
  readonly notAllowed: readonly { readonly from: number; readonly to: number }[];
}

/** 0 is Sunday, as JavaScript and AKS's own order have it. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Both days included. */
export interface DayRange {
  readonly from: Day;
  readonly to: Day;
}
