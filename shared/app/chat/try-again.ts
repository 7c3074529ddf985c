import type { PutOff } from '../../domain/chat/post.ts';
import type { Instant } from '../../domain/time.ts';
import type { OutgoingMessage } from '../../ports/message-sender.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { postMessage } from './refresh.ts';

/** The queue's clock may be ahead of ours by so much. */
const AHEAD_MS = 30_000;

/**
 * The try that the service has asked for. Its id is the same for whoever sends it, so that however many messages are about the
 * same, one of them waits.
 */
export function retryMessage(ids: Parts['ids'], message: PostChat, { since, tries, until }: PutOff): OutgoingMessage {
  const id = ids.of('retry', JSON.stringify([message.topic, message.conversationId, since, tries]));
  return { ...postMessage(id, { ...message, tries }), notBefore: until };
}

/** So close to its time a message that comes again is the one that was to come then, and came too early by our clock. */
const EARLY_MS = 300_000;

/**
 * The same message, for when people are awake. However many there are about the same in a night, one waits. The one that
 * comes is told apart from itself: the queue would take it for the one that it has just handed out.
 */
export function morningMessage(ids: Parts['ids'], message: PostChat, until: Instant, now: Instant): OutgoingMessage {
  const { topic, conversationId, afresh } = message;
  const again = until - now < EARLY_MS ? [now] : [];
  const id = ids.of('morning', JSON.stringify([topic, conversationId, afresh, until, ...again]));
  return { ...postMessage(id, message), notBefore: until + AHEAD_MS };
}

/** The same message, for when nobody can be at it any more. A new id each time: one that comes too early is sent once more. */
export function waitMessage(ids: Parts['ids'], message: PostChat, until: Instant): OutgoingMessage {
  return { ...postMessage(ids.next('wait'), message), notBefore: until + AHEAD_MS };
}
