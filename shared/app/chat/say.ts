import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Chat, PostAnswer } from '../../ports/chat.ts';
import type { Parts } from '../parts.ts';
import { cutToFit } from './cut-to-fit.ts';
import type { Job } from './post-record.ts';

type Needed = Pick<Parts, 'appUrl'> & { readonly chat: Chat };

/** Posts it once. What was certainly not taken is said in another way: in a shorter form, or not under the message it belongs to. */
export function postOnce(parts: Needed, job: Job, thread: string | undefined): Promise<PostAnswer> {
  const { ref } = job.conversation;
  return shorter(parts, job, async (said) => {
    if (thread === undefined) return parts.chat.post(ref, said);
    const answer = await parts.chat.post(ref, said, thread);
    // What it was to stand under may have been taken away.
    return answer.kind === 'gone' || answer.kind === 'refused' ? parts.chat.post(ref, said) : answer;
  });
}

/** Changes what stands there. */
export function updateOnce(parts: Needed, job: Job, activityId: string): Promise<PostAnswer> {
  return shorter(parts, job, (said) => parts.chat.update(job.conversation.ref, activityId, said));
}

async function shorter(
  parts: Needed,
  { message, said }: Job,
  send: (said: ChatMessage) => Promise<PostAnswer>,
): Promise<PostAnswer> {
  const answer = await send(said);
  return answer.kind === 'too-large' ? send(cutToFit(parts, message.topic, said)) : answer;
}
