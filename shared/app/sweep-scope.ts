import { READABLE_STATES, type Subscription } from '../domain/fleet/subscription.ts';
import type { SubscriptionOutcome, Sweep } from '../domain/fleet/sweep.ts';
import { type Instant, MS_PER_DAY } from '../domain/time.ts';
import type { Sighting } from '../ports/sweep-store.ts';
import type { Parts, SweepScope } from './parts.ts';

/** State of a subscription that is in the sweep's scope and that the identity does not see. */
export const NOT_VISIBLE = 'NotVisible';

/**
 * A subscription that was there and is not any more is deleted, or we lost our role in it. Nobody can
 * tell the two apart from here, so it is reported as not seen for this long before it is let go.
 */
const KEPT_FOR_DAYS = 30;

export interface ScopeOfSweep {
  /** In the order of their ids. */
  readonly subscriptions: readonly Subscription[];
  /** In the sweep before and no longer in scope: what is stored of them says nothing about today. */
  readonly dropped: readonly string[];
}

/** The subscriptions that the next sweep sets out to see, those included that it cannot see. */
export async function sweepScope(parts: Parts): Promise<ScopeOfSweep> {
  const found = await inScope(parts, parts.scope);
  const before = (await parts.sweeps.latest())?.subscriptions ?? [];
  const foundIds = new Set(found.map(({ id }) => id));
  const missing = before.filter(({ id }) => !foundIds.has(id));
  // An explicit list is the owner's word: what left it was taken out on purpose.
  const kept = parts.scope.kind === 'listed' || missing.length === 0 ? [] : await stillMissed(parts, missing);
  const keptIds = new Set(kept.map(({ id }) => id));
  return {
    subscriptions: [...found, ...kept].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    dropped: missing.map(({ id }) => id).filter((id) => !keptIds.has(id)),
  };
}

async function inScope({ subscriptions }: Parts, scope: SweepScope): Promise<readonly Subscription[]> {
  if (scope.kind === 'management-group') return unique(await subscriptions.under(scope.id));
  const visible = unique(await subscriptions.visible());
  if (scope.kind === 'visible') return visible;
  const byId = new Map(visible.map((subscription) => [subscription.id, subscription]));
  return [...new Set(scope.subscriptionIds)].map((id) => byId.get(id) ?? { id, name: id, state: NOT_VISIBLE });
}

function unique(subscriptions: readonly Subscription[]): readonly Subscription[] {
  return [...new Map(subscriptions.map((subscription) => [subscription.id, subscription])).values()];
}

async function stillMissed({ sweeps, clock }: Parts, missing: readonly Subscription[]): Promise<Subscription[]> {
  const sightings = new Map((await sweeps.sightings()).map((sighting) => [sighting.id, sighting]));
  const now = clock.now();
  return missing
    .filter(({ id }) => !missedTooLong(sightings.get(id), now))
    .map((subscription) => ({ ...subscription, state: NOT_VISIBLE }));
}

function missedTooLong(sighting: Sighting | undefined, now: Instant): boolean {
  return sighting?.notSeenSince !== undefined && now - sighting.notSeenSince > KEPT_FOR_DAYS * MS_PER_DAY;
}

/** The outcome of a subscription that is not worth a message, because its clusters cannot be read; else `undefined`. */
export function unreadableOutcome(
  sweep: Sweep,
  subscription: Subscription,
  at: Instant,
): SubscriptionOutcome | undefined {
  if (READABLE_STATES.includes(subscription.state)) return undefined;
  const notSeen =
    subscription.state === NOT_VISIBLE
      ? {
          reason: 'forbidden' as const,
          detail: `The identity does not see this subscription: it was deleted, or the identity has no role in it. Give it the reader role, or take the subscription out of the settings; one that is not in the settings is let go after ${KEPT_FOR_DAYS} days.`,
        }
      : {
          reason: 'disabled' as const,
          detail: `The subscription is in state ${subscription.state}, in which Azure does not show its clusters. Enable it again, or leave it to be deleted.`,
        };
  return { sweepId: sweep.id, subscription, at, clusters: 0, pools: 0, notSeen, clustersNotSeen: [] };
}
