import { type Instant, momentText as utcText } from '../../../domain/time.ts';

/** `2026-11-20 08:00 UTC`. A card that stands for days says when, and not how long ago. */
export function momentText(at: Instant | string): string {
  return utcText(asInstant(at));
}

/** `Sat 2026-12-19 00:00 to 06:00 in Europe/Amsterdam (Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC)`. */
export function windowText(
  { opens, closes }: { readonly opens: Instant | string; readonly closes: Instant | string },
  timeZone?: string,
): string {
  const [from, to] = [asInstant(opens), asInstant(closes)];
  const utc = `${rangeText(from, to, 'UTC')} UTC`;
  const local = localText(from, to, timeZone);
  return local === undefined ? utc : `${local} (${utc})`;
}

/** `Sat 2026-12-19 00:00 in Europe/Amsterdam (Fri 2026-12-18 23:00 UTC)`. */
export function localMomentText(at: Instant | string, timeZone?: string): string {
  return windowText({ opens: at, closes: at }, timeZone);
}

/** `undefined`: it is UTC, or there is no such zone. */
function localText(from: Instant, to: Instant, timeZone: string | undefined): string | undefined {
  if (timeZone === undefined || timeZone === 'UTC') return undefined;
  try {
    return `${rangeText(from, to, timeZone)} in ${timeZone}`;
  } catch {
    return undefined;
  }
}

function rangeText(from: Instant, to: Instant, timeZone: string): string {
  const [start, end] = [clockOf(from, timeZone), clockOf(to, timeZone)];
  const begins = `${start.day} ${start.time}`;
  if (from === to) return begins;
  return `${begins} to ${start.day === end.day ? '' : `${end.day} `}${end.time}`;
}

/** What clocks of a zone show. @throws RangeError when there is no such zone */
function clockOf(at: Instant, timeZone: string): { readonly day: string; readonly time: string } {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = value;
  const { weekday = '', year = '', month = '', day = '', hour = '', minute = '' } = parts;
  return { day: `${weekday} ${year}-${month}-${day}`, time: `${hour}:${minute}` };
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  FORMATS.set(timeZone, made);
  return made;
}

function asInstant(at: Instant | string): Instant {
  return typeof at === 'string' ? Date.parse(at) : at;
}
