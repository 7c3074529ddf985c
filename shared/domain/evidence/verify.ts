import { hashOfEntry } from './chain.ts';
import { type EvidenceEntry, type EvidenceHead, NO_EVIDENCE } from './entry.ts';

/** A chain and the head that the migration's record names. */
export interface EvidenceChain {
  readonly migrationId: string;
  readonly head: EvidenceHead;
  readonly entries: readonly EvidenceEntry[];
}

export type EvidenceVerdict =
  /** Nothing was changed, dropped, added or moved since the head was written. */
  | { readonly kind: 'whole' }
  /** @property at number of the first entry that is not as it must be */
  | { readonly kind: 'broken'; readonly at: number; readonly why: string };

/**
 * Checks a chain without asking anybody. Somebody who can rewrite every entry and the head as well can make another
 * whole chain: compare the head with what the migration's page shows.
 * @param hash SHA-256 of a text, as lower-case hex
 */
export function verifyEvidence(chain: EvidenceChain, hash: (text: string) => string): EvidenceVerdict {
  let head = NO_EVIDENCE;
  for (const entry of chain.entries) {
    const why = whatIsWrong(chain, entry, head, hash);
    if (why) return { kind: 'broken', at: head.seq + 1, why };
    head = entry;
  }
  return verifyEnd(chain.head, head);
}

function whatIsWrong(
  { migrationId, entries }: EvidenceChain,
  entry: EvidenceEntry,
  { seq: seqBefore, hash: hashBefore }: EvidenceHead,
  hash: (text: string) => string,
): string | undefined {
  const due = seqBefore + 1;
  if (entry.migrationId !== migrationId) return 'It belongs to another migration.';
  if (entry.seq !== due) {
    const elsewhere = entries.some(({ seq }) => seq === due);
    return elsewhere ? `Entry ${entry.seq} stands in its place: the order was changed.` : 'It is missing.';
  }
  if (hashOfEntry(entry, hash) !== entry.hash) return 'Its content does not fit its hash: it was changed.';
  if (entry.previous === hashBefore) return undefined;
  return seqBefore === 0
    ? 'It does not begin a chain: what stood before it was dropped.'
    : `It does not follow entry ${seqBefore}: one of the two was replaced.`;
}

function verifyEnd(recorded: EvidenceHead, last: EvidenceHead): EvidenceVerdict {
  if (recorded.seq > last.seq) {
    const missing = recorded.seq - last.seq;
    const what = missing === 1 ? 'It is missing' : `It and ${missing - 1} after it are missing`;
    return { kind: 'broken', at: last.seq + 1, why: `${what}: the end was cut off.` };
  }
  if (recorded.seq < last.seq) {
    return { kind: 'broken', at: recorded.seq + 1, why: 'The migration’s record ends before it: it was added.' };
  }
  if (recorded.hash === last.hash) return { kind: 'whole' };
  return { kind: 'broken', at: last.seq, why: 'The migration’s record names another last entry: it was replaced.' };
}
