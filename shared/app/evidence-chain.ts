import type { EvidenceEntry } from '../domain/evidence/entry.ts';
import type { Migration } from '../domain/migration/migration.ts';
import type { Parts } from './parts.ts';

/** All of a migration's evidence, in order; entries that are not stored yet among it. */
export async function wholeChain(
  { evidence }: Pick<Parts, 'evidence'>,
  { id, evidence: { pending } }: Migration,
): Promise<readonly EvidenceEntry[]> {
  const stored = await evidence.read(id);
  const known = new Set(stored.map(({ seq }) => seq));
  return [...stored, ...pending.filter(({ seq }) => !known.has(seq))];
}
