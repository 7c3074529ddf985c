import type { Instant } from '../time.ts';
import type { Coverage, NotSeen } from './coverage.ts';
import type { Sighting } from './sighting.ts';
import type { SubscriptionOutcome, Sweep } from './sweep.ts';

/** After this a subscription that has not reported is not "still to come" any more. */
export const SWEEP_TIME_LIMIT_MS = 2 * 60 * 60 * 1000;

/**
 * What a sweep saw of what it set out to see, at `now`. Derived from what is expected and what reported,
 * whenever it is asked: nothing is counted along the way, so nothing can be counted twice or lost.
 *
 * @param outcomes of this sweep; of several for one subscription the newest counts
 * @param sightings when subscriptions and clusters were last seen, over all sweeps
 */
export function coverageOf(
  sweep: Sweep,
  outcomes: readonly SubscriptionOutcome[],
  sightings: readonly Sighting[],
  now: Instant,
): Coverage {
  const reported = newestOutcomes(sweep, outcomes);
  const sightingOf = new Map(sightings.map((sighting) => [sighting.id, sighting]));
  const history = (id: string, firstMissed: Instant) => {
    const sighting = sightingOf.get(id);
    return {
      since: Math.min(sighting?.notSeenSince ?? firstMissed, firstMissed),
      ...(sighting?.lastSeen === undefined ? {} : { lastSeen: sighting.lastSeen }),
    };
  };

  const notSeen: NotSeen[] = [];
  let seen = 0;
  let clusters = 0;
  let pools = 0;
  for (const { id, name } of sweep.subscriptions) {
    const who = { subscriptionId: id, subscriptionName: name };
    const outcome = reported.get(id);
    if (!outcome) {
      notSeen.push({ ...who, ...notReported(sweep, now), ...history(id, sweep.startedAt) });
    } else if (outcome.notSeen) {
      notSeen.push({ ...who, ...outcome.notSeen, ...history(id, outcome.at) });
    } else {
      seen += 1;
      clusters += outcome.clusters;
      pools += outcome.pools;
      for (const cluster of outcome.clustersNotSeen) {
        notSeen.push({ ...who, ...cluster, ...history(cluster.clusterId, outcome.at) });
      }
    }
  }
  return {
    subscriptionsExpected: sweep.subscriptions.length,
    subscriptionsSeen: seen,
    clustersSeen: clusters,
    poolsSeen: pools,
    notSeen,
  };
}

/** A sweep is whole only when it set out to see something and saw all of it. Nothing to look at is not a clean fleet. */
export function isWhole(coverage: Coverage): boolean {
  return coverage.subscriptionsExpected > 0 && coverage.notSeen.length === 0;
}

/**
 * When the last subscription reported, or when the time limit ran out on those that did not.
 *
 * @returns `undefined` while the sweep runs
 */
export function sweepFinishedAt(
  sweep: Sweep,
  outcomes: readonly SubscriptionOutcome[],
  now: Instant,
): Instant | undefined {
  const reported = newestOutcomes(sweep, outcomes);
  const last = Math.max(sweep.startedAt, ...[...reported.values()].map((outcome) => outcome.at));
  if (sweep.subscriptions.every(({ id }) => reported.has(id))) return last;
  const limit = sweep.startedAt + SWEEP_TIME_LIMIT_MS;
  return now >= limit ? Math.max(limit, last) : undefined;
}

function notReported(sweep: Sweep, now: Instant): Pick<NotSeen, 'reason' | 'detail'> {
  return now - sweep.startedAt >= SWEEP_TIME_LIMIT_MS
    ? {
        reason: 'timed-out',
        detail: 'It has not reported for two hours: look at the queue sweep-subscription and its dead letters.',
      }
    : { reason: 'pending', detail: 'Its turn in this sweep has not come yet.' };
}

function newestOutcomes(sweep: Sweep, outcomes: readonly SubscriptionOutcome[]): Map<string, SubscriptionOutcome> {
  const expected = new Set(sweep.subscriptions.map(({ id }) => id));
  const newest = new Map<string, SubscriptionOutcome>();
  for (const outcome of outcomes) {
    const { id } = outcome.subscription;
    if (outcome.sweepId !== sweep.id || !expected.has(id)) continue;
    const other = newest.get(id);
    if (!other || outcome.at >= other.at) newest.set(id, outcome);
  }
  return newest;
}
