import type { Exemption } from '../../domain/policy/exemption.ts';
import type { ExemptionStore } from '../../ports/exemption-store.ts';

/** Exemptions in this process's memory. */
export function memoryExemptionStore(initial: readonly Exemption[] = []): ExemptionStore {
  const byId = new Map(initial.map((exemption) => [exemption.id, exemption]));
  return {
    async list() {
      return [...byId.values()];
    },
    async add(exemption) {
      if (byId.has(exemption.id)) return 'exists';
      byId.set(exemption.id, exemption);
      return 'added';
    },
    async endAnnounced(id, at) {
      const exemption = byId.get(id);
      if (!exemption) return 'missing';
      byId.set(id, { ...exemption, endAnnouncedAt: at });
      return 'remembered';
    },
    async remove(id) {
      return byId.delete(id) ? 'removed' : 'missing';
    },
  };
}
