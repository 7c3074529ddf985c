import type { Delegation } from '../../domain/sign-off/delegation.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';

export function memoryDelegationStore(): DelegationStore {
  const delegations = new Map<string, Delegation>();
  return {
    list: async () => [...delegations.values()].map((delegation) => structuredClone(delegation)),
    async save(delegation) {
      delegations.set(delegation.id, structuredClone(delegation));
    },
    remove: async (id) => (delegations.delete(id) ? 'removed' : 'missing'),
  };
}
