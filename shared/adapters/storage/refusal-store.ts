import type { Refusal } from '../../domain/chat/refusal.ts';
import type { RefusalStore } from '../../ports/refusal-store.ts';
import type { OnUnreadable } from './reading-store.ts';
import { records } from './records.ts';
import type { Table } from './table.ts';

/** Later than any moment that is ever written: a moment taken from it sorts the newest first. */
const END_OF_TIME = 9_999_999_999_999;
const KIND = 'refusal';

/** Rows are only ever created, and sort with the newest first. */
export function tableRefusalStore(table: Table, onUnreadable: OnUnreadable): RefusalStore {
  const refusals = records<Refusal>(table, KIND, onUnreadable);
  const nameOf = ({ at, id }: Refusal) => `${String(END_OF_TIME - at).padStart(13, '0')} ${id}`;
  return {
    async add(refusal) {
      await table.create(refusals.entity(nameOf(refusal), refusal));
    },
    async newest(most) {
      const rows = await table.range(KIND, '0', 'a', most);
      return rows.flatMap((row) => refusals.readable(row));
    },
  };
}
