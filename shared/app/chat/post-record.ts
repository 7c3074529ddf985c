import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Post } from '../../domain/chat/post.ts';
import { UpstreamError } from '../../domain/errors.ts';
import type { StoredPost } from '../../ports/post-store.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';

/** One message on its way into one conversation. */
export interface Job {
  readonly conversation: Conversation;
  readonly message: PostChat;
  readonly said: ChatMessage;
  /** Of what is said, without its nonce. */
  readonly revision: string;
  readonly nonce: string;
}

/** One try to say it. */
export interface Attempt {
  readonly job: Job;
  /** The record as it was saved for this try. */
  readonly meant: StoredPost;
  /** What the record says when nothing came of it. */
  readonly back: Post;
}

const LONGEST_SUMMARY = 150;

/** Enough of a message for a person to know it again. */
export function saysOf({ said }: Job): string {
  return said.summary.slice(0, LONGEST_SUMMARY);
}

/** What was to be said is not said any more. What stands there stays, and is changed with its topic from then on. */
export function givenUp(post: Post): Post {
  return { ...post, state: post.state === 'posted' ? 'posted' : 'refused', putOff: undefined };
}

/** @throws UpstreamError when somebody changed it meanwhile: what is decided on it is decided anew */
export async function save(
  { posts }: Pick<Parts, 'posts'>,
  basedOn: StoredPost | undefined,
  post: Post,
): Promise<StoredPost> {
  const saved = await posts.save(post, basedOn?.etag);
  if (saved.kind === 'saved') return { post, etag: saved.etag };
  throw new UpstreamError('STORE_CONTENDED', 'The record of a message in the chat was changed by somebody else.', {
    conversationId: post.conversationId,
    topic: post.topic,
  });
}

/**
 * Saves that it stands there. Who took longer than anybody waits for finds the record taken for `unsure`: now it is known.
 *
 * @returns `undefined`: somebody went on from there, and theirs stands
 */
export async function settle(
  { posts }: Pick<Parts, 'posts'>,
  meant: StoredPost,
  post: Post,
): Promise<StoredPost | undefined> {
  const saved = await posts.save(post, meant.etag);
  if (saved.kind === 'saved') return { post, etag: saved.etag };
  const found = await posts.find(post.topic, post.conversationId);
  if (found?.post.state !== 'unsure' || found.post.at !== post.at || found.post.revision !== post.revision) {
    return undefined;
  }
  const again = await posts.save(post, found.etag);
  return again.kind === 'saved' ? { post, etag: again.etag } : undefined;
}
