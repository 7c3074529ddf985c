import type { Conversation } from '../../domain/chat/conversation.ts';
import { doingOf, mayRenew, standingOf } from '../../domain/chat/next-post.ts';
import type { Post } from '../../domain/chat/post.ts';
import { readTopic } from '../../domain/chat/topic.ts';
import type { Chat, PostAnswer } from '../../ports/chat.ts';
import type { StoredPost } from '../../ports/post-store.ts';
import type { Fleet } from '../fleet.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { afterGone, afterLater, afterLoss, afterRefusal, sayElsewhere } from './after-trouble.ts';
import { holdBack } from './hold-back.ts';
import { type Attempt, type Job, save, saysOf, settle } from './post-record.ts';
import { type RenderPost, renderPost } from './render.ts';
import { postOnce, updateOnce } from './say.ts';
import { earlierOf, nonceFor, tellTheOneAbove } from './shown-again.ts';
import { threadOf } from './thread.ts';
import { clearPostTrouble } from './troubles.ts';
import { retryMessage, waitMessage } from './try-again.ts';

type Needed = Parts & { readonly chat: Chat };

/**
 * Makes what stands in one conversation about one topic what it is to be now: posted once, and from then on changed where it
 * stands. That it is being posted is saved before it is, because a chat takes a second post for news. Who dies in between
 * leaves a message of which nobody knows whether it stands: it is not posted again, and a finding about ourselves names it.
 *
 * @param render another way to put it into words; for tests
 * @throws UpstreamError when a store or the queue does not answer, or somebody else changed the record: the message comes again
 */
export async function postChat(
  parts: Parts,
  fleet: Fleet,
  message: PostChat,
  render: RenderPost = renderPost,
): Promise<void> {
  if (!hasChat(parts)) return;
  const found = await parts.conversations.find(message.conversationId);
  if (!found) return;
  const { conversation } = found;
  if (conversation.gone) return sayElsewhere(parts, { conversation, message }, conversation.gone.why);
  const held = await takeUp(parts, conversation, message);
  if (held === 'not-now') return;

  const { topic, news } = message;
  const nonce = nonceFor(parts.ids, held?.post, message);
  const isNews = readTopic(topic)?.kind === 'news';
  const said = await render(parts, fleet, { topic, conversation, nonce, ...(isNews && news && { news }) });
  if (!said) return;
  const revision = parts.hash(JSON.stringify(said).replaceAll(nonce, ''));
  const job: Job = { conversation, message, said, revision, nonce };
  const doing = doingOf(held?.post, revision, message);
  if (doing === 'post' && (await holdBack(parts, job, held))) return;
  if (doing === 'post') return post(parts, job, held, held?.post);
  if (doing === 'update' && held) return update(parts, job, held);
  if (held) await leaveAsItIs(parts, job, held);
}

function hasChat(parts: Parts): parts is Needed {
  return parts.chat !== undefined;
}

/** What stands there now, when it is this message's turn. */
async function takeUp(
  parts: Needed,
  conversation: Conversation,
  message: PostChat,
): Promise<StoredPost | undefined | 'not-now'> {
  const { topic, afresh, tries = 0 } = message;
  const held = await parts.posts.find(topic, conversation.id);
  const standing = standingOf(held?.post, { afresh, tries }, parts.clock.now());
  switch (standing.kind) {
    case 'look':
      return held;
    case 'said':
      return 'not-now';
    case 'being-posted':
      await parts.sender.send('post-chat', [waitMessage(parts.ids, message, standing.until)]);
      return 'not-now';
    case 'put-off':
      await parts.sender.send('post-chat', [retryMessage(parts.ids, message, standing.putOff)]);
      return 'not-now';
    case 'cut-off': {
      const unsure = held && (await afterLoss(parts, conversation, held));
      return readTopic(topic)?.kind === 'news' ? 'not-now' : unsure;
    }
  }
}

/**
 * @param before what stood there; absent: nothing did
 * @param renewed in place of one that cannot be changed any more
 */
async function post(
  parts: Needed,
  job: Job,
  held: StoredPost | undefined,
  before: Post | undefined,
  renewed = false,
): Promise<void> {
  const { conversation, message, revision, nonce } = job;
  const { topic } = message;
  const thread = await threadOf(parts, conversation, message);
  const afresh = message.afresh ?? before?.afresh;
  const blank = {
    conversationId: conversation.id,
    topic,
    nonce,
    says: saysOf(job),
    at: parts.clock.now(),
    ...(afresh !== undefined && { afresh }),
    ...(renewed && { renewed }),
    ...earlierOf(before, nonce),
  };
  const meant = await save(parts, held, { ...blank, state: 'posting', revision });
  const attempt: Attempt = { job, meant, back: before ?? { ...blank, state: 'owed', revision: '' } };
  const answer = await postOnce(parts, job, thread);
  if (answer.kind === 'posted') return standsNow(parts, attempt, { ...meant.post, activityId: answer.activityId });
  if (answer.kind === 'gone') return afterGone(parts, attempt, answer.why);
  if (answer.kind === 'later' && answer.stands === 'maybe') {
    await afterLoss(parts, conversation, meant, answer.why);
    return;
  }
  return notTaken(parts, attempt, answer);
}

async function update(parts: Needed, job: Job, held: StoredPost): Promise<void> {
  const { activityId = '', ...rest } = held.post;
  const answer = await updateOnce(parts, job, activityId);
  const attempt: Attempt = { job, meant: held, back: held.post };
  if (answer.kind === 'posted') return standsNow(parts, attempt, { ...held.post, revision: job.revision });
  if (answer.kind !== 'gone' && answer.kind !== 'refused') return notTaken(parts, attempt, answer);
  // Only the message may be gone: whether its conversation still takes any is seen by posting one.
  if (!mayRenew(held.post, parts.clock.now())) return afterRefusal(parts, attempt, 'CHAT_REFUSED', answer.why);
  return post(parts, job, held, answer.kind === 'gone' ? { ...rest, state: 'owed' } : held.post, true);
}

async function standsNow(parts: Needed, { job, meant }: Attempt, stands: Post): Promise<void> {
  const settled = await settle(parts, meant, { ...stands, state: 'posted', putOff: undefined });
  await clearPostTrouble(parts, stands.conversationId, stands.topic);
  if (settled) await tellTheOneAbove(parts, job, settled);
}

async function notTaken(
  parts: Needed,
  attempt: Attempt,
  answer: Extract<PostAnswer, { kind: 'later' | 'refused' | 'too-large' }>,
): Promise<void> {
  if (answer.kind === 'later') return afterLater(parts, attempt, answer);
  if (answer.kind === 'refused') return afterRefusal(parts, attempt, 'CHAT_REFUSED', answer.why);
  return afterRefusal(parts, attempt, 'CHAT_TOO_LARGE');
}

/** What was put off came to be right by itself: there is nothing left to try. */
async function leaveAsItIs(parts: Needed, job: Job, held: StoredPost): Promise<void> {
  const { putOff, ...right } = held.post;
  await tellTheOneAbove(parts, job, putOff ? await save(parts, held, right) : held);
}
