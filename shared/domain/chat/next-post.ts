import type { Instant } from '../time.ts';
import type { Post, PutOff } from './post.ts';
import { readTopic } from './topic.ts';

/**
 * Longer than a process that lost its message can still be at it: the queue hands a conversation to somebody else after a
 * minute at most.
 */
export const CUT_OFF_MS = 120_000;

/** How long a message that the service puts off is tried for. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** A message that tries again may come so much later than it was due before somebody else tries in its place. */
const LATE_MS = 60_000;

const RENEWED_AT_MOST_EACH_MS = 3_600_000;

const WAITS_MS = [2_000, 8_000, 30_000, 120_000, 600_000];
const LONGEST_WAIT_MS = 1_800_000;

/** What a message finds where it is to be posted. */
export interface Wanted {
  /** Of the order to show it at the bottom; absent: where it stands is good enough. */
  readonly afresh?: string | undefined;
  /** How often this message was put off. */
  readonly tries: number;
}

export type Standing =
  /** Its words are looked at. */
  | { readonly kind: 'look' }
  /** It was said, and is not said again. */
  | { readonly kind: 'said' }
  /** Somebody may be posting it at this moment. */
  | { readonly kind: 'being-posted'; readonly until: Instant }
  /** Somebody died over it. */
  | { readonly kind: 'cut-off' }
  /** Another message will try again. */
  | { readonly kind: 'put-off'; readonly putOff: PutOff };

/** Whether a message has anything to do, before its words are known. */
export function standingOf(post: Post | undefined, { afresh, tries }: Wanted, now: Instant): Standing {
  if (!post) return { kind: 'look' };
  if (post.state === 'posting') {
    const until = post.at + CUT_OFF_MS;
    return now < until ? { kind: 'being-posted', until } : { kind: 'cut-off' };
  }
  if (post.state !== 'owed' && readTopic(post.topic)?.kind === 'news') return { kind: 'said' };
  const { putOff } = post;
  const isOrdered = afresh !== undefined && afresh !== post.afresh;
  const isOwnTurn = putOff === undefined || isOrdered || tries >= putOff.tries || now >= putOff.until + LATE_MS;
  return isOwnTurn ? { kind: 'look' } : { kind: 'put-off', putOff };
}

/** What is to be done about it once its words are known. `afresh`: posted, whatever stands there. */
export function doingOf(
  post: Post | undefined,
  revision: string,
  { afresh }: Pick<Wanted, 'afresh'>,
): 'nothing' | 'post' | 'update' {
  if (!post || post.state === 'owed') return 'post';
  if (afresh !== undefined && afresh !== post.afresh) return 'post';
  if (post.revision === revision) return 'nothing';
  return post.state === 'posted' && post.activityId !== undefined ? 'update' : 'post';
}

/**
 * Whether one that cannot be changed where it stands is posted once more. Not again and again: a message that nobody can change,
 * or that somebody takes away each time, would be a new one with every change.
 */
export function mayRenew({ renewed, at }: Post, now: Instant): boolean {
  return !renewed || now - at >= RENEWED_AT_MOST_EACH_MS;
}

/**
 * When it is tried again, after the service has put it off once more.
 *
 * @param afterMs what the service asks for, at least
 * @returns `undefined`: it was put off for long enough, and is given up
 */
export function putOffAgain(before: PutOff | undefined, now: Instant, afterMs = 0): PutOff | undefined {
  const tries = (before?.tries ?? 0) + 1;
  const since = before?.since ?? now;
  const until = now + Math.max(afterMs, WAITS_MS[tries - 1] ?? LONGEST_WAIT_MS);
  return until - since > GIVE_UP_AFTER_MS ? undefined : { since, tries, until };
}
