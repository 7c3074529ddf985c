import type { TransactionAction } from '@azure/data-tables';
import { FleetError, UpstreamError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { IdMaker } from '../../ports/clock.ts';
import type { ReadingStore, ReadingToSave, SaveAnswer, StoredReading } from '../../ports/reading-store.ts';
import { batches } from './batches.ts';
import { type Content, weightOf } from './content.ts';
import { escapeKey } from './key.ts';
import { changesContent, HEAD, placeOf, readingContent, storedReading } from './reading-rows.ts';
import type { Entity, Row, Table } from './table.ts';

/** Told of every record that cannot be read; the others are returned. */
export type OnUnreadable = (error: FleetError) => void;

/** How often a batch that met somebody else's write is decided again before we give up. */
const MOST_ROUNDS = 5;

/** A row of its own, written after every change; no subscription has this name. */
const VERSION = { partitionKey: '!version', rowKey: 'version' };

interface Head {
  readonly etag: string;
  readonly readAt: Instant;
  readonly gone: boolean;
}

/** One entity per cluster. A write holds only while the record is the one it was decided on. */
export function tableReadingStore(table: Table, ids: IdMaker, onUnreadable: OnUnreadable): ReadingStore {
  async function heads(partitionKey: string): Promise<Map<string, Head>> {
    const found = new Map<string, Head>();
    for await (const row of table.list(partitionKey, HEAD)) found.set(row.rowKey ?? '', headOf(row));
    return found;
  }

  const changed = () => table.upsert({ ...VERSION, stamp: ids.next('v') });

  function read(row: Row): readonly StoredReading[] {
    try {
      return [storedReading(row)];
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      onUnreadable(error);
      return [];
    }
  }

  async function isUnreadable(partitionKey: string, rowKey: string): Promise<boolean> {
    const row = await table.get(partitionKey, rowKey);
    return row !== undefined && read(row).length === 0;
  }

  /** `undefined`: may be written, with the etag in `over`; else the answer to give. */
  async function decide(write: Write, stored: Head | undefined): Promise<SaveAnswer | undefined> {
    const { clusterId, basedOn, readAt } = write;
    if (stored && stored.readAt > readAt) return { clusterId, kind: 'older', etag: stored.etag };
    if (stored?.etag === basedOn) return undefined;
    // Whoever read the subscription did not get to see a record that cannot be read: it is written over.
    if (stored && basedOn === undefined && (await isUnreadable(write.partitionKey, write.rowKey))) {
      write.over = stored.etag;
      return undefined;
    }
    return { clusterId, kind: 'conflict', ...(stored && { etag: stored.etag }) };
  }

  async function saveInPartition(partitionKey: string, waiting: Write[], answers: SaveAnswer[]): Promise<void> {
    let left = waiting;
    for (let round = 0; left.length > 0; round += 1) {
      if (round === MOST_ROUNDS) throw contended(`the readings of subscription ${partitionKey}`);
      const stored = await heads(partitionKey);
      const writable: Write[] = [];
      for (const write of left) {
        const answer = await decide(write, stored.get(write.rowKey));
        if (answer) answers.push(answer);
        else writable.push(write);
      }
      left = [];
      for (const batch of batches(writable, ({ content }) => weightOf(content))) {
        const etags = await table.batch(batch.map(actionOf));
        if (!etags) left.push(...batch);
        else answers.push(...batch.map(({ clusterId }, at) => savedAs(clusterId, etags[at])));
      }
    }
  }

  return {
    async ofSubscription(subscriptionId) {
      const found: StoredReading[] = [];
      for await (const row of table.list(escapeKey(subscriptionId))) found.push(...read(row));
      return found;
    },
    async save(readings) {
      const answers: SaveAnswer[] = [];
      const { writes, tooLarge } = writesOf(readings);
      for (const [partitionKey, waiting] of writes) await saveInPartition(partitionKey, waiting, answers);
      if (readings.length > 0) await changed();
      if (tooLarge) throw tooLarge;
      const byId = new Map(answers.map((answer) => [answer.clusterId, answer]));
      return readings.flatMap(({ reading }) => byId.get(reading.cluster.id) ?? []);
    },
    async remove(clusters) {
      for (const { clusterId, toAnnounce, readAt, basedOn } of clusters) {
        const place = placeOf(clusterId);
        const row = await table.get(place.partitionKey, place.rowKey);
        if (!row || row.etag !== basedOn || headOf(row).readAt > readAt) continue;
        if (toAnnounce.length === 0) await table.remove(place.partitionKey, place.rowKey, basedOn);
        else await table.merge({ ...place, ...changesContent(toAnnounce, clusterId), gone: true, readAt }, basedOn);
      }
      if (clusters.length > 0) await changed();
    },
    async announced(records) {
      for (const [partitionKey, ofPartition] of groupBy(records, ({ clusterId }) => placeOf(clusterId).partitionKey)) {
        const stored = await heads(partitionKey);
        const known = ofPartition.map(({ clusterId, etag }) => ({ ...placeOf(clusterId), etag }));
        const current = known.filter(({ rowKey, etag }) => stored.get(rowKey)?.etag === etag);
        const gone = current.filter(({ rowKey }) => stored.get(rowKey)?.gone);
        const kept = current.filter(({ rowKey }) => !stored.get(rowKey)?.gone);
        for (const { rowKey, etag } of gone) await table.remove(partitionKey, rowKey, etag);
        for (const batch of batches(kept, () => 1_000)) {
          const struck = batch.map(({ rowKey, etag }) => strikeOut({ partitionKey, rowKey }, etag));
          if (await table.batch(struck)) continue;
          for (const { rowKey, etag } of batch) await table.merge({ partitionKey, rowKey, pending: 0 }, etag);
        }
      }
      if (records.length > 0) await changed();
    },
    async byCluster(clusterId) {
      const { partitionKey, rowKey } = placeOf(clusterId);
      const row = await table.get(partitionKey, rowKey);
      return row && read(row)[0];
    },
    async *all() {
      let partition: string | undefined;
      let found: StoredReading[] = [];
      for await (const row of table.list()) {
        if (row.partitionKey === VERSION.partitionKey) continue;
        if (row.partitionKey !== partition && found.length > 0) {
          yield found;
          found = [];
        }
        partition = row.partitionKey;
        found.push(...read(row));
      }
      if (found.length > 0) yield found;
    },
    async version() {
      const row = await table.get(VERSION.partitionKey, VERSION.rowKey);
      return typeof row?.['stamp'] === 'string' ? row['stamp'] : 'none';
    },
  };
}

interface Write {
  readonly clusterId: string;
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly readAt: Instant;
  readonly basedOn: string | undefined;
  readonly content: Content;
  /** Etag of the record to write over; none is there when absent. */
  over: string | undefined;
}

/** A reading that is too large for a record does not hold up the others. */
function writesOf(readings: readonly ReadingToSave[]): { writes: Map<string, Write[]>; tooLarge?: FleetError } {
  const writes: Write[] = [];
  let tooLarge: FleetError | undefined;
  for (const { reading, toAnnounce, basedOn } of readings) {
    const clusterId = reading.cluster.id;
    try {
      const content = { ...readingContent(reading), ...changesContent(toAnnounce, clusterId) };
      writes.push({ clusterId, ...placeOf(clusterId), readAt: reading.readAt, basedOn, over: basedOn, content });
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      tooLarge ??= error;
    }
  }
  return { writes: groupBy(writes, ({ partitionKey }) => partitionKey), ...(tooLarge && { tooLarge }) };
}

function actionOf({ partitionKey, rowKey, content, over }: Write): TransactionAction {
  const entity: Entity = { partitionKey, rowKey, ...content, gone: false };
  return over === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag: over }];
}

function strikeOut(place: { partitionKey: string; rowKey: string }, etag: string): TransactionAction {
  return ['update', { ...place, pending: 0 }, 'Merge', { etag }];
}

function savedAs(clusterId: string, etag: string | undefined): SaveAnswer {
  return { clusterId, kind: 'saved', ...(etag && { etag }) };
}

function headOf(row: Row): Head {
  const readAt = row['readAt'];
  // A record without its time is older than any.
  return { etag: row.etag, readAt: typeof readAt === 'number' ? readAt : 0, gone: row['gone'] === true };
}

export function contended(what: string): UpstreamError {
  return new UpstreamError(
    'STORE_CONTENDED',
    `Somebody else kept writing ${what} at the same time; it is tried again.`,
    { what },
  );
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}
