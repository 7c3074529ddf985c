import type { Instant } from '../time.ts';

/** Why something was not said. */
export interface DropNote<Word extends string> {
  readonly word: Word;
  readonly at: Instant;
  /** One sentence. */
  readonly why: string;
}

/** What a record keeps of what was not said. */
export interface Dropping<Word extends string> {
  /** What was not said, and why; the newest last. */
  readonly notes: readonly DropNote<Word>[];
  /** How many were dropped in all. */
  readonly dropped: number;
}

export function note<Word extends string>(word: Word, at: Instant, why: string): DropNote<Word> {
  return { word, at, why };
}

/** Kept for whoever asks why something was not said. */
const NOTES_KEPT = 20;

/** The record with these notes; the same object when there are none. */
export function noted<T extends Dropping<string>>(record: T, notes: readonly T['notes'][number][]): T {
  if (notes.length === 0) return record;
  return { ...record, notes: [...record.notes, ...notes].slice(-NOTES_KEPT), dropped: record.dropped + notes.length };
}

/** The record without what is too old to be sent, each with its note; the same object when nothing is. */
export function withoutOld<T extends Dropping<string> & { readonly toSend: readonly unknown[] }>(
  record: T,
  isOld: (one: T['toSend'][number]) => boolean,
  noteOf: (one: T['toSend'][number]) => T['notes'][number],
): T {
  const old = record.toSend.filter(isOld);
  if (old.length === 0) return record;
  return noted({ ...record, toSend: record.toSend.filter((one) => !isOld(one)) }, old.map(noteOf));
}
