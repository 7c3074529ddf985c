import type { MaintenanceConfiguration, MaintenanceWindow, Schedule, TimeInWeek } from '@azure/arm-containerservice';

/**
 * A maintenance configuration in one line: `weekly on Saturday 22:00 for 8 h, UTC+02:00`.
 * `unknown schedule` for a form that came after this was written.
 */
export function scheduleText({ maintenanceWindow, timeInWeek }: MaintenanceConfiguration): string {
  if (maintenanceWindow) return windowText(maintenanceWindow);
  if (timeInWeek && timeInWeek.length > 0) return `${timeInWeek.map(dayText).join(', ')}, UTC`;
  return 'unknown schedule';
}

function windowText(window: MaintenanceWindow): string {
  const offset = !window.utcOffset || /^[+-]00:00$/.test(window.utcOffset) ? 'UTC' : `UTC${window.utcOffset}`;
  const length = window.durationHours ? ` for ${window.durationHours} h` : '';
  const closed = (window.notAllowedDates ?? []).map(({ start, end }) => `${dateText(start)} to ${dateText(end)}`);
  const except = closed.length > 0 ? `, not ${closed.join(', ')}` : '';
  return `${rhythmText(window.schedule)} ${window.startTime}${length}, ${offset}${except}`;
}

function rhythmText({ daily, weekly, absoluteMonthly, relativeMonthly }: Schedule): string {
  if (daily) return every(daily.intervalDays, 'day', 'daily');
  if (weekly) return `${every(weekly.intervalWeeks, 'week', 'weekly')} on ${weekly.dayOfWeek}`;
  if (absoluteMonthly) {
    return `${every(absoluteMonthly.intervalMonths, 'month', 'monthly')} on day ${absoluteMonthly.dayOfMonth}`;
  }
  if (relativeMonthly) {
    const { intervalMonths, weekIndex, dayOfWeek } = relativeMonthly;
    return `${every(intervalMonths, 'month', 'monthly')} on the ${weekIndex?.toLowerCase()} ${dayOfWeek}`;
  }
  return 'unknown rhythm';
}

function every(interval: number | undefined, unit: string, once: string): string {
  return interval === undefined || interval === 1 ? once : `every ${interval} ${unit}s`;
}

/** Slots are hours of the day; neighbours are one stretch: `Monday 01:00-03:00`. */
function dayText({ day, hourSlots }: TimeInWeek): string {
  const stretches: [number, number][] = [];
  for (const hour of (hourSlots ?? []).toSorted((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last && last[1] === hour) last[1] = hour + 1;
    else stretches.push([hour, hour + 1]);
  }
  return [day ?? 'unknown day', ...stretches.map(([from, to]) => `${clock(from)}-${clock(to)}`)].join(' ');
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function dateText(date: Date | undefined): string {
  return date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 10) : 'unknown date';
}
