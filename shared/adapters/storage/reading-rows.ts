import { z } from 'zod';
import type { ClusterReading } from '../../domain/fleet/reading.ts';
import type { FindingChange } from '../../domain/policy/change.ts';
import type { StoredReading } from '../../ports/reading-store.ts';
import { type Content, fromContent, toContent, unreadable } from './content.ts';
import { escapeKey, unescapeKey } from './key.ts';
import type { Row } from './table.ts';

/** Where a cluster's record is: `PartitionKey` is the subscription, `RowKey` names the cluster in it. */
export interface Place {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** @param clusterId `/subscriptions/SUB/resourcegroups/GROUP/providers/microsoft.containerservice/managedclusters/NAME` */
export function placeOf(clusterId: string): Place {
  const parts = clusterId.split('/');
  return { partitionKey: escapeKey(parts[2] ?? ''), rowKey: escapeKey(`${parts[4]}|${parts[8]}`) };
}

/** Columns that decide whether a record may be written over; they are read without the content. */
export const HEAD = ['readAt', 'gone'] as const;

/** The reading's own properties. The changes stand apart, so that they can be struck out alone. */
export function readingContent(reading: ClusterReading): Content {
  return { ...toContent('reading', reading, reading.cluster.id), readAt: reading.readAt };
}

export function changesContent(changes: readonly FindingChange[], clusterId: string): Content {
  return { ...toContent('changes', changes, `the changes of ${clusterId}`), pending: changes.length };
}

/** The least that everything which is done with a reading rests on. */
const Reading = z.looseObject({
  cluster: z.looseObject({ id: z.string(), subscriptionId: z.string(), name: z.string() }),
  pools: z.array(z.looseObject({ pool: z.looseObject({ id: z.string() }) })),
  findings: z.array(z.looseObject({ id: z.string(), ruleId: z.string(), severity: z.string() })),
});
const Changes = z.array(z.looseObject({ kind: z.string(), finding: z.looseObject({ id: z.string() }) }));

/** @throws UpstreamError STORED_RECORD_UNREADABLE */
export function storedReading(row: Row): StoredReading {
  const name = whose(row);
  const reading = Reading.safeParse(fromContent('reading', row, name));
  const changes = Changes.safeParse(row['pending'] ? fromContent('changes', row, name) : []);
  if (!reading.success || !changes.success) throw unreadable(name, reading.error ?? changes.error);
  if (typeof row['readAt'] !== 'number') throw unreadable(name);
  return {
    reading: { ...(reading.data as unknown as ClusterReading), readAt: row['readAt'] },
    toAnnounce: changes.data as unknown as FindingChange[],
    gone: row['gone'] === true,
    etag: row.etag,
  };
}

function whose({ partitionKey, rowKey }: Row): string {
  const [group, cluster] = unescapeKey(rowKey ?? '').split('|');
  return `cluster ${cluster} of resource group ${group} in subscription ${unescapeKey(partitionKey ?? '')}`;
}
