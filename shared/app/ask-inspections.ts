import type { StoredReading } from '../ports/reading-store.ts';
import type { InspectCluster } from './messages.ts';
import type { Parts } from './parts.ts';

/**
 * Asks for an inspection of every running cluster with findings, once for each reading: the ids are the same in
 * every try, so that the queue can tell a repetition from news. Exempted findings are no reason to look.
 */
export async function askInspections(
  { sender, ids }: Pick<Parts, 'sender' | 'ids'>,
  readings: readonly StoredReading[],
): Promise<void> {
  const messages = readings
    .filter(({ reading, gone }) => !gone && isWorthIt(reading))
    .map(({ reading: { cluster, readAt } }) => {
      const body: InspectCluster = { clusterId: cluster.id, askedAt: readAt };
      return { id: ids.of('inspect', JSON.stringify([cluster.id, readAt])), body };
    });
  if (messages.length > 0) await sender.send('inspect-cluster', messages);
}

function isWorthIt({ cluster, findings }: StoredReading['reading']): boolean {
  return cluster.power !== 'stopped' && findings.some(({ exemption }) => exemption === undefined);
}

/** Asks for an inspection now. @returns `missing` when the inventory has no such cluster */
export async function askInspection(
  { readings, sender, ids, clock }: Pick<Parts, 'readings' | 'sender' | 'ids' | 'clock'>,
  clusterId: string,
): Promise<'asked' | 'missing'> {
  const stored = await readings.byCluster(clusterId.toLowerCase());
  if (!stored || stored.gone) return 'missing';
  const body: InspectCluster = { clusterId: stored.reading.cluster.id, askedAt: clock.now() };
  await sender.send('inspect-cluster', [{ id: ids.next('inspect'), body }]);
  return 'asked';
}
