import { type Instant, MS_PER_DAY, momentText } from '../time.ts';
import { VIABILITY_WARNING_MS, type Viability, type ViabilityEnding } from './viability.ts';

/** There is no way back, and this is why. */
export function noWayBack(ending: ViabilityEnding): Viability {
  return { kind: 'over', why: ending.why, endings: [ending] };
}

/** Something that it depends on could not be seen. */
export function notCountedOn(why: string, endings: readonly ViabilityEnding[]): Viability {
  return { kind: 'unknown', why, endings: soonestFirst([{ kind: 'not-seen', why }, ...endings]) };
}

/** There is a way back; it warns half an hour before `until`. */
export function wayBack(
  why: string,
  endings: readonly ViabilityEnding[],
  until: Instant | undefined,
  now: Instant,
): Viability {
  const soon = until !== undefined && until - now <= VIABILITY_WARNING_MS;
  return {
    kind: soon ? 'ending-soon' : 'possible',
    ...(until === undefined ? {} : { until }),
    why,
    endings: soonestFirst(endings),
  };
}

/** Those with a date come first, the soonest before the others. */
function soonestFirst(endings: readonly ViabilityEnding[]): ViabilityEnding[] {
  return endings.toSorted((a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || 0);
}

/** `1 node`, `3 nodes`. */
export function nodesText(count: number): string {
  return `${count} ${count === 1 ? 'node' : 'nodes'}`;
}

/** An end of the images that is further off than this ends no migration's way back. */
const FAR_OFF_MS = 30 * MS_PER_DAY;

/** @param what happens from then on, as in `From 2027-06-30 00:00 UTC ...` */
export function imagesEnding(at: Instant | undefined, now: Instant, what: string): ViabilityEnding[] {
  if (at === undefined || at - now > FAR_OFF_MS) return [];
  return [{ kind: 'images-removed', at, why: `${at <= now ? 'Since' : 'From'} ${momentText(at)} ${what}` }];
}
