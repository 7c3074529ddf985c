import { InputError } from '../domain/errors.ts';
import type { Subscription } from '../domain/fleet/subscription.ts';
import type { SubscriptionOutcome, Sweep } from '../domain/fleet/sweep.ts';
import type { Instant } from '../domain/time.ts';
import type { SubscriptionAnswer } from '../ports/fleet-reader.ts';
import { announceFirstSight } from './first-sight.ts';
import type { LatestImages } from './latest-images.ts';
import type { SweepSubscription } from './messages.ts';
import { handOver, isLeftOver } from './outbox.ts';
import type { Parts } from './parts.ts';
import { readDetails } from './read-details.ts';
import { lastSeenAt, noteOutcome } from './sightings.ts';
import { storeReadings } from './store-readings.ts';

/**
 * Reads one subscription for one sweep: inventory, findings, what changed, and what was not seen.
 *
 * Safe to repeat from any line. Findings and their pending changes are stored in one write; the outcome
 * is stored once all of them are; announcing comes after it. So a second delivery either reads again,
 * or finds the outcome and only finishes what was left to announce.
 *
 * @throws InputError when the sweep or its subscription is not known
 * @throws UpstreamError when a store or queue does not answer: the message comes again
 */
export async function sweepSubscription(
  parts: Parts,
  latestImages: LatestImages,
  message: SweepSubscription,
): Promise<SubscriptionOutcome> {
  const { sweep, subscription } = await find(parts, message);
  const seenAt = await lastSeenAt(parts, subscription.id);
  const firstSeen = seenAt === undefined;
  const before = (await parts.sweeps.outcomes(sweep.id)).find((outcome) => outcome.subscription.id === subscription.id);
  if (before && !before.notSeen) return finish(parts, before, firstSeen);

  const stored = await parts.readings.ofSubscription(subscription.id);
  await handOver(
    parts,
    subscription.id,
    stored.filter((record) => isLeftOver(record, sweep)),
  );

  const answer = await parts.reader.readSubscription(subscription.id);
  const outcome =
    answer.kind === 'seen'
      ? await store(parts, latestImages, { sweep, subscription, seenAt, answer })
      : notSeen(parts, sweep, subscription, answer);
  await parts.sweeps.saveOutcome(outcome);
  return finish(parts, outcome, firstSeen);
}

async function find({ sweeps }: Parts, { sweepId, subscriptionId }: SweepSubscription) {
  const sweep = await sweeps.byId(sweepId);
  const subscription = sweep?.subscriptions.find(({ id }) => id === subscriptionId);
  if (sweep && subscription) return { sweep, subscription };
  throw new InputError('SWEEP_UNKNOWN', 'no sweep with this subscription is recorded', { sweepId, subscriptionId });
}

interface Seen {
  readonly sweep: Sweep;
  readonly subscription: Subscription;
  readonly seenAt: Instant | undefined;
  readonly answer: Extract<SubscriptionAnswer, { kind: 'seen' }>;
}

async function store(parts: Parts, latestImages: LatestImages, seen: Seen): Promise<SubscriptionOutcome> {
  const { sweep, subscription, seenAt, answer } = seen;
  const { calendar, catalogue, images } = await parts.policy.load();
  const { clusters, gone } = await readDetails(parts, latestImages, answer.clusters);
  const changes = await storeReadings(parts, {
    sweep,
    subscriptionId: subscription.id,
    readAt: answer.readAt,
    clusters,
    notUnderstood: answer.notUnderstood.map(({ clusterId }) => clusterId),
    seenAt,
    facts: { calendar, catalogue, images, limits: parts.limits.policy },
    exemptions: await parts.exemptions.list(),
  });
  return {
    sweepId: sweep.id,
    subscription,
    at: answer.readAt,
    clusters: answer.clusters.length - gone.length,
    pools: clusters.reduce((sum, { pools }) => sum + pools.length, 0),
    changes,
    ...(seenAt === undefined && { firstSeen: true }),
    clustersNotSeen: answer.notUnderstood.map(({ clusterId, detail }) => ({
      clusterId,
      reason: 'upstream-failed',
      detail,
    })),
  };
}

function notSeen(
  { clock }: Parts,
  sweep: Sweep,
  subscription: Subscription,
  { reason, detail }: Extract<SubscriptionAnswer, { kind: 'not-seen' }>,
): SubscriptionOutcome {
  const at = clock.now();
  return {
    sweepId: sweep.id,
    subscription,
    at,
    clusters: 0,
    pools: 0,
    notSeen: { reason, detail },
    clustersNotSeen: [],
  };
}

/** What follows from a stored outcome. Sightings come last: until they are there, the first sight is announced again. */
async function finish(parts: Parts, outcome: SubscriptionOutcome, firstSeen: boolean): Promise<SubscriptionOutcome> {
  const { subscription, changes, clustersNotSeen } = outcome;
  const changed = changes !== undefined && Object.values(changes).some((count) => count > 0);
  const first = firstSeen && outcome.notSeen === undefined;
  const stored =
    changed || first || clustersNotSeen.length > 0 ? await parts.readings.ofSubscription(subscription.id) : [];
  await handOver(parts, subscription.id, stored, outcome);
  if (first) await announceFirstSight(parts, outcome, stored);
  const lastRead = new Map(stored.map(({ reading }) => [reading.cluster.id, reading.readAt]));
  await noteOutcome(parts, outcome, lastRead);
  return outcome;
}
