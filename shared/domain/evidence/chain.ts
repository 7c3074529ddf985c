import { canonicalJson } from '../plan/plan-hash.ts';
import type { EvidenceEntry, EvidenceHead } from './entry.ts';

/** An entry before it has its place in the chain. */
export type EvidenceDraft = Omit<EvidenceEntry, 'seq' | 'previous' | 'hash'>;

/**
 * The entry that follows `head`.
 * @param hash SHA-256 of a text, as lower-case hex
 */
export function appendEvidence(
  head: EvidenceHead,
  draft: EvidenceDraft,
  hash: (text: string) => string,
): EvidenceEntry {
  const placed = { ...draft, seq: head.seq + 1, previous: head.hash };
  return { ...placed, hash: hashOfEntry(placed, hash) };
}

/** The head of a chain that ends with `entry`. */
export function headAfter({ seq, hash }: EvidenceEntry): EvidenceHead {
  return { seq, hash };
}

/** What an entry's hash must be: over canonical JSON of everything in it but the hash itself. */
export function hashOfEntry(entry: Omit<EvidenceEntry, 'hash'>, hash: (text: string) => string): string {
  return hash(canonicalJson({ ...entry, hash: undefined }));
}
