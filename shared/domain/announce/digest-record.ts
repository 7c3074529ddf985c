import type { Day, Instant } from '../time.ts';
import type { RetirementDigest } from './digest.ts';
import type { Dropping } from './drop-note.ts';

/** What people were last told of what retires, changed only by who knows its etag. */
export interface DigestRecord extends Dropping<RetirementDigest['what']> {
  readonly format: 1;
  /** The last month whose digest was said or passed over, as `2027-01`. */
  readonly month: string;
  /** Dates that people know, by the calendar's id; an empty one: they were told of none. */
  readonly told: Readonly<Record<string, ToldDates>>;
  /** How often people were told that dates moved. */
  readonly moves: number;
  /** Decided and not yet known to be in the queue. */
  readonly toSend: readonly DigestToSay[];
}

export interface ToldDates {
  readonly supportEnds?: Day;
  readonly imagesRemoved?: Day;
}

export interface DigestToSay {
  readonly id: string;
  readonly at: Instant;
  readonly digest: RetirementDigest;
}
