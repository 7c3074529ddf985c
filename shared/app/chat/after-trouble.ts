/**
 * What becomes of a message that was not taken. What people are to know is said before the record is changed: a crash in
 * between says it twice, and never not at all.
 */
import type { Conversation } from '../../domain/chat/conversation.ts';
import { putOffAgain } from '../../domain/chat/next-post.ts';
import type { PostAnswer } from '../../ports/chat.ts';
import type { StoredPost } from '../../ports/post-store.ts';
import type { Parts } from '../parts.ts';
import { markGone } from './conversations.ts';
import { type Attempt, givenUp, type Job, save, saysOf } from './post-record.ts';
import { reroute } from './tell-instead.ts';
import { type PostTrouble, raiseGone, raisePostTrouble } from './troubles.ts';
import { retryMessage } from './try-again.ts';

type Later = Extract<PostAnswer, { kind: 'later' }>;

/** It may stand there, or not: it is not said again. */
export async function afterLoss(
  parts: Parts,
  conversation: Conversation,
  held: StoredPost,
  why?: string,
): Promise<StoredPost> {
  await raisePostTrouble(parts, conversation, held.post, 'CHAT_UNSURE', why);
  return save(parts, held, { ...held.post, state: 'unsure' });
}

/** It certainly does not stand there: it is tried again when the service asks for it, for a day. */
export async function afterLater(parts: Parts, { job, meant, back }: Attempt, { why, afterMs }: Later): Promise<void> {
  const { conversation, message } = job;
  const putOff = putOffAgain(back.putOff, parts.clock.now(), afterMs);
  if (!putOff) await raisePostTrouble(parts, conversation, tellable(job), 'CHAT_NOT_REACHED', why);
  await save(parts, meant, { ...back, putOff });
  if (putOff) await parts.sender.send('post-chat', [retryMessage(parts.ids, message, putOff)]);
}

/** These words will not be taken: they are not said again. What stands there already stays. */
export async function afterRefusal(
  parts: Parts,
  { job, meant, back }: Attempt,
  code: PostTrouble,
  why?: string,
): Promise<void> {
  const { conversation, revision } = job;
  await raisePostTrouble(parts, conversation, tellable(job), code, why);
  await save(parts, meant, { ...givenUp(back), revision });
}

function tellable(job: Job) {
  return { topic: job.message.topic, says: saysOf(job) };
}

/** The conversation takes nothing any more: people are told of it, and the news goes elsewhere. */
export async function afterGone(parts: Parts, { job, meant, back }: Attempt, why: string): Promise<void> {
  await save(parts, meant, back);
  await raiseGone(parts, job.conversation, why);
  await markGone(parts, job.conversation.id, why);
  await sayElsewhere(parts, job, why);
}

/** A message for a conversation that is gone. What was to be changed where it stands is not missed there. */
export async function sayElsewhere(
  parts: Parts,
  { conversation, message }: Pick<Job, 'conversation' | 'message'>,
  why: string,
): Promise<void> {
  if (!message.news) return;
  await raiseGone(parts, conversation, why);
  await reroute(parts, message.news, conversation);
}
