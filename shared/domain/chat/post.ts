import type { Instant } from '../time.ts';

/**
 * One message of ours in one conversation, by what it is about. It is saved as an intent before it is posted, because a
 * chat service cannot tell a second post from news.
 */
export interface Post {
  readonly conversationId: string;
  /** As `plan/HASH`, `migration/ID`, `recommendation/ID`, `news/ID`. */
  readonly topic: string;
  /** `unsure`: it was being posted when the process or the connection died; it is not posted again. */
  readonly state: 'posting' | 'posted' | 'unsure';
  /** The service's id of the message, once it is known. */
  readonly activityId?: string;
  /** What stands there: the same words are not sent again. */
  readonly revision: string;
  /** Proves that a button is one of ours, on this very message. */
  readonly nonce: string;
  /** When posting began. */
  readonly at: Instant;
}
