import { FleetError } from '../domain/errors.ts';
import type { Sweep } from '../domain/fleet/sweep.ts';
import { MS_PER_DAY } from '../domain/time.ts';
import { syncOwnFindings } from './own-findings.ts';
import type { Parts } from './parts.ts';
import { noteOutcome } from './sightings.ts';
import { sweepScope, unreadableOutcome } from './sweep-scope.ts';

/**
 * A sweep that started this short a time ago and is not finished is gone on with: the timer asked
 * again because the last call failed. It is the time in which the queue drops a second message with
 * the same id (`infra/queues.json`).
 */
const RESUMED_FOR_MS = 10 * 60_000;

/** How long a finished sweep is kept. What it found of a cluster lives on in the cluster's own record. */
const KEPT_FOR_MS = 90 * MS_PER_DAY;
/** A few at a time, so that a sweep never waits for the tidying. */
const FORGOTTEN_AT_ONCE = 10;

/**
 * Lists the subscriptions, records the sweep, and sends one message for each that can be read.
 *
 * The record comes first. A crash after it leaves a sweep that says "pending" of everything whose
 * message was not sent, and the next call sends the same messages with the same ids.
 *
 * @throws UpstreamError when the subscriptions cannot be listed, or a store or queue does not answer;
 *   a finding about ourselves says so until a sweep starts
 */
export async function startSweep(parts: Parts): Promise<Sweep> {
  const sweep = (await unfinished(parts)) ?? (await record(parts).catch((error: unknown) => notStarted(parts, error)));
  const done = new Set((await parts.sweeps.outcomes(sweep.id)).map(({ subscription }) => subscription.id));
  const open = sweep.subscriptions.filter(({ id }) => !done.has(id));

  const messages = [];
  for (const subscription of open) {
    const outcome = unreadableOutcome(sweep, subscription, parts.clock.now());
    if (outcome) {
      await noteOutcome(parts, outcome);
      await parts.sweeps.saveOutcome(outcome);
    } else {
      messages.push({
        id: `${sweep.id}-${subscription.id}`,
        body: { sweepId: sweep.id, subscriptionId: subscription.id },
      });
    }
  }
  if (messages.length > 0) await parts.sender.send('sweep-subscription', messages);
  await reportTrouble(parts, sweep);
  await parts.sweeps.forget(parts.clock.now() - KEPT_FOR_MS, FORGOTTEN_AT_ONCE);
  return sweep;
}

async function unfinished({ sweeps, clock }: Parts): Promise<Sweep | undefined> {
  const latest = await sweeps.latest();
  if (!latest || clock.now() - latest.startedAt > RESUMED_FOR_MS) return undefined;
  const outcomes = await sweeps.outcomes(latest.id);
  return outcomes.length < latest.subscriptions.length ? latest : undefined;
}

async function record(parts: Parts): Promise<Sweep> {
  const { subscriptions, dropped } = await sweepScope(parts);
  for (const subscriptionId of dropped) await forget(parts, subscriptionId);
  const sweep = { id: parts.ids.next('sweep'), startedAt: parts.clock.now(), subscriptions };
  await parts.sweeps.start(sweep);
  return sweep;
}

/** What left the sweep's scope is no news about the fleet: it goes without an announcement. */
async function forget({ readings, clock }: Parts, subscriptionId: string): Promise<void> {
  const readAt = clock.now();
  const stored = await readings.ofSubscription(subscriptionId);
  await readings.remove(
    stored.map(({ reading, etag }) => ({ clusterId: reading.cluster.id, toAnnounce: [], readAt, basedOn: etag })),
  );
}

/** A fleet that is no longer swept looks the same from day to day, so this must be seen where findings are. */
async function notStarted(parts: Parts, error: unknown): Promise<never> {
  const why = error instanceof FleetError ? `${error.message} (${error.code})` : 'an unexpected error, see the log';
  await syncOwnFindings(parts, 'sweep/', [
    {
      id: 'sweep/not-started',
      code: 'SWEEP_NOT_STARTED',
      what: `The last sweep could not be started: ${why}`,
      nextAction: 'Mend the cause and start a sweep by hand, or wait for the next one.',
    },
  ]).catch(() => undefined); // the stores may be what does not answer; the first error is the one to tell
  throw error;
}

async function reportTrouble(parts: Parts, sweep: Sweep): Promise<void> {
  const { trouble } = await parts.policy.load();
  await syncOwnFindings(parts, 'policy/', trouble);
  const nobody = {
    id: 'sweep/no-subscriptions',
    code: 'SWEEP_NO_SUBSCRIPTIONS',
    what: 'The last sweep had no subscription to look at, so it says nothing about any cluster.',
    nextAction:
      'Give the identity the reader role on a subscription or management group, and check SWEEP_SUBSCRIPTIONS and SWEEP_MANAGEMENT_GROUP.',
  };
  await syncOwnFindings(parts, 'sweep/', sweep.subscriptions.length === 0 ? [nobody] : []);
}
