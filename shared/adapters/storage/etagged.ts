import { FleetError } from '../../domain/errors.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import type { Row, Table } from './table.ts';

/**
 * Records that are changed only by who knows their etag. One that cannot be read throws, where nobody may go on as if there
 * were none; where the others have to go on without it, it is named.
 */
export interface EtaggedRecords<T> {
  list(partition: string): Promise<readonly Etagged<T>[]>;
  /** `unreadable`: keys. */
  listReadable(
    partition: string,
  ): Promise<{ readonly found: readonly Etagged<T>[]; readonly unreadable: readonly string[] }>;
  get(partition: string, key: string): Promise<Etagged<T> | undefined>;
  /** The new etag; `undefined`: it is not as it was. */
  put(partition: string, key: string, value: T, basedOn: string | undefined): Promise<string | undefined>;
  /** One that is not as it was stays. */
  remove(partition: string, key: string, etag: string): Promise<void>;
}

interface Etagged<T> {
  readonly value: T;
  readonly etag: string;
}

/** @param isOne whether what was stored is at least in this form. @param kind as people are told of one that cannot be read */
export function etaggedRecords<T>(
  table: Table,
  kind: string,
  isOne: (value: unknown) => value is T,
): EtaggedRecords<T> {
  function read(row: Row): Etagged<T> {
    const what = `${kind} ${row.rowKey}`;
    const value = fromContent('value', row, what);
    if (!isOne(value)) throw unreadable(what);
    return { value, etag: row.etag };
  }

  return {
    async list(partition) {
      const found: Etagged<T>[] = [];
      for await (const row of table.list(escapeKey(partition))) found.push(read(row));
      return found;
    },
    async listReadable(partition) {
      const found: Etagged<T>[] = [];
      const lost: string[] = [];
      for await (const row of table.list(escapeKey(partition))) {
        try {
          found.push(read(row));
        } catch (error) {
          if (!(error instanceof FleetError && error.code === 'STORED_RECORD_UNREADABLE')) throw error;
          lost.push(row.rowKey ?? '');
        }
      }
      return { found, unreadable: lost };
    },
    async get(partition, key) {
      const row = await table.get(escapeKey(partition), escapeKey(key));
      return row && read(row);
    },
    async put(partition, key, value, basedOn) {
      const place = { partitionKey: escapeKey(partition), rowKey: escapeKey(key) };
      const entity = { ...place, ...toContent('value', value, `${kind} ${key}`) };
      const action =
        basedOn === undefined
          ? (['create', entity] as const)
          : (['update', entity, 'Replace', { etag: basedOn }] as const);
      const etags = await table.batch([[...action]]);
      return etags?.[0];
    },
    async remove(partition, key, etag) {
      await table.remove(escapeKey(partition), escapeKey(key), etag);
    },
  };
}
