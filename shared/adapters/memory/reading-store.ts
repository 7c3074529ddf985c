import type { Instant } from '../../domain/time.ts';
import type { ReadingStore, ReadingToSave, SaveAnswer, StoredReading } from '../../ports/reading-store.ts';
import { type Packed, pack, unpack } from './packed.ts';

type Content = Omit<StoredReading, 'etag'>;

interface Row {
  readonly content: Packed<Content>;
  readonly readAt: Instant;
  readonly gone: boolean;
  readonly etag: string;
}

/** Readings in this process's memory, compressed: one terminal holds a fleet of 10,000 clusters. */
export function memoryReadingStore(): ReadingStore {
  const bySubscription = new Map<string, Map<string, Row>>();
  let changes = 0;

  function rowsOf(clusterId: string): Map<string, Row> {
    const subscriptionId = clusterId.split('/')[2] ?? '';
    const rows = bySubscription.get(subscriptionId) ?? new Map<string, Row>();
    bySubscription.set(subscriptionId, rows);
    return rows;
  }

  function put(clusterId: string, content: Content): Row {
    changes += 1;
    const row = {
      content: pack(content),
      readAt: content.reading.readAt,
      gone: content.gone,
      etag: `e${changes}`,
    };
    rowsOf(clusterId).set(clusterId, row);
    return row;
  }

  function drop(clusterId: string): void {
    changes += 1;
    rowsOf(clusterId).delete(clusterId);
  }

  function save({ reading, toAnnounce, basedOn }: ReadingToSave): SaveAnswer {
    const clusterId = reading.cluster.id;
    const stored = rowsOf(clusterId).get(clusterId);
    if (stored && stored.readAt > reading.readAt) return { clusterId, kind: 'older', etag: stored.etag };
    if (stored?.etag !== basedOn) return { clusterId, kind: 'conflict', ...(stored && { etag: stored.etag }) };
    return { clusterId, kind: 'saved', etag: put(clusterId, { reading, toAnnounce, gone: false }).etag };
  }

  const opened = (row: Row): StoredReading => ({ ...unpack(row.content), etag: row.etag });

  return {
    async ofSubscription(subscriptionId) {
      return [...(bySubscription.get(subscriptionId)?.values() ?? [])].map(opened);
    },
    async save(readings) {
      return readings.map(save);
    },
    async remove(clusters) {
      for (const { clusterId, toAnnounce, readAt, basedOn } of clusters) {
        const stored = rowsOf(clusterId).get(clusterId);
        if (!stored || stored.etag !== basedOn || stored.readAt > readAt) continue;
        const { reading } = unpack(stored.content);
        if (toAnnounce.length === 0) drop(clusterId);
        else put(clusterId, { reading: { ...reading, readAt }, toAnnounce, gone: true });
      }
    },
    async announced(records) {
      for (const { clusterId, etag } of records) {
        const stored = rowsOf(clusterId).get(clusterId);
        if (stored?.etag !== etag) continue;
        if (stored.gone) drop(clusterId);
        else put(clusterId, { ...unpack(stored.content), toAnnounce: [] });
      }
    },
    async byCluster(clusterId) {
      const stored = rowsOf(clusterId).get(clusterId);
      return stored && opened(stored);
    },
    async *all() {
      for (const rows of Array.from(bySubscription.values())) {
        if (rows.size > 0) yield [...rows.values()].map(opened);
      }
    },
    async version() {
      return `v${changes}`;
    },
  };
}
