import { coverageOf, isWhole, sweepFinishedAt } from '../../domain/fleet/coverage-of.ts';
import type { SubscriptionOutcome, Sweep } from '../../domain/fleet/sweep.ts';
import type { Instant } from '../../domain/time.ts';
import type { Sighting } from '../../ports/sweep-store.ts';
import type { CoverageView } from '../views.ts';
import { iso } from './iso.ts';

/** How much of the fleet stands behind an answer. Worked out from what was expected and what reported, each time anew. */
export function coverageView(
  sweep: Sweep,
  outcomes: readonly SubscriptionOutcome[],
  sightings: readonly Sighting[],
  now: Instant,
): CoverageView {
  const coverage = coverageOf(sweep, outcomes, sightings, now);
  const finishedAt = sweepFinishedAt(sweep, outcomes, now);
  return {
    whole: isWhole(coverage),
    sweepId: sweep.id,
    startedAt: iso(sweep.startedAt),
    finishedAt: finishedAt === undefined ? undefined : iso(finishedAt),
    ...coverage,
    notSeen: coverage.notSeen.map(({ since, lastSeen, ...rest }) => ({
      ...rest,
      since: iso(since),
      lastSeen: lastSeen === undefined ? undefined : iso(lastSeen),
    })),
  };
}
