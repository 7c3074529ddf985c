import type { SubscriptionOutcome } from '../domain/fleet/sweep.ts';
import { SEVERITIES, type Severity } from '../domain/policy/finding.ts';
import type { StoredReading } from '../ports/reading-store.ts';
import type { Notify } from './messages.ts';
import { isPartial } from './outbox.ts';
import type { Parts } from './parts.ts';

/**
 * Tells in one message what a new subscription looks like: hundreds of findings that are new only to
 * us would bury the ones that are. A subscription without clusters is nothing to tell.
 */
export async function announceFirstSight(
  parts: Pick<Parts, 'sender' | 'ids' | 'clock'>,
  outcome: SubscriptionOutcome,
  stored: readonly StoredReading[],
): Promise<void> {
  const { sweepId, subscription, clusters, pools } = outcome;
  if (clusters === 0) return;
  const all = stored.flatMap(({ reading, gone }) => (gone ? [] : reading.findings));
  const counts = SEVERITIES.map((severity) => [severity, all.filter((f) => f.severity === severity).length]);
  const message: Notify = {
    kind: 'subscription-first-seen',
    id: parts.ids.of('first-seen', subscription.id),
    at: parts.clock.now(),
    sweepId,
    subscriptionId: subscription.id,
    subscriptionName: subscription.name,
    partial: isPartial(outcome),
    clusters,
    pools,
    findings: Object.fromEntries(counts) as Record<Severity, number>,
  };
  await parts.sender.send('notify', [{ id: message.id, body: message }]);
}
