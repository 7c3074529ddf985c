import { FleetError } from '../../domain/errors.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { MigrationStore, StoredMigration, UnreadableMigration } from '../../ports/migration-store.ts';
import { inOrderMade, newestFirst } from '../memory/migration-store.ts';
import { fromContent, toContent } from './content.ts';
import { escapeKey, unescapeKey } from './key.ts';
import { readMigration, unreadable } from './migration-record.ts';
import type { Entity, Row, Table } from './table.ts';

const RECORD = 'record';
const OPEN = 'open';
const ALL = 'all';
/** Later moments come first; longer than any moment in milliseconds. */
const LAST_MOMENT = 9_999_999_999_999;
const READ_AT_ONCE = 16;
/** Of the newest ones: more than a page shows. */
const MOST_LISTED = 1000;

type Found = StoredMigration | UnreadableMigration;

/**
 * Migrations in Table storage: a record in a partition of its own, and three small rows that say where it belongs (all,
 * open, of this cluster). Those are written first, so that a record is always found; what they name is taken from the
 * record itself, so a crash between two rows shows nothing that is not so.
 */
export function tableMigrationStore(table: Table): MigrationStore {
  async function find(id: string): Promise<Found | undefined> {
    const row = await table.get(partitionOf(id), RECORD);
    return row && read(id, row);
  }

  async function named(rows: readonly Row[]): Promise<readonly Found[]> {
    const ids = [...new Set(rows.map((row) => unescapeKey(String(row['migration'] ?? row.rowKey))))];
    const found: Found[] = [];
    for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
      const some = await Promise.all(ids.slice(from, from + READ_AT_ONCE).map(find));
      found.push(...some.filter((one) => one !== undefined));
    }
    return found;
  }

  async function rowsOf(partition: string): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for await (const row of table.list(partition)) rows.push(row);
    return rows;
  }

  return {
    find,
    async create(migration) {
      for (const row of places(migration)) await table.upsert(row);
      return table.create(entityOf(migration));
    },
    async save(migration, etag) {
      const [saved] = (await table.batch([['update', entityOf(migration), 'Replace', { etag }]])) ?? [];
      if (saved === undefined) return { kind: 'conflict' };
      if (hasEnded(migration.status)) await table.remove(OPEN, escapeKey(migration.id));
      return { kind: 'saved', etag: saved };
    },
    async list(which, most = MOST_LISTED) {
      if (which === 'all') {
        const rows = await table.range(ALL, '0', ':', Math.min(most, MOST_LISTED));
        return newestFirst(await named(rows));
      }
      const open: Found[] = [];
      for (const found of await named(await rowsOf(OPEN))) {
        if (found.kind === 'unreadable' || !hasEnded(found.migration.status)) open.push(found);
        // It ended, and the process with it before it was taken from the list.
        else await table.remove(OPEN, escapeKey(found.migration.id));
      }
      return inOrderMade(open).slice(0, most);
    },
    async ofCluster(clusterId) {
      return inOrderMade(await named(await rowsOf(partitionOfCluster(clusterId))));
    },
  };
}

function entityOf(migration: Migration): Entity {
  return {
    partitionKey: partitionOf(migration.id),
    rowKey: RECORD,
    ...toContent('migration', migration, `migration ${migration.id}`),
  };
}

/** The rows that say where a migration belongs. */
function places({ id, clusterId, createdAt }: Migration): readonly Entity[] {
  const newestFirstKey = String(LAST_MOMENT - createdAt).padStart(13, '0');
  return [
    { partitionKey: ALL, rowKey: `${newestFirstKey}-${escapeKey(id)}`, migration: escapeKey(id) },
    { partitionKey: partitionOfCluster(clusterId), rowKey: escapeKey(id) },
    { partitionKey: OPEN, rowKey: escapeKey(id) },
  ];
}

function partitionOf(id: string): string {
  return `migration-${escapeKey(id)}`;
}

function partitionOfCluster(clusterId: string): string {
  return `cluster-${escapeKey(clusterId)}`;
}

function read(id: string, row: Row): Found {
  try {
    return readMigration(id, fromContent('migration', row, `migration ${id}`), row.etag);
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    return unreadable(id, 'What is stored is damaged: it cannot be unpacked.');
  }
}
