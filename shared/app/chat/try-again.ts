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

/** The same message, for when nobody can be at it any more. A new id each time: one that comes too early is sent once more. */
export function waitMessage(ids: Parts['ids'], message: PostChat, until: Instant): OutgoingMessage {
  return { ...postMessage(ids.next('wait'), message), notBefore: until + AHEAD_MS };
}
