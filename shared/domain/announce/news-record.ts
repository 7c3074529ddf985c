import type { Instant } from '../time.ts';
import type { Dropping } from './drop-note.ts';
import type { MigrationNews } from './migration-news.ts';

/**
 * What there is to say of one migration, in the order in which it comes true.
 *
 * - `done`: the way forward is at its end, and the watch begins. `turned`: rolled back or aborted. Both are told as `ended`.
 * - `clear`: the watch is over; told as `all-clear` or `not-clear`.
 */
export const NEWS_WORDS = ['started', 'progress', 'done', 'turned', 'clear'] as const;
export type NewsWord = (typeof NEWS_WORDS)[number];

/** What was said of one migration, changed only by who knows its etag. */
export interface NewsRecord extends Dropping<NewsWord> {
  readonly format: 1;
  readonly migrationId: string;
  /** When it was first seen half done; absent: it was not. */
  readonly halfAt?: Instant;
  /** Words said or dropped. */
  readonly settled: readonly NewsWord[];
  /** Since when nothing more is said of it; absent: there may be. */
  readonly overAt?: Instant;
  /** Decided and not yet known to be in the queue. */
  readonly toSend: readonly NewsToSay[];
}

export interface NewsToSay {
  readonly id: string;
  readonly at: Instant;
  readonly word: NewsWord;
  readonly news: MigrationNews;
}
