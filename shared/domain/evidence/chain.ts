import { canonicalJson } from '../plan/plan-hash.ts';
import type { EvidenceEntry, EvidenceHead } from './entry.ts';

/** What happened, before it has its place in the chain. */
export type EvidenceDraft = Omit<EvidenceEntry, 'seq' | 'previous' | 'hash'>;

/**
 * The next entry of a chain.
 *
 * @param head of the chain so far; `NO_EVIDENCE` for the first entry
 * @param hash SHA-256 of a text, as lower-case hex
 */
export function appendEvidence(
  head: EvidenceHead,
  draft: EvidenceDraft,
  hash: (text: string) => string,
): EvidenceEntry {
  const content = { ...draft, seq: head.seq + 1, previous: head.hash };
  return { ...content, hash: hash(hashedText(content)) };
}

/** The text that an entry's hash is of: all of its content, the hash of the entry before included. */
export function hashedText({ hash: _, ...content }: Omit<EvidenceEntry, 'hash'> & { readonly hash?: string }): string {
  return canonicalJson(content);
}

/** Where the chain stands after this entry. */
export function headAfter({ seq, hash }: EvidenceEntry): EvidenceHead {
  return { seq, hash };
}
