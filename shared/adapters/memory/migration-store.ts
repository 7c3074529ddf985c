import type { Migration } from '../../domain/migration/migration.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { MigrationStore, StoredMigration, UnreadableMigration } from '../../ports/migration-store.ts';
import { readMigration } from '../storage/migration-record.ts';

interface Row {
  readonly text: string;
  readonly etag: string;
  readonly clusterId: string;
  readonly createdAt: number;
  readonly open: boolean;
}

/** Migrations in this process's memory, as text: nobody can change what is stored, and a record of another form is unreadable. */
export function memoryMigrationStore(): MigrationStore {
  /** In the order in which they were made. */
  const rows = new Map<string, Row>();
  let version = 0;

  function put(migration: Migration): string {
    version += 1;
    const etag = `v${version}`;
    const { id, clusterId, createdAt, status } = migration;
    rows.set(id, { text: JSON.stringify(migration), etag, clusterId, createdAt, open: !hasEnded(status) });
    return etag;
  }

  function read([id, { text, etag }]: readonly [string, Row]): StoredMigration | UnreadableMigration {
    return readMigration(id, JSON.parse(text), etag);
  }

  return {
    async create(migration) {
      if (rows.has(migration.id)) return 'exists';
      put(migration);
      return 'created';
    },
    async find(id) {
      const row = rows.get(id);
      return row && read([id, row]);
    },
    async save(migration, etag) {
      if (rows.get(migration.id)?.etag !== etag) return { kind: 'conflict' };
      return { kind: 'saved', etag: put(migration) };
    },
    async list(which, most = Number.POSITIVE_INFINITY) {
      if (which === 'open')
        return [...rows]
          .filter(([, { open }]) => open)
          .slice(0, most)
          .map(read);
      const newest = [...rows].toSorted(([, a], [, b]) => b.createdAt - a.createdAt).slice(0, most);
      return newestFirst(newest.map(read));
    },
    async ofCluster(clusterId) {
      const found = [...rows].filter(([, row]) => row.clusterId === clusterId).map(read);
      return inOrderMade(found);
    },
  };
}

type Found = StoredMigration | UnreadableMigration;

/** When it was made; of a record that cannot be read nobody knows. */
function madeAt(found: Found): number {
  return found.kind === 'migration' ? found.migration.createdAt : Number.NEGATIVE_INFINITY;
}

function idOf(found: Found): string {
  return found.kind === 'migration' ? found.migration.id : found.id;
}

export function inOrderMade(found: readonly Found[]): readonly Found[] {
  return found.toSorted((a, b) => compare(madeAt(a), madeAt(b)) || (idOf(a) < idOf(b) ? -1 : 1));
}

export function newestFirst(found: readonly Found[]): readonly Found[] {
  return inOrderMade(found).toReversed();
}

/** Not a difference: that of two infinities is no number. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
