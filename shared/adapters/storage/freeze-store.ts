import { z } from 'zod';
import type { FleetFreeze } from '../../domain/freeze/freeze.ts';
import type { FreezeStore } from '../../ports/freeze-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import type { Table } from './table.ts';

const PLACE = { partitionKey: 'freeze', rowKey: 'fleet' } as const;
const WHAT = 'the freeze of the fleet';

const Stored = z.looseObject({ by: z.string(), at: z.number(), reason: z.string() });

/** One row, there while the fleet is frozen. */
export function tableFreezeStore(table: Table): FreezeStore {
  return {
    async find() {
      const row = await table.get(PLACE.partitionKey, PLACE.rowKey);
      if (!row) return undefined;
      const freeze = Stored.safeParse(fromContent('value', row, WHAT));
      if (!freeze.success) throw unreadable(WHAT, freeze.error);
      return freeze.data satisfies FleetFreeze;
    },
    async put(freeze) {
      const answer = await table.create({ ...PLACE, ...toContent('value', freeze, WHAT) });
      return answer === 'created' ? 'frozen' : 'exists';
    },
    async lift() {
      return (await table.remove(PLACE.partitionKey, PLACE.rowKey)) === 'missing' ? 'missing' : 'lifted';
    },
  };
}
