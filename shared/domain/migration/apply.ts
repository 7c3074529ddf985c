import { appendEvidence, type EvidenceDraft, headAfter } from '../evidence/chain.ts';
import type { Instant } from '../time.ts';
import type { Migration } from './migration.ts';

/** What a state change puts into the evidence: all of an entry that is not its place, its time or its migration. */
export type Happening = Omit<EvidenceDraft, 'migrationId' | 'at'>;

/** Us, in evidence. */
export const STEWARD = 'image-steward';

/** A record after a change, and what is to be told of the change. */
export interface Folded {
  readonly migration: Migration;
  readonly happened: readonly Happening[];
}

/** A change after which the world is looked at again in so many seconds. */
export type TimedFold = Folded & { readonly againSeconds: number };

export function unchanged(migration: Migration): Folded {
  return { migration, happened: [] };
}

/** Each change on what the one before left. */
export function foldAll(migration: Migration, ...changes: readonly ((migration: Migration) => Folded)[]): Folded {
  return changes.reduce<Folded>((folded, change) => {
    const next = change(folded.migration);
    return { migration: next.migration, happened: [...folded.happened, ...next.happened] };
  }, unchanged(migration));
}

/** Puts what happened into the record's chain; the entries wait there until they are in the evidence store. */
export function withEvidence({ migration, happened }: Folded, at: Instant, hash: (text: string) => string): Migration {
  let { head } = migration.evidence;
  const entries = happened.map((happening) => {
    const entry = appendEvidence(head, { ...happening, migrationId: migration.id, at }, hash);
    head = headAfter(entry);
    return entry;
  });
  if (entries.length === 0) return migration;
  return { ...migration, evidence: { head, pending: [...migration.evidence.pending, ...entries] } };
}

/** What a record may do without. */
type Passing = 'waiting' | 'pause' | 'unseenSince' | 'intent' | 'resumedFrom';

/** The record without what has passed. */
export function without(migration: Migration, ...passed: readonly Passing[]): Migration {
  const rest: { -readonly [K in keyof Migration]: Migration[K] } = { ...migration };
  for (const name of passed) delete rest[name];
  return rest;
}

/** Moves into a wait; the same reason keeps the time since when it holds and is told once. */
export function waitFor(migration: Migration, because: string, now: Instant): Folded {
  if (migration.waiting?.because === because) return unchanged(migration);
  return {
    migration: { ...migration, waiting: { because, since: now } },
    happened: [{ who: STEWARD, kind: 'waiting', what: because }],
  };
}

export interface PauseWords {
  readonly because: string;
  readonly by: string;
  readonly remedy?: string;
  readonly code?: string;
}

export function pauseFor(migration: Migration, words: PauseWords, now: Instant): Folded {
  const rest = without(migration, 'waiting', 'unseenSince');
  return {
    migration: { ...rest, status: 'paused', tries: 0, pause: { ...words, at: now } },
    happened: [{ who: words.by, kind: 'paused', what: words.because, after: { ...words, step: migration.step } }],
  };
}
