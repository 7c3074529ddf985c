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
  /** The newest last. */
  readonly notes: readonly DropNote<Word>[];
  /** How many were dropped in all. */
  readonly dropped: number;
}

/** Kept for whoever asks why something was not said. */
const NOTES_KEPT = 20;

/** The record with these notes; the same object when there are none. */
export function noted<Word extends string, T extends Dropping<Word>>(record: T, notes: readonly DropNote<Word>[]): T {
  if (notes.length === 0) return record;
  return { ...record, notes: [...record.notes, ...notes].slice(-NOTES_KEPT), dropped: record.dropped + notes.length };
}
