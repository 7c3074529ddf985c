import type { EvidenceEntry } from '../domain/evidence/entry.ts';

/** Append-only. An entry that is there is never written over. */
export interface EvidenceStore {
  /**
   * Appends entries that follow each other. Those that are there already, word for word, are passed over.
   * @returns `differs`: another entry stands where one of them belongs; nothing after it was appended
   */
  append(entries: readonly EvidenceEntry[]): Promise<'appended' | 'differs'>;
  /** In the order of the chain, from `fromSeq` on. */
  read(migrationId: string, fromSeq?: number, most?: number): Promise<readonly EvidenceEntry[]>;
}
