import type { SubscriptionOutcome, Sweep } from '../domain/fleet/sweep.ts';
import type { FindingChange } from '../domain/policy/change.ts';
import type { StoredReading } from '../ports/reading-store.ts';
import { CHANGES_PER_MESSAGE, type Notify } from './messages.ts';
import type { Parts } from './parts.ts';

/**
 * Hands pending changes to the notify queue, then marks them as handed over. A crash between the two
 * sends them again under the same ids, which the queue and the receiver can tell from news.
 *
 * @param outcome of the sweep that found the changes; absent for what earlier sweeps left behind
 */
export async function handOver(
  parts: Pick<Parts, 'readings' | 'sweeps' | 'sender' | 'ids' | 'clock'>,
  subscriptionId: string,
  stored: readonly StoredReading[],
  outcome?: SubscriptionOutcome,
): Promise<void> {
  const pending = stored.filter(({ toAnnounce }) => toAnnounce.length > 0);
  // A cluster that is gone keeps the sweep that last read it: groups, and so ids, are the same in every try.
  for (const [readIn, records] of Map.groupBy(pending, ({ reading }) => reading.sweepId)) {
    const foundBy = outcome ?? (await outcomeOf(parts, readIn, subscriptionId));
    for (const unit of units(records)) {
      const messages = chunks(unit.flatMap(({ toAnnounce }) => toAnnounce)).map(
        (changes): Notify => ({
          kind: 'findings-changed',
          id: parts.ids.of('changes', JSON.stringify([readIn, changes.map(({ kind, finding }) => [kind, finding.id])])),
          at: parts.clock.now(),
          sweepId: foundBy?.sweepId ?? readIn,
          subscriptionId,
          partial: foundBy === undefined || isPartial(foundBy),
          changes,
        }),
      );
      await parts.sender.send(
        'notify',
        messages.map((message) => ({ id: message.id, body: message })),
      );
      await parts.readings.announced(unit.map(({ reading, etag }) => ({ clusterId: reading.cluster.id, etag })));
    }
  }
}

async function outcomeOf({ sweeps }: Pick<Parts, 'sweeps'>, sweepId: string, subscriptionId: string) {
  return (await sweeps.outcomes(sweepId)).find(({ subscription }) => subscription.id === subscriptionId);
}

/** Something of the subscription was not seen in that sweep. */
export function isPartial({ notSeen, clustersNotSeen }: SubscriptionOutcome): boolean {
  return notSeen !== undefined || clustersNotSeen.length > 0;
}

/**
 * Records that are announced and marked together: whole clusters, in the order of their ids, up to
 * one message full. The same records always make the same units, and so the same ids.
 */
function units(records: readonly StoredReading[]): StoredReading[][] {
  const sorted = records.toSorted((a, b) => (a.reading.cluster.id < b.reading.cluster.id ? -1 : 1));
  const made: StoredReading[][] = [];
  let room = 0;
  for (const record of sorted) {
    const last = made.at(-1);
    if (last && record.toAnnounce.length <= room) last.push(record);
    else {
      made.push([record]);
      room = CHANGES_PER_MESSAGE;
    }
    room -= record.toAnnounce.length;
  }
  return made;
}

function chunks(changes: readonly FindingChange[]): FindingChange[][] {
  const count = Math.ceil(changes.length / CHANGES_PER_MESSAGE);
  return Array.from({ length: count }, (_, i) => changes.slice(i * CHANGES_PER_MESSAGE, (i + 1) * CHANGES_PER_MESSAGE));
}

/** Pending changes that an earlier sweep left behind, after a crash that its messages' retries did not mend. */
export function isLeftOver({ reading, gone, toAnnounce }: StoredReading, sweep: Sweep): boolean {
  const ofThisSweep = reading.sweepId === sweep.id || (gone && reading.readAt >= sweep.startedAt);
  return toAnnounce.length > 0 && !ofThisSweep;
}
