import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Inspection } from '../../domain/inspection/inspection.ts';
import type { InspectionStore } from '../../ports/inspection-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import { placeOf } from './reading-rows.ts';
import { contended } from './reading-store.ts';
import type { Table } from './table.ts';

/** Two inspections of one cluster at once meet at most a few times; more is a fault of the store. */
const MOST_TRIES = 5;

/** The least that everything which is done with an inspection rests on. */
const Stored = z.looseObject({
  clusterId: z.string(),
  readAt: z.number(),
  notSeen: z.array(z.looseObject({})),
  pools: z.array(
    z.looseObject({
      poolId: z.string(),
      readiness: z.looseObject({ verdict: z.string(), findings: z.array(z.looseObject({})) }),
      dependencies: z.looseObject({ classification: z.string() }),
    }),
  ),
});

/** One row for each cluster, beside its reading's key. */
export function tableInspectionStore(table: Table): InspectionStore {
  return {
    async save(inspection) {
      const place = placeOf(inspection.clusterId);
      const entity = {
        ...place,
        ...toContent('inspection', inspection, `the inspection of ${inspection.clusterId}`),
        readAt: inspection.readAt,
      };
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        if ((await table.create(entity)) === 'created') return 'saved';
        const stored = await table.get(place.partitionKey, place.rowKey);
        if (stored && Number(stored['readAt']) > inspection.readAt) return 'older';
        if (stored && (await table.merge(entity, stored.etag)) === 'merged') return 'saved';
      }
      throw contended('inspections');
    },
    async version() {
      const hash = createHash('sha256');
      for await (const { partitionKey, rowKey, readAt } of table.list(undefined, ['readAt'])) {
        hash.update(`${partitionKey} ${rowKey} ${String(readAt)}\n`);
      }
      return hash.digest('hex');
    },
    async byCluster(clusterId) {
      const { partitionKey, rowKey } = placeOf(clusterId);
      const row = await table.get(partitionKey, rowKey);
      if (!row) return undefined;
      const what = `the inspection of ${clusterId}`;
      const read = Stored.safeParse(fromContent('inspection', row, what));
      if (!read.success) throw unreadable(what, read.error);
      return read.data as unknown as Inspection;
    },
  };
}
