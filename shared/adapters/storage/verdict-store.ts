import { z } from 'zod';
import type { AlertVerdict } from '../../domain/alert/verdict.ts';
import type { VerdictStore } from '../../ports/verdict-store.ts';
import { unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import { contended } from './reading-store.ts';
import type { Table } from './table.ts';

const ROW = 'verdict';
/** Two evaluations of one migration at once meet at most a few times; more is a fault of the store. */
const MOST_TRIES = 5;

const Columns = z.object({
  migrationId: z.string(),
  kind: z.enum(['healthy', 'breached', 'unknown']),
  why: z.string(),
  since: z.number(),
  evaluatedAt: z.number(),
});

/** A row for each migration, one column per field. */
export function tableVerdictStore(table: Table): VerdictStore {
  return {
    async of(migrationId) {
      const row = await table.get(escapeKey(migrationId), ROW);
      if (!row) return undefined;
      const verdict = Columns.safeParse(row);
      if (!verdict.success) throw unreadable(`the verdict on migration ${migrationId}`, verdict.error);
      return verdict.data;
    },
    async save(verdict: AlertVerdict) {
      const place = { partitionKey: escapeKey(verdict.migrationId), rowKey: ROW };
      const { migrationId, kind, why, since, evaluatedAt } = verdict;
      const entity = { ...place, migrationId, kind, why, since, evaluatedAt };
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        if ((await table.create(entity)) === 'created') return;
        const stored = await table.get(place.partitionKey, place.rowKey);
        if (stored && Number(stored['evaluatedAt']) > evaluatedAt) return;
        if (stored && (await table.merge(entity, stored.etag)) === 'merged') return;
      }
      throw contended('verdicts');
    },
  };
}
