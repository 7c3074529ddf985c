import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { Parts } from '../parts.ts';

const MOST = 30;

/** The newest entries of a migration's evidence, those that are not stored yet among them. */
export async function lately(
  { evidence }: Pick<Parts, 'evidence'>,
  { id, evidence: log }: Migration,
): Promise<readonly EvidenceEntry[]> {
  const from = Math.max(1, log.head.seq - MOST);
  const stored = await evidence.read(id, from, MOST + 1);
  const known = new Set(stored.map(({ seq }) => seq));
  return [...stored, ...log.pending.filter(({ seq }) => seq >= from && !known.has(seq))];
}
