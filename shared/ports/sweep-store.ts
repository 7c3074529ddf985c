import type { Sighting } from '../domain/fleet/sighting.ts';
import type { SubscriptionOutcome, Sweep } from '../domain/fleet/sweep.ts';
import type { Instant } from '../domain/time.ts';

export interface SweepStore {
  start(sweep: Sweep): Promise<void>;
  latest(): Promise<Sweep | undefined>;
  byId(sweepId: string): Promise<Sweep | undefined>;
  /** Safe to repeat: the outcome of a subscription in a sweep is written over by a newer one. */
  saveOutcome(outcome: SubscriptionOutcome): Promise<void>;
  outcomes(sweepId: string): Promise<readonly SubscriptionOutcome[]>;
  /** Removes sweeps that started before `before`, the oldest first, with their outcomes; never the latest. At most `most` in one call. */
  forget(before: Instant, most: number): Promise<void>;
  /** For every subscription and cluster not seen now: since when, and when it was last seen. */
  sightings(): Promise<readonly Sighting[]>;
  saveSightings(sightings: readonly Sighting[]): Promise<void>;
}

export type { Sighting };
