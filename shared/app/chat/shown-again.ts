import type { ChatMessage } from '../../domain/chat/message.ts';
import { earlierNonces, type Post } from '../../domain/chat/post.ts';
import type { Chat } from '../../ports/chat.ts';
import type { StoredPost } from '../../ports/post-store.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { type Job, save } from './post-record.ts';

type Needed = Pick<Parts, 'posts'> & { readonly chat: Chat };

const SHOWN_BELOW: ChatMessage = { summary: 'Shown again below', text: 'This is shown again further down.' };

/**
 * The nonce of a message's buttons. It is kept for as long as a message stands; one that is shown anew has its own, so that
 * buttons above it are known as old ones, and what was pressed there is not taken for the new one.
 */
export function nonceFor(ids: Parts['ids'], post: Post | undefined, { afresh }: PostChat): string {
  const isShownAgain = afresh !== undefined && afresh !== post?.afresh;
  return post && !isShownAgain ? post.nonce : ids.next('nonce');
}

/** What a new message's record keeps of those that stood there before it. */
export function earlierOf(before: Post | undefined, nonce: string): Pick<Post, 'above' | 'earlier'> {
  if (!before) return {};
  const above = before.activityId ?? before.above;
  const earlier = before.nonce === nonce ? before.earlier : earlierNonces(before);
  return { ...(above !== undefined && { above }), ...(earlier && { earlier }) };
}

/** A card that is shown again loses its buttons; when that fails, the next message about the same tries it. */
export async function tellTheOneAbove(parts: Needed, { conversation }: Job, held: StoredPost): Promise<void> {
  const { above, ...alone } = held.post;
  if (above === undefined || held.post.state !== 'posted') return;
  const answer = await parts.chat.update(conversation.ref, above, SHOWN_BELOW);
  if (answer.kind !== 'later') await save(parts, held, alone);
}
