import { type Day, type Instant, MS_PER_DAY } from '../time.ts';

export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;

/**
 * The instant at which clocks of `timeZone` show `minutes` past midnight on `day`.
 *
 * When clocks go forward over it, the first instant after the gap; when they go back and show it twice,
 * the first of the two.
 *
 * @param minutes 0 to 1440; 1440 is midnight of the next day
 */
export function localInstant(day: Day, minutes: number, timeZone: string): Instant {
  const wall = Date.parse(`${day}T00:00:00Z`) + minutes * MS_PER_MINUTE;
  // Offsets a day to either side: one of them, or both, is the offset in force at the time itself.
  const before = offsetAt(wall - MS_PER_DAY, timeZone);
  const after = offsetAt(wall + MS_PER_DAY, timeZone);
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  if (early + offsetAt(early, timeZone) === wall) return early;
  if (late + offsetAt(late, timeZone) === wall) return late;
  return firstAfterChange(early, late, before, timeZone);
}

/** The day that clocks of `timeZone` show at `at`. */
export function localDay(at: Instant, timeZone: string): Day {
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 10);
}

/** Whether this is a time zone that can be reckoned with, as in `Europe/Amsterdam`. */
export function isTimeZone(name: string): boolean {
  try {
    return zoneOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** `22:00` as minutes past midnight, 0 to 1440 (`24:00`); `undefined` when it is not a time. */
export function minutesOfClock(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return undefined;
  const total = Number(hours) * 60 + Number(minutes);
  return total <= 1440 ? total : undefined;
}

/** Milliseconds that local time is ahead of UTC. */
function offsetAt(at: Instant, timeZone: string): number {
  const hour = Math.floor(at / (MS_PER_HOUR / 4)) * (MS_PER_HOUR / 4);
  const zone = zoneOf(timeZone);
  const known = zone.offsets.get(hour);
  if (known !== undefined) return known;
  const parts: Record<string, number> = {};
  for (const { type, value } of zone.format.formatToParts(hour)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
  const offset = Date.UTC(year, month - 1, day, hours, minute, second) - hour;
  // Follows from its key alone, so keeping it changes nothing but the time it takes.
  if (zone.offsets.size < 20_000) zone.offsets.set(hour, offset);
  return offset;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** By quarter of an hour: no zone changes within one. */
  readonly offsets: Map<Instant, number>;
}

const ZONES = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const known = ZONES.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const zone = { format, offsets: new Map<Instant, number>() };
  ZONES.set(timeZone, zone);
  return zone;
}

/** The change lies between `from` and `to`; changes happen on whole quarters of an hour. */
function firstAfterChange(from: Instant, to: Instant, before: number, timeZone: string): Instant {
  const quarter = MS_PER_HOUR / 4;
  for (let at = Math.floor(from / quarter) * quarter; at <= to; at += quarter) {
    if (offsetAt(at, timeZone) !== before) return at;
  }
  return to;
}
