import type { Migration } from '../domain/migration/migration.ts';

/** One record per migration, changed only by who knows its etag. */
export interface MigrationStore {
  /** `exists`: the same step of the same plan is a migration already. */
  create(migration: Migration): Promise<'created' | 'exists'>;
  /** `unreadable`: a record is there that this version cannot read; it is left as it is. */
  find(id: string): Promise<StoredMigration | UnreadableMigration | undefined>;
  /** `conflict`: it moved on; read it again and decide again. */
  save(
    migration: Migration,
    etag: string,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
  /** @param which `open`: those that have not ended; `all`: the newest first, ended ones too, at most `most` */
  list(which: 'open' | 'all', most?: number): Promise<readonly (StoredMigration | UnreadableMigration)[]>;
  /** Every migration of one cluster, ended ones too, in the order in which they were made. */
  ofCluster(clusterId: string): Promise<readonly (StoredMigration | UnreadableMigration)[]>;
}

export interface StoredMigration {
  readonly kind: 'migration';
  readonly migration: Migration;
  readonly etag: string;
}

export interface UnreadableMigration {
  readonly kind: 'unreadable';
  readonly id: string;
  /** What could not be read, in one sentence. */
  readonly why: string;
}
