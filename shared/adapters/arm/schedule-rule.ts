import type { MaintenanceConfiguration, MaintenanceWindow, Schedule } from '@azure/arm-containerservice';
import type { MaintenanceRule, Rhythm, Weekday, WeekRule } from '../../domain/fleet/maintenance-rule.ts';

/**
 * A maintenance configuration as fields. Anything that is not as documented makes the whole `undefined`: half
 * an understanding of when work may start is none.
 */
export function scheduleRule({
  maintenanceWindow,
  timeInWeek,
  notAllowedTime,
}: MaintenanceConfiguration): MaintenanceRule | undefined {
  if (maintenanceWindow) return windowRule(maintenanceWindow);
  if (!timeInWeek || timeInWeek.length === 0) return undefined;
  const slots: { readonly weekday: Weekday; readonly hours: readonly number[] }[] = [];
  for (const { day, hourSlots } of timeInWeek) {
    const weekday = weekdayOf(day);
    if (weekday === undefined) return undefined;
    slots.push({ weekday, hours: hourSlots ?? [] });
  }
  const notAllowed: WeekRule['notAllowed'][number][] = [];
  for (const { start, end } of notAllowedTime ?? []) {
    const from = start?.getTime() ?? Number.NEGATIVE_INFINITY;
    const to = end?.getTime() ?? Number.POSITIVE_INFINITY;
    if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
    notAllowed.push({ from, to });
  }
  return { kind: 'week', slots, notAllowed };
}

function windowRule(window: MaintenanceWindow): MaintenanceRule | undefined {
  const rhythm = rhythmOf(window.schedule);
  const utcOffsetMinutes = offsetOf(window.utcOffset);
  if (!rhythm || utcOffsetMinutes === undefined || !/^\d{2}:\d{2}$/.test(window.startTime ?? '')) return undefined;
  if (!window.durationHours || window.durationHours <= 0) return undefined;
  const startDate = window.startDate === undefined ? undefined : dayText(window.startDate);
  if (window.startDate !== undefined && startDate === undefined) return undefined;
  const notAllowed: { readonly from: string; readonly to: string }[] = [];
  for (const { start, end } of window.notAllowedDates ?? []) {
    const from = dayText(start);
    const to = dayText(end);
    if (from === undefined || to === undefined) return undefined;
    notAllowed.push({ from, to });
  }
  return {
    kind: 'window',
    rhythm,
    startTime: window.startTime,
    durationHours: window.durationHours,
    utcOffsetMinutes,
    ...(startDate === undefined ? {} : { startDate }),
    notAllowed,
  };
}

function rhythmOf({ daily, weekly, absoluteMonthly, relativeMonthly }: Schedule): Rhythm | undefined {
  if (daily) return { kind: 'daily', everyDays: daily.intervalDays };
  if (weekly) {
    const weekday = weekdayOf(weekly.dayOfWeek);
    return weekday === undefined ? undefined : { kind: 'weekly', everyWeeks: weekly.intervalWeeks, weekday };
  }
  if (absoluteMonthly) {
    const { intervalMonths, dayOfMonth } = absoluteMonthly;
    return { kind: 'monthly-day', everyMonths: intervalMonths, dayOfMonth };
  }
  if (!relativeMonthly) return undefined;
  const weekday = weekdayOf(relativeMonthly.dayOfWeek);
  const week = WEEKS[relativeMonthly.weekIndex?.toLowerCase() ?? ''];
  if (weekday === undefined || week === undefined) return undefined;
  return { kind: 'monthly-weekday', everyMonths: relativeMonthly.intervalMonths, week, weekday };
}

const WEEKS: Readonly<Record<string, 1 | 2 | 3 | 4 | 'last'>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  last: 'last',
};
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function weekdayOf(name: string | undefined): Weekday | undefined {
  const found = WEEKDAYS.indexOf(name?.toLowerCase() ?? '');
  return found < 0 ? undefined : (found as Weekday);
}

/** Minutes east of UTC of `+05:30`; no offset is UTC. */
function offsetOf(text: string | undefined): number | undefined {
  if (!text) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (!sign) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The client reads a bare day as midnight UTC. */
function dayText(date: Date | undefined): string | undefined {
  return date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 10) : undefined;
}
