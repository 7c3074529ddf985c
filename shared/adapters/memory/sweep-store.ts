import type { SubscriptionOutcome, Sweep } from '../../domain/fleet/sweep.ts';
import type { Sighting, SweepStore } from '../../ports/sweep-store.ts';

/** Sweeps, their outcomes and sightings in this process's memory. */
export function memorySweepStore(): SweepStore {
  const sweeps = new Map<string, Sweep>();
  const outcomes = new Map<string, Map<string, SubscriptionOutcome>>();
  const sightings = new Map<string, Sighting>();

  return {
    async start(sweep) {
      sweeps.set(sweep.id, sweep);
    },
    async latest() {
      let latest: Sweep | undefined;
      for (const sweep of sweeps.values()) if (!latest || sweep.startedAt >= latest.startedAt) latest = sweep;
      return latest;
    },
    async byId(sweepId) {
      return sweeps.get(sweepId);
    },
    async saveOutcome(outcome) {
      const ofSweep = outcomes.get(outcome.sweepId) ?? new Map<string, SubscriptionOutcome>();
      outcomes.set(outcome.sweepId, ofSweep);
      const stored = ofSweep.get(outcome.subscription.id);
      if (!stored || stored.at <= outcome.at) ofSweep.set(outcome.subscription.id, outcome);
    },
    async outcomes(sweepId) {
      return [...(outcomes.get(sweepId)?.values() ?? [])];
    },
    async forget(before, most) {
      const oldestFirst = [...sweeps.values()].toSorted((a, b) => a.startedAt - b.startedAt).slice(0, -1);
      for (const { id } of oldestFirst.filter(({ startedAt }) => startedAt < before).slice(0, most)) {
        outcomes.delete(id);
        sweeps.delete(id);
      }
    },
    async sightings() {
      return [...sightings.values()];
    },
    async saveSightings(seen) {
      for (const sighting of seen) sightings.set(sighting.id, sighting);
    },
  };
}
