import type { Instant } from '../time.ts';

/**
 * One message of ours in one conversation, by what it is about. It is saved as an intent before it is posted, because a
 * chat service cannot tell a second post from news.
 */
export interface Post {
  readonly conversationId: string;
  /** As `plan/HASH`, `migration/ID`, `recommendation/ID`, `news/ID`. */
  readonly topic: string;
  readonly state: PostState;
  /** The service's id of the message, once it is known. */
  readonly activityId?: string;
  /** Of the words that were sent last: the same are not sent again. Empty: none were. */
  readonly revision: string;
  /** Its notification as it was posted, for whoever looks for it; may have words from outside. */
  readonly says?: string;
  /** Proves that a button is one of ours, on this very message. */
  readonly nonce: string;
  /** Of messages about the same that stood there before, the newest first: their buttons are ours, and old. */
  readonly earlier?: readonly string[];
  /** When posting began. */
  readonly at: Instant;
  /** Of the order to show it again at the bottom that was followed last: the same order does not post it twice. */
  readonly afresh?: string;
  /** An earlier message about the same, which has not been told yet that it is shown again below. */
  readonly above?: string;
  /** It was posted in place of one that could not be changed any more. */
  readonly renewed?: true;
  /** The service has put it off; a message that tries again is on the queue. */
  readonly putOff?: PutOff;
}

/**
 * - `owed`: nothing stands there, and nothing is being posted: to be posted yet.
 * - `posting`: somebody is posting it, or died over it.
 * - `posted`: it stands there.
 * - `unsure`: it was being posted when the process or the connection died; these words are not posted again.
 * - `refused`: the service will not take these words.
 */
export const POST_STATES = ['owed', 'posting', 'posted', 'unsure', 'refused'] as const;
export type PostState = (typeof POST_STATES)[number];

export interface PutOff {
  /** When it was put off first. */
  readonly since: Instant;
  /** How often it was put off in a row. */
  readonly tries: number;
  /** Not to be tried before. */
  readonly until: Instant;
}

const MOST_EARLIER = 5;

/** Nonces of the messages that stood there, once another one takes the place of this. */
export function earlierNonces({ nonce, earlier = [] }: Pick<Post, 'nonce' | 'earlier'>): readonly string[] {
  return [nonce, ...earlier].slice(0, MOST_EARLIER);
}
