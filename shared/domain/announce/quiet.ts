import { localDay, localInstant, MS_PER_HOUR, minutesOfClock } from '../plan/local-time.ts';
import { addDays, type Instant } from '../time.ts';

/** Local hours in which nobody is told anything; `to` before `from` is on the next day, the same time twice is never. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** A stretch of day shorter than this is too short to be sure to be used. */
const SHORTEST_DAY = MS_PER_HOUR;

interface Waking {
  readonly from: Instant;
  readonly to: Instant;
}

/** Whether people in `timeZone` may be told something at `at`. */
export function isAwake(at: Instant, quiet: QuietHours, timeZone: string): boolean {
  // The day before reaches into this one where people go to sleep after midnight; no other does.
  return wakingAround(at, quiet, timeZone, [0, -1]).some(({ from, to }) => at >= from && at < to);
}

/** `at` itself when people are awake then, else when their next day begins. */
export function nextWaking(at: Instant, quiet: QuietHours, timeZone: string): Instant {
  const next = wakingAround(at, quiet, timeZone).find(({ to }) => to > at);
  return Math.max(at, next?.from ?? at);
}

/** The start of the last stretch of day before `event` that has an hour in it: where "on the day" can be said without waking anybody. */
export function lastWakingBefore(event: Instant, quiet: QuietHours, timeZone: string): Instant {
  const usable = wakingAround(event, quiet, timeZone).filter(
    ({ from, to }) => Math.min(to, event) - from >= SHORTEST_DAY,
  );
  return usable.at(-1)?.from ?? event - 24 * MS_PER_HOUR;
}

/** Stretches of day around `at`, in order of time. @param days from the day of `at` on */
function wakingAround(
  at: Instant,
  { from, to }: QuietHours,
  timeZone: string,
  days: readonly number[] = [-2, -1, 0, 1],
): Waking[] {
  const [sleeps, wakes] = [minutesOfClock(from) ?? 0, minutesOfClock(to) ?? 0];
  const today = localDay(at, timeZone);
  return days.map((offset) => {
    const day = addDays(today, offset);
    const next = sleeps > wakes ? day : addDays(day, 1);
    return { from: localInstant(day, wakes, timeZone), to: localInstant(next, sleeps, timeZone) };
  });
}

/** What cannot be meant; `undefined`: nothing. */
export function quietProblem({ from, to }: QuietHours): string | undefined {
  const [sleeps, wakes] = [minutesOfClock(from), minutesOfClock(to)];
  if (sleeps === undefined || wakes === undefined) return `The quiet hours ${from} to ${to} are not times.`;
  const quiet = sleeps === wakes ? 0 : (wakes - sleeps + 1440) % 1440;
  const never = sleeps !== wakes && quiet === 0;
  return never || quiet > 22 * 60
    ? `The quiet hours ${from} to ${to} leave less than two hours of the day.`
    : undefined;
}
