import { z } from 'zod';
import type { FreezeStore } from '../../ports/freeze-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import type { Table } from './table.ts';

const PLACE = { partitionKey: 'freeze', rowKey: 'fleet' } as const;
const WHAT = 'the freeze of the fleet';

const Stored = z.looseObject({
  id: z.string().min(1),
  what: z.enum(['frozen', 'lifted']),
  by: z.looseObject({ id: z.string(), name: z.string(), tenantId: z.string().optional() }),
  at: z.number().int(),
  reason: z.string(),
  told: z.boolean(),
});

/** One row: the last word. One that cannot be read may be a freeze. */
export function tableFreezeStore(table: Table): FreezeStore {
  return {
    async find() {
      const row = await table.get(PLACE.partitionKey, PLACE.rowKey);
      if (!row) return undefined;
      const read = Stored.safeParse(fromContent('value', row, WHAT));
      if (!read.success) throw unreadable(WHAT, read.error);
      return { word: read.data, etag: row.etag };
    },
    async save(word, basedOn) {
      const entity = { ...PLACE, ...toContent('value', word, WHAT) };
      const action =
        basedOn === undefined
          ? (['create', entity] as const)
          : (['update', entity, 'Replace', { etag: basedOn }] as const);
      const etags = await table.batch([[...action]]);
      return etags?.[0] === undefined ? { kind: 'conflict' } : { kind: 'saved', etag: etags[0] };
    },
  };
}
