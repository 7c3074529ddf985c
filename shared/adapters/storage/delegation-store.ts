import type { Delegation } from '../../domain/sign-off/delegation.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { OnUnreadable } from './reading-store.ts';
import { records } from './records.ts';
import type { Table } from './table.ts';

/** A row for each delegation. One that cannot be read gives nobody a right. */
export function tableDelegationStore(table: Table, onUnreadable: OnUnreadable): DelegationStore {
  const delegations = records<Delegation>(table, 'delegation', onUnreadable);
  return {
    list: () => delegations.list(),
    save: (delegation) => table.upsert(delegations.entity(delegation.id, delegation)),
    async remove(id) {
      const { partitionKey, rowKey } = delegations.key(id);
      return (await table.remove(partitionKey, rowKey)) === 'missing' ? 'missing' : 'removed';
    },
  };
}
