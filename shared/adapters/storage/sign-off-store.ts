import { z } from 'zod';
import { FleetError } from '../../domain/errors.ts';
import { ROLES, type SignOff } from '../../domain/sign-off/sign-off.ts';
import type { SignOffStore } from '../../ports/sign-off-store.ts';
import { oldestFirst } from '../memory/sign-off-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import type { OnUnreadable } from './reading-store.ts';
import type { Row, Table } from './table.ts';

const Stored = z.looseObject({
  id: z.string(),
  planHash: z.string(),
  person: z.looseObject({ id: z.string(), name: z.string() }),
  role: z.enum(ROLES),
  kind: z.enum(['approve', 'abstain', 'refuse', 'withdraw']),
  at: z.number().int(),
  expiresAt: z.number().int(),
  via: z.string(),
});

/**
 * A partition for each plan hash, a row for each sign-off. Rows are only ever created.
 *
 * One that cannot be read is not passed over: it may be a refusal, and then nothing may start.
 */
export function tableSignOffStore(table: Table, onUnreadable: OnUnreadable): SignOffStore {
  function read(row: Row): SignOff {
    const what = `sign-off ${row.rowKey}`;
    try {
      const signOff = Stored.safeParse(fromContent('signOff', row, what));
      if (!signOff.success) throw unreadable(what, signOff.error);
      return signOff.data;
    } catch (error) {
      if (error instanceof FleetError) onUnreadable(error);
      throw error;
    }
  }

  return {
    add(signOff) {
      const place = { partitionKey: escapeKey(signOff.planHash), rowKey: escapeKey(signOff.id) };
      return table
        .create({ ...place, ...toContent('signOff', signOff, `sign-off ${signOff.id}`) })
        .then((answer) => (answer === 'created' ? 'added' : 'exists'));
    },
    async ofPlan(planHash) {
      const signOffs: SignOff[] = [];
      for await (const row of table.list(escapeKey(planHash))) signOffs.push(read(row));
      return oldestFirst(signOffs);
    },
  };
}
