import type { Conversation } from '../../../domain/chat/conversation.ts';
import type { Post } from '../../../domain/chat/post.ts';
import type { Parts } from '../../parts.ts';

export type PostFound =
  | { readonly kind: 'ours'; readonly post: Post }
  /** One of ours that another message in this conversation has taken the place of. */
  | { readonly kind: 'earlier' }
  /** One of ours, of another conversation: it was carried here. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'unknown' };

/** Whose button it is, by the nonce that it carries. */
export async function knownPost(
  { posts }: Pick<Parts, 'posts'>,
  { id }: Pick<Conversation, 'id'>,
  topic: string,
  nonce: string,
): Promise<PostFound> {
  const here = (await posts.find(topic, id))?.post;
  if (here?.nonce === nonce) return { kind: 'ours', post: here };
  if (here?.earlier?.includes(nonce)) return { kind: 'earlier' };
  const all = await posts.ofTopic(topic);
  const elsewhere = all.some(({ post }) => post.nonce === nonce || post.earlier?.includes(nonce));
  return { kind: elsewhere ? 'elsewhere' : 'unknown' };
}
