import type { Inspection } from '../../domain/inspection/inspection.ts';
import type { InspectionStore } from '../../ports/inspection-store.ts';
import { type Packed, pack, unpack } from './packed.ts';

/** Inspections in this process's memory. */
export function memoryInspectionStore(): InspectionStore {
  const byCluster = new Map<string, { readonly readAt: number; readonly packed: Packed<Inspection> }>();
  let saves = 0;
  return {
    async save(inspection) {
      const { clusterId, readAt } = inspection;
      const stored = byCluster.get(clusterId);
      if (stored && stored.readAt > readAt) return 'older';
      byCluster.set(clusterId, { readAt, packed: pack(inspection) });
      saves += 1;
      return 'saved';
    },
    async version() {
      return String(saves);
    },
    async byCluster(clusterId) {
      const stored = byCluster.get(clusterId);
      return stored && unpack(stored.packed);
    },
  };
}
