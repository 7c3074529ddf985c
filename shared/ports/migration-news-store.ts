import type { NewsRecord } from '../domain/announce/news-record.ts';

/** What was said about each migration of the last weeks. */
export interface MigrationNewsStore {
  list(): Promise<readonly StoredNews[]>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(
    record: NewsRecord,
    basedOn: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
  /** Of a migration of which nothing is said any more. One that moved on, or is gone, is left as it is. */
  remove(migrationId: string, etag: string): Promise<void>;
}

export interface StoredNews {
  readonly record: NewsRecord;
  readonly etag: string;
}
