import type { NewsRecord } from '../../domain/announce/news-record.ts';
import type { MigrationNewsStore } from '../../ports/migration-news-store.ts';
import { memoryEtagged } from './etagged.ts';

export function memoryMigrationNewsStore(): MigrationNewsStore {
  const records = memoryEtagged<NewsRecord>();
  return {
    list: async () => records.all().map(({ value, etag }) => ({ record: value, etag })),
    async save(record, basedOn) {
      const etag = records.put(record.migrationId, record, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
    remove: async (migrationId, etag) => records.remove(migrationId, etag),
  };
}
