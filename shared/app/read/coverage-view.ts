import { coverageOf } from '../../domain/fleet/coverage.ts';
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
  const { notSeen, ...counts } = coverageOf({ sweep, outcomes, sightings, now });
  const running = notSeen.some(({ reason }) => reason === 'pending');
  const last = Math.max(sweep.startedAt, ...outcomes.map(({ at }) => at));
  return {
    whole: notSeen.length === 0,
    sweepId: sweep.id,
    startedAt: iso(sweep.startedAt),
    finishedAt: running ? undefined : iso(last),
    ...counts,
    notSeen: notSeen.map(({ since, lastSeen, ...rest }) => ({
      ...rest,
      since: iso(since),
      lastSeen: lastSeen === undefined ? undefined : iso(lastSeen),
    })),
  };
}
