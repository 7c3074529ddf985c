import type { SubscriptionOutcome } from '../domain/fleet/sweep.ts';
import type { Sighting } from '../ports/sweep-store.ts';
import type { Parts } from './parts.ts';

/**
 * Remembers, from one outcome, when its subscription and clusters were seen and since when they were
 * not. An outcome that is older than what is remembered changes nothing.
 */
export async function noteOutcome({ sweeps }: Pick<Parts, 'sweeps'>, outcome: SubscriptionOutcome): Promise<void> {
  const known = new Map((await sweeps.sightings()).map((sighting) => [sighting.id, sighting]));
  const { subscription, at, notSeen, clustersNotSeen } = outcome;
  const seen = (id: string): Sighting => ({ id, lastSeen: at });
  const missed = (id: string): Sighting => ({ ...known.get(id), id, notSeenSince: known.get(id)?.notSeenSince ?? at });

  const notes: Sighting[] = [notSeen ? missed(subscription.id) : seen(subscription.id)];
  if (!notSeen) {
    const blind = new Set(clustersNotSeen.map(({ clusterId }) => clusterId));
    notes.push(...[...blind].map(missed));
    const below = `/subscriptions/${subscription.id}/`;
    for (const { id, notSeenSince } of known.values()) {
      if (id.startsWith(below) && notSeenSince !== undefined && !blind.has(id)) notes.push(seen(id));
    }
  }
  const news = notes.filter(({ id }) => (known.get(id)?.lastSeen ?? 0) <= at);
  if (news.length > 0) await sweeps.saveSightings(news);
}

/** Whether a sweep ever saw the subscription. */
export async function wasSeenBefore({ sweeps }: Pick<Parts, 'sweeps'>, subscriptionId: string): Promise<boolean> {
  const sightings = await sweeps.sightings();
  return sightings.some(({ id, lastSeen }) => id === subscriptionId && lastSeen !== undefined);
}
