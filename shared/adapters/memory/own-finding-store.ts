import type { OwnFinding } from '../../domain/fleet/own-finding.ts';
import type { OwnFindingStore } from '../../ports/own-finding-store.ts';

/** Findings about ourselves in this process's memory. */
export function memoryOwnFindingStore(): OwnFindingStore {
  const byId = new Map<string, OwnFinding>();
  return {
    async list() {
      return [...byId.values()];
    },
    async raise(findings) {
      for (const finding of findings) {
        byId.set(finding.id, { ...finding, since: byId.get(finding.id)?.since ?? finding.since });
      }
    },
    async clear(ids) {
      for (const id of ids) byId.delete(id);
    },
  };
}
