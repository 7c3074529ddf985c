import type { Instant } from '../time.ts';
import type { SignOffNews } from './news.ts';
import type { SignOffState } from './sign-off.ts';

/** What was asked of people about the plan of one scope, changed only by who knows its etag. */
export interface Ask {
  readonly format: 1;
  /** Of the plan's scope: its successor has the same. */
  readonly scope: string;
  /** The plan that people were asked about. */
  readonly planId: string;
  readonly planHash: string;
  readonly askedAt: Instant;
  /** Reminders that were due and are settled, as days before the first window. */
  readonly reminded: readonly number[];
  /** Ids of sign-offs whose lateness was told. */
  readonly lateTold: readonly string[];
  /** What the sign-offs came to when it was last told. */
  readonly told: SignOffState['kind'];
  /**
   * Nothing more is said of this plan, and the next one of its scope is asked about anew. `past`: its windows are over, or it
   * was begun. `void`: another one, or none, is proposed; when it comes back it is asked about again.
   */
  readonly over?: 'past' | 'void';
  /** How many news there were of this scope: so that each has its own id, also when a plan comes back. */
  readonly said: number;
  /** Decided and not yet known to be in the queue. */
  readonly toSend: readonly ToTell[];
}

export interface ToTell {
  readonly id: string;
  readonly at: Instant;
  readonly news: SignOffNews;
}
