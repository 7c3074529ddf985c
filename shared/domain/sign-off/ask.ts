import type { Instant } from '../time.ts';

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
  readonly told: 'awaited' | 'complete' | 'refused';
  /** Decided and not yet known to be in the queue, as queue messages. */
  readonly toSend: readonly { readonly id: string; readonly at: Instant; readonly body: unknown }[];
}
