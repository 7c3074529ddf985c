import { UpstreamError } from '../domain/errors.ts';
import { type Folded, withEvidence } from '../domain/migration/apply.ts';
import type { Migration } from '../domain/migration/migration.ts';
import type { Instant } from '../domain/time.ts';
import { passMessage } from './advance-migration/pass-message.ts';
import { refreshMigration } from './chat/refresh.ts';
import type { Parts } from './parts.ts';

const MOST_ATTEMPTS = 8;

/** What a person's word comes to on a record as it is. */
export interface Decided<A> {
  readonly answer: A;
  /** Absent: nothing changes. */
  readonly change?: Folded;
  /** Tells the message for the next pass apart from one that was sent before. */
  readonly name?: string;
}

/**
 * Decides on a record as it is read, saves what follows, has a pass sent for when it is due, and has its cards in the chat
 * brought up to date. Somebody else saved first: it is decided anew.
 *
 * @throws UpstreamError when the record changes each time, or a store does not answer
 */
export async function changeMigration<A>(
  parts: Parts,
  id: string,
  decide: (migration: Migration, now: Instant) => Decided<A>,
): Promise<A | { readonly kind: 'missing' } | { readonly kind: 'refused'; readonly because: string }> {
  const { migrations, sender, ids, clock, hash } = parts;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const found = await migrations.find(id);
    if (!found) return { kind: 'missing' };
    if (found.kind === 'unreadable') return { kind: 'refused', because: found.why };
    const now = clock.now();
    const { answer, change, name } = decide(found.migration, now);
    if (!change) return answer;
    const next = withEvidence(change, now, hash);
    if ((await migrations.save(next, found.etag)).kind === 'conflict') continue;
    await sender.send('advance-migration', [passMessage(ids, next, name)]);
    await refreshMigration(parts, id);
    return answer;
  }
  throw new UpstreamError('STORE_CONTENDED', 'The migration’s record changed each time the command was to be saved.', {
    migrationId: id,
  });
}
