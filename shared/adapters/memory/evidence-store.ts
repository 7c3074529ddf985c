import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import { canonicalJson } from '../../domain/plan/plan-hash.ts';
import type { EvidenceStore } from '../../ports/evidence-store.ts';

/** Evidence in this process's memory. */
export function memoryEvidenceStore(): EvidenceStore {
  const chains = new Map<string, Map<number, string>>();
  return {
    async append(entries) {
      for (const entry of entries) {
        const chain = chains.get(entry.migrationId) ?? new Map<number, string>();
        chains.set(entry.migrationId, chain);
        const text = canonicalJson(entry);
        if ((chain.get(entry.seq) ?? text) !== text) return 'differs';
        chain.set(entry.seq, text);
      }
      return 'appended';
    },
    async read(migrationId, fromSeq = 1, most = Number.POSITIVE_INFINITY) {
      const chain = [...(chains.get(migrationId) ?? [])].filter(([seq]) => seq >= fromSeq);
      return chain
        .toSorted(([a], [b]) => a - b)
        .slice(0, most)
        .map(([, text]) => JSON.parse(text) as EvidenceEntry);
    },
  };
}
