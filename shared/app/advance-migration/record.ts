import { BugError } from '../../domain/errors.ts';
import { type Folded, withEvidence } from '../../domain/migration/apply.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { Parts } from '../parts.ts';

/** A record as it was read or saved last. */
export interface Held {
  readonly migration: Migration;
  readonly etag: string;
  /** `differs`: the evidence store holds something else where this record's entries belong. */
  readonly evidence: 'whole' | 'differs';
  /** Entries that the stored record still has as pending were stored just now. */
  readonly flushed: boolean;
}

/** Reads a record; evidence that an earlier pass could not store any more is stored now. */
export async function take(parts: Parts, id: string): Promise<Held | 'missing' | 'unreadable'> {
  const found = await parts.migrations.find(id);
  if (!found) return 'missing';
  if (found.kind === 'unreadable') return 'unreadable';
  return storeEvidence(parts, found.migration, found.etag);
}

/** Saves what was folded, and only then stores its evidence: what is in the store is in the record's chain. */
export async function keep(parts: Parts, { etag }: Held, folded: Folded): Promise<Held | 'conflict'> {
  const migration = withEvidence(folded, parts.clock.now(), parts.hash);
  const saved = await parts.migrations.save(migration, etag);
  if (saved.kind === 'conflict') return 'conflict';
  return storeEvidence(parts, migration, saved.etag);
}

/** Entries are taken out of the record with its next save; until then they may be stored again. */
async function storeEvidence({ evidence }: Parts, migration: Migration, etag: string): Promise<Held> {
  const { pending, head } = migration.evidence;
  if (pending.length === 0) return { migration, etag, evidence: 'whole', flushed: false };
  const stored = await evidence.append(pending);
  if (stored === 'differs') return { migration, etag, evidence: 'differs', flushed: false };
  return { migration: { ...migration, evidence: { head, pending: [] } }, etag, evidence: 'whole', flushed: true };
}

/** @throws BugError for a record that was there a moment ago */
export function held(found: Held | 'missing' | 'unreadable', id: string): Held {
  if (found === 'missing' || found === 'unreadable') {
    throw new BugError('MIGRATION_LOST', 'the record of a migration cannot be read any more', { id, found });
  }
  return found;
}
