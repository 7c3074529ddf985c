import type { Refusal } from '../../domain/chat/refusal.ts';
import type { RefusalStore } from '../../ports/refusal-store.ts';

export function memoryRefusalStore(): RefusalStore {
  const refusals = new Map<string, Refusal>();
  return {
    async add(refusal) {
      if (!refusals.has(refusal.id)) refusals.set(refusal.id, structuredClone(refusal));
    },
    newest: async (most) =>
      [...refusals.values()]
        .toSorted((a, b) => b.at - a.at)
        .slice(0, most)
        .map((refusal) => structuredClone(refusal)),
  };
}
