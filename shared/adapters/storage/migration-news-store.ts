import { z } from 'zod';
import type { NewsRecord } from '../../domain/announce/news-record.ts';
import type { MigrationNewsStore } from '../../ports/migration-news-store.ts';
import { etaggedRecords } from './etagged.ts';
import type { Table } from './table.ts';

const PARTITION = 'migration';

const Head = z.looseObject({
  format: z.literal(1),
  migrationId: z.string(),
  settled: z.array(z.string()),
  toSend: z.array(z.looseObject({ id: z.string() })),
});

/** A row for each migration. One that cannot be read stops all of it: what was said would be said again. */
export function tableMigrationNewsStore(table: Table): MigrationNewsStore {
  const records = etaggedRecords(table, 'news of', (value): value is NewsRecord => Head.safeParse(value).success);
  return {
    async list() {
      return (await records.list(PARTITION)).map(({ value, etag }) => ({ record: value, etag }));
    },
    async save(record, basedOn) {
      const etag = await records.put(PARTITION, record.migrationId, record, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
    remove: (migrationId, etag) => records.remove(PARTITION, migrationId, etag),
  };
}
