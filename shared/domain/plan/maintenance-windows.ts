import type { MaintenanceRule, Rhythm, Weekday, WeekRule, WindowRule } from '../fleet/maintenance-rule.ts';
import { type Day, dayOf, type Instant, MS_PER_DAY, startOfDay } from '../time.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, minutesOfClock } from './local-time.ts';
import type { PlannedWindow } from './migration-plan.ts';

/** Whole days since 1970-01-01, in whatever time is spoken of. */
export type DayNumber = number;

/** What opens on one day; a day without a window gives none. */
export type Openings = (day: DayNumber) => readonly PlannedWindow[];

/**
 * The windows that a maintenance configuration opens, day by day. Days are those of the configuration's own
 * fixed offset; a window may run past midnight. AKS has no daylight saving in these, and neither has this.
 *
 * @returns one sentence instead, when the configuration leaves open on which days it opens
 * @see https://learn.microsoft.com/azure/aks/planned-maintenance
 */
export function openingsOf(rule: MaintenanceRule): Openings | string {
  return rule.kind === 'week' ? weekOpenings(rule) : windowOpenings(rule);
}

function windowOpenings(rule: WindowRule): Openings | string {
  const start = minutesOfClock(rule.startTime);
  const anchor = rule.startDate === undefined ? undefined : dayNumber(rule.startDate);
  if (start === undefined || !(rule.durationHours > 0)) return 'its start time or its length cannot be read';
  if (rule.startDate !== undefined && anchor === undefined) return 'its start date cannot be read';
  const falls = rhythm(rule.rhythm, anchor);
  if (typeof falls === 'string') return falls;
  const offset = rule.utcOffsetMinutes * MS_PER_MINUTE;
  const closed = rule.notAllowed.map(
    ({ from, to }): Span => ({
      from: (dayNumber(from) ?? Number.NEGATIVE_INFINITY) * MS_PER_DAY - offset,
      to: ((dayNumber(to) ?? Number.POSITIVE_INFINITY) + 1) * MS_PER_DAY - offset,
    }),
  );

  return (day) => {
    if ((anchor !== undefined && day < anchor) || !falls(day)) return [];
    const opens = day * MS_PER_DAY + start * MS_PER_MINUTE - offset;
    const closes = opens + rule.durationHours * MS_PER_HOUR;
    if (closed.some(({ from, to }) => from <= opens && opens < to)) return [];
    // A window that runs into closed days ends where they begin.
    return [{ opens, closes: Math.min(closes, ...closed.filter(({ from }) => from > opens).map(({ from }) => from)) }];
  };
}

function rhythm(rule: Rhythm, anchor: DayNumber | undefined): ((day: DayNumber) => boolean) | string {
  const everyOther = 'it does not say from which day it counts';
  switch (rule.kind) {
    case 'daily': {
      if (!(rule.everyDays >= 1)) return 'its interval cannot be read';
      if (rule.everyDays > 1 && anchor === undefined) return everyOther;
      return (day) => (day - (anchor ?? 0)) % rule.everyDays === 0;
    }
    case 'weekly': {
      if (!(rule.everyWeeks >= 1)) return 'its interval cannot be read';
      if (rule.everyWeeks > 1 && anchor === undefined) return everyOther;
      const first = anchor === undefined ? 0 : anchor + ((rule.weekday - weekdayOf(anchor) + 7) % 7);
      return (day) => weekdayOf(day) === rule.weekday && Math.round((day - first) / 7) % rule.everyWeeks === 0;
    }
    case 'monthly-day':
    case 'monthly-weekday': {
      if (!(rule.everyMonths >= 1)) return 'its interval cannot be read';
      if (rule.everyMonths > 1 && anchor === undefined) return everyOther;
      const isDay = rule.kind === 'monthly-day' ? onDay(rule.dayOfMonth) : onWeekday(rule.week, rule.weekday);
      const first = anchor === undefined ? 0 : firstMonth(anchor, isDay);
      return (day) => isDay(day) && (monthOf(day) - first) % rule.everyMonths === 0;
    }
  }
}

/** A month without that day has no window: nothing is moved to another day. */
function onDay(dayOfMonth: number): (day: DayNumber) => boolean {
  return (day) => dateOf(day).getUTCDate() === dayOfMonth;
}

function onWeekday(week: 1 | 2 | 3 | 4 | 'last', weekday: Weekday): (day: DayNumber) => boolean {
  return (day) => {
    if (weekdayOf(day) !== weekday) return false;
    if (week === 'last') return monthOf(day + 7) !== monthOf(day);
    return Math.ceil(dateOf(day).getUTCDate() / 7) === week;
  };
}

/** The month that intervals count from: the first that still has the day after `anchor`. */
function firstMonth(anchor: DayNumber, isDay: (day: DayNumber) => boolean): number {
  for (let day = anchor; day < anchor + 62; day += 1) if (isDay(day)) return monthOf(day);
  return monthOf(anchor);
}

function weekOpenings({ slots, notAllowed }: WeekRule): Openings {
  return (day) =>
    slots
      .filter(({ weekday }) => weekday === weekdayOf(day))
      .flatMap(({ hours }) => stretches(hours))
      .map(([from, to]) => ({
        opens: day * MS_PER_DAY + from * MS_PER_HOUR,
        closes: day * MS_PER_DAY + to * MS_PER_HOUR,
      }))
      .filter((window) => !notAllowed.some((span) => span.from < window.closes && window.opens < span.to));
}

/** Neighbouring hours are one stretch: 1, 2 and 5 are 01-03 and 05-06. */
function stretches(hours: readonly number[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const hour of [...new Set(hours)].filter((hour) => hour >= 0 && hour <= 23).toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === hour) last[1] = hour + 1;
    else found.push([hour, hour + 1]);
  }
  return found;
}

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export function dayNumber(day: Day): DayNumber | undefined {
  const at = startOfDay(day);
  return at === undefined ? undefined : at / MS_PER_DAY;
}

export function dayOfNumber(day: DayNumber): Day {
  return dayOf(day * MS_PER_DAY);
}

function dateOf(day: DayNumber): Date {
  return new Date(day * MS_PER_DAY);
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

function monthOf(day: DayNumber): number {
  const date = dateOf(day);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
