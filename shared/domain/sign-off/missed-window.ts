import type { Instant } from '../time.ts';
import type { SignOffNews } from './news.ts';

/**
 * The opening that a reminder came too late for; `undefined`: it can be told. One that was decided after the opening is
 * about the later windows of the plan.
 *
 * @param at when it was decided
 */
export function missedWindow(
  { what, opens }: Pick<SignOffNews, 'what' | 'opens'>,
  at: Instant,
  now: Instant,
): Instant | undefined {
  return what === 'reminder' && opens !== undefined && at < opens && opens <= now ? opens : undefined;
}
