import { FleetError } from '../../domain/errors.ts';
import { fromContent, toContent } from './content.ts';
import { escapeKey } from './key.ts';
import type { OnUnreadable } from './reading-store.ts';
import type { Entity, Row, Table } from './table.ts';

/** Values of one kind in one partition, each under its own id. */
export interface Records<T> {
  /** Those that can be read; the others are reported. */
  list(): Promise<readonly T[]>;
  /** The value of a row, or none when it cannot be read: then it is reported. */
  readable(row: Row): readonly T[];
  entity(id: string, value: T): Entity;
  get(id: string): Promise<{ readonly value: T; readonly row: Row } | undefined>;
  key(id: string): { readonly partitionKey: string; readonly rowKey: string };
}

export function records<T>(table: Table, kind: string, onUnreadable: OnUnreadable): Records<T> {
  const key = (id: string) => ({ partitionKey: kind, rowKey: escapeKey(id) });
  const read = (row: Row) => fromContent('value', row, `${kind} ${row.rowKey}`) as T;
  const readable = (row: Row): readonly T[] => {
    try {
      return [read(row)];
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      onUnreadable(error);
      return [];
    }
  };
  return {
    key,
    readable,
    entity: (id, value) => ({ ...key(id), ...toContent('value', value, `${kind} ${id}`) }),
    async get(id) {
      const row = await table.get(kind, escapeKey(id));
      return row && { value: read(row), row };
    },
    async list() {
      const found: T[] = [];
      for await (const row of table.list(kind)) found.push(...readable(row));
      return found;
    },
  };
}
