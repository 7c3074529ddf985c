import type { Instant } from '../time.ts';

/** Whatever a migration waits for, it is looked at again within the hour: the world changes. */
export const LONGEST_WAIT_SECONDS = 3600;

/**
 * A pass is due. One that is further off than any wait is was set by a clock that was ahead by hours: it is made at once,
 * and sets its successor right.
 *
 * @param earlyMs it may be made by so much earlier
 */
export function isPassDue(nextPassAt: Instant, now: Instant, earlyMs = 0): boolean {
  return now + earlyMs >= nextPassAt || nextPassAt - now > 2 * LONGEST_WAIT_SECONDS * 1000;
}
