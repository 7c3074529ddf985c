import type { ClusterReading } from '../../domain/fleet/reading.ts';
import type { FindingChange } from '../../domain/policy/change.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadingStore, ReadingToSave, SaveAnswer, StoredReading } from '../../ports/reading-store.ts';
import { type Packed, pack, unpack } from './packed.ts';

type Bundle = Packed<readonly ClusterReading[]>;

/** Where a reading lies: in the bundle that it was saved with. */
interface Place {
  readonly bundle: Bundle;
  readonly index: number;
}

interface Row {
  readonly place: Place;
  /** Apart, because they come and go while the reading stays. */
  readonly toAnnounce?: Packed<readonly FindingChange[]>;
  readonly readAt: Instant;
  readonly gone: boolean;
  readonly etag: string;
}

/** Readings in one bundle: each compression has a price of its own, and reading one cluster opens its whole bundle. */
const BUNDLE_SIZE = 50;

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

  function put(clusterId: string, row: Omit<Row, 'etag'>): string {
    changes += 1;
    const etag = `e${changes}`;
    rowsOf(clusterId).set(clusterId, { ...row, etag });
    return etag;
  }

  function drop(clusterId: string): void {
    changes += 1;
    rowsOf(clusterId).delete(clusterId);
  }

  function save({ reading, toAnnounce, basedOn }: ReadingToSave, place: Place): SaveAnswer {
    const clusterId = reading.cluster.id;
    const stored = rowsOf(clusterId).get(clusterId);
    if (stored && stored.readAt > reading.readAt) return { clusterId, kind: 'older', etag: stored.etag };
    if (stored?.etag !== basedOn) return { clusterId, kind: 'conflict', ...(stored && { etag: stored.etag }) };
    const row = { place, ...packedChanges(toAnnounce), readAt: reading.readAt, gone: false };
    return { clusterId, kind: 'saved', etag: put(clusterId, row) };
  }

  return {
    async ofSubscription(subscriptionId) {
      return opened(bySubscription.get(subscriptionId)?.values() ?? []);
    },
    async save(readings) {
      const bundles: Bundle[] = [];
      for (let at = 0; at < readings.length; at += BUNDLE_SIZE) {
        bundles.push(pack(readings.slice(at, at + BUNDLE_SIZE).map(({ reading }) => reading)));
      }
      return readings.map((one, index) =>
        save(one, { bundle: bundles[Math.floor(index / BUNDLE_SIZE)] as Bundle, index: index % BUNDLE_SIZE }),
      );
    },
    async remove(clusters) {
      for (const { clusterId, toAnnounce, readAt, basedOn } of clusters) {
        const stored = rowsOf(clusterId).get(clusterId);
        if (!stored || stored.etag !== basedOn || stored.readAt > readAt) continue;
        if (toAnnounce.length === 0) drop(clusterId);
        else put(clusterId, { place: stored.place, ...packedChanges(toAnnounce), readAt, gone: true });
      }
    },
    async announced(records) {
      for (const { clusterId, etag } of records) {
        const stored = rowsOf(clusterId).get(clusterId);
        if (stored?.etag !== etag) continue;
        if (stored.gone) drop(clusterId);
        else put(clusterId, { place: stored.place, readAt: stored.readAt, gone: false });
      }
    },
    async byCluster(clusterId) {
      const stored = rowsOf(clusterId).get(clusterId);
      return stored && opened([stored])[0];
    },
    async *all() {
      for (const rows of Array.from(bySubscription.values())) {
        if (rows.size > 0) yield opened(rows.values());
      }
    },
    async version() {
      return `v${changes}`;
    },
  };
}

function packedChanges(changes: readonly FindingChange[]): Pick<Row, 'toAnnounce'> {
  return changes.length === 0 ? {} : { toAnnounce: pack(changes) };
}

/** Each bundle is opened once; every reading is a copy of its own. */
function opened(rows: Iterable<Row>): StoredReading[] {
  const open = new Map<Bundle, readonly ClusterReading[]>();
  return Array.from(rows, ({ place: { bundle, index }, toAnnounce, readAt, gone, etag }) => {
    const readings = open.get(bundle) ?? unpack(bundle);
    open.set(bundle, readings);
    return {
      reading: { ...(readings[index] as ClusterReading), readAt },
      toAnnounce: toAnnounce ? unpack(toAnnounce) : [],
      gone,
      etag,
    };
  });
}
