import { sha256Hex } from '../../../shared/adapters/system/text-hash.ts';
import { verifyEvidence } from '../../../shared/domain/evidence/verify.ts';
import { LOOKER, type Telling } from '../telling.ts';

/** The chain is whole, and one changed word breaks it. */
export async function checkEvidence({ desk, tell }: Telling, runs: readonly string[]): Promise<void> {
  tell.chapter('11. The evidence');
  for (const id of runs) {
    const file = await desk.as(LOOKER).evidence(id);
    const verdict = verifyEvidence(file, sha256Hex);
    tell.check(`the ${file.entries.length} entries of ${id} are whole`, verdict.kind === 'whole', verdict);
    const entries = file.entries.map((entry) => (entry.seq === 5 ? { ...entry, what: `${entry.what} ` } : entry));
    const changed = verifyEvidence({ ...file, entries }, sha256Hex);
    tell.check('one changed letter is found, and where it is', changed.kind === 'broken', changed);
  }
}
