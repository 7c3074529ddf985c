import { baselineOf, type RateSample } from '../../domain/alert/baseline.ts';
import type { ErrorRate, Signal, SourceName } from '../../domain/alert/signals.ts';
import type { Instant } from '../../domain/time.ts';

export const HOUR_MS = 3_600_000;

/** As far back as a baseline looks: seven days, and the hour before. */
export const BASELINE_HOURS = 7 * 24 + 1;

/** Clusters whose hours are remembered. */
const MOST_REMEMBERED = 500;

export type Asked<T> = { readonly kind: 'told'; readonly value: T } | { readonly kind: 'failed'; readonly why: string };

/** How one source counts requests of a cluster. */
export interface RequestCounter {
  /** Of the last minutes. */
  lately(clusterId: string, now: Instant): Promise<Asked<Omit<RateSample, 'from'>>>;
  /** Whole hours up to now, in any order. */
  hours(clusterId: string, now: Instant): Promise<Asked<readonly RateSample[]>>;
}

/**
 * The share of requests that fail now, beside what is usual. Hours that are over do not change: they are asked for once an
 * hour, and again at the next look when that failed.
 */
export function errorRateOf(source: SourceName, counter: RequestCounter) {
  const remembered = new Map<string, { readonly hour: number; readonly samples: readonly RateSample[] }>();

  async function hoursOf(clusterId: string, now: Instant): Promise<Asked<readonly RateSample[]>> {
    const hour = Math.floor(now / HOUR_MS);
    const known = remembered.get(clusterId);
    if (known?.hour === hour) return { kind: 'told', value: known.samples };
    const asked = await counter.hours(clusterId, now);
    if (asked.kind === 'failed') return asked;
    remembered.delete(clusterId);
    remembered.set(clusterId, { hour, samples: asked.value });
    for (const oldest of remembered.keys()) if (remembered.size > MOST_REMEMBERED) remembered.delete(oldest);
    return asked;
  }

  /** @param until what came after this may be the migration's doing */
  return async (clusterId: string, now: Instant, until: Instant): Promise<Signal<ErrorRate>> => {
    const [lately, hours] = await Promise.all([counter.lately(clusterId, now), hoursOf(clusterId, now)]);
    if (lately.kind === 'failed') return { kind: 'unknown', why: lately.why, source };
    if (hours.kind === 'failed') return { kind: 'unknown', why: hours.why, source };
    const { requests, failed } = lately.value;
    // An hour in which the first write fell is not one before it.
    const before = hours.value.filter(({ from }) => from + HOUR_MS <= until);
    return {
      kind: 'seen',
      source,
      value: { now: requests === 0 ? 0 : failed / requests, requests, baseline: baselineOf(before, now, until) },
    };
  };
}
