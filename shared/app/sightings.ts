import type { SubscriptionOutcome } from '../domain/fleet/sweep.ts';
import type { Instant } from '../domain/time.ts';
import type { Sighting } from '../ports/sweep-store.ts';
import type { Parts } from './parts.ts';

/**
 * Remembers, from one outcome, when its subscription and clusters were seen and since when they were
 * not. An outcome that is older than what is remembered changes nothing.
 *
 * @param lastRead when a cluster was last read, for one that is missed for the first time
 */
export async function noteOutcome(
  { sweeps }: Pick<Parts, 'sweeps'>,
  outcome: SubscriptionOutcome,
  lastRead: ReadonlyMap<string, Instant> = new Map(),
): Promise<void> {
  const known = new Map((await sweeps.sightings()).map((sighting) => [sighting.id, sighting]));
  const { subscription, at, notSeen, clustersNotSeen } = outcome;
  const seen = (id: string): Sighting => ({ id, lastSeen: at });
  const missed = (id: string): Sighting => {
    const lastSeen = known.get(id)?.lastSeen ?? lastRead.get(id);
    return { id, ...(lastSeen !== undefined && { lastSeen }), notSeenSince: known.get(id)?.notSeenSince ?? at };
  };

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

/** When a sweep last saw the subscription; `undefined` when none ever did. */
export async function lastSeenAt(
  { sweeps }: Pick<Parts, 'sweeps'>,
  subscriptionId: string,
): Promise<Instant | undefined> {
  return (await sweeps.sightings()).find(({ id }) => id === subscriptionId)?.lastSeen;
}
