import type { Exemption } from '../../domain/policy/exemption.ts';
import type { ExemptionStore } from '../../ports/exemption-store.ts';
import type { OnUnreadable } from './reading-store.ts';
import { records } from './records.ts';
import type { Table } from './table.ts';

export function tableExemptionStore(table: Table, onUnreadable: OnUnreadable): ExemptionStore {
  const exemptions = records<Exemption>(table, 'exemption', onUnreadable);
  return {
    list: () => exemptions.list(),
    async add(exemption) {
      const answer = await table.create(exemptions.entity(exemption.id, exemption));
      return answer === 'created' ? 'added' : 'exists';
    },
    async endAnnounced(id, at) {
      const stored = await exemptions.get(id);
      if (!stored) return 'missing';
      const entity = exemptions.entity(id, { ...stored.value, endAnnouncedAt: at });
      return (await table.merge(entity)) === 'missing' ? 'missing' : 'remembered';
    },
    async remove(id) {
      const { partitionKey, rowKey } = exemptions.key(id);
      return (await table.remove(partitionKey, rowKey)) === 'missing' ? 'missing' : 'removed';
    },
  };
}
