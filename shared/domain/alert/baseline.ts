import { type Instant, MS_PER_DAY } from '../time.ts';
import type { Baseline } from './signals.ts';

/** Requests of one stretch of time, and how many of them failed. */
export interface RateSample {
  readonly from: Instant;
  readonly requests: number;
  readonly failed: number;
}

/** Fewer say nothing: chance alone would make a baseline of them. */
export const LEAST_SAMPLES = 5;
const DAYS = 7;
const HOURS = 6;
const HOUR_MS = 3_600_000;

/**
 * What is usual: the same hour of the seven days before where there are enough samples of it, else the six hours before the
 * first write..
 *
 * @param samples of any length each, in any order; those without requests say nothing
 * @param until the migration's first write: what came after it may be its doing
 */
export function baselineOf(samples: readonly RateSample[], now: Instant, until: Instant): Baseline {
  const past = samples.filter(({ from, requests }) => from < until && requests > 0);
  const sameHour = past.filter(({ from }) => {
    const before = now - from;
    const hoursOff = before % MS_PER_DAY;
    return (
      before > MS_PER_DAY / 2 &&
      before <= DAYS * MS_PER_DAY + HOUR_MS &&
      (hoursOff <= HOUR_MS / 2 || hoursOff >= MS_PER_DAY - HOUR_MS / 2)
    );
  });
  if (sameHour.length >= LEAST_SAMPLES) return known(sameHour, `the same hour of the ${DAYS} days before`);
  const hoursBefore = past.filter(({ from }) => until - from <= HOURS * HOUR_MS);
  if (hoursBefore.length >= LEAST_SAMPLES) return known(hoursBefore, `the ${HOURS} hours before the migration`);
  const samplesFound = Math.max(sameHour.length, hoursBefore.length);
  return {
    kind: 'unknown',
    samples: samplesFound,
    why: `${samplesFound} ${samplesFound === 1 ? 'sample' : 'samples'} with requests, and ${LEAST_SAMPLES} are needed.`,
  };
}

function known(samples: readonly RateSample[], window: string): Baseline {
  const requests = samples.reduce((sum, sample) => sum + sample.requests, 0);
  const failed = samples.reduce((sum, sample) => sum + sample.failed, 0);
  const rate = failed / requests;
  const squares = samples.map((sample) => (sample.failed / sample.requests - rate) ** 2);
  const spread = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / samples.length);
  return { kind: 'known', rate, window, samples: samples.length, spread };
}
