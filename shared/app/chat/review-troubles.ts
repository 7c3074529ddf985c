import { MS_PER_DAY } from '../../domain/time.ts';
import type { KnownConversations } from '../../ports/conversation-store.ts';
import type { Parts } from '../parts.ts';
import { CHAT_PREFIX, goneOf, unreadableOf } from './troubles.ts';

const NONE: KnownConversations = { conversations: [], unreadable: [] };

/** What nobody has looked into for so long, nobody will: the message is old by then. */
const KEPT_FOR_MS = 7 * MS_PER_DAY;

/**
 * Takes findings about the chat off that say nothing any more: a week after they were last true, and those about conversations
 * that take messages again, or can be read again. Without a chat none of them is left.
 */
export async function reviewChatTroubles(
  parts: Pick<Parts, 'chat' | 'conversations' | 'ownFindings' | 'clock'>,
): Promise<void> {
  const found = (await parts.ownFindings.list()).filter(({ id }) => id.startsWith(CHAT_PREFIX));
  if (found.length === 0) return;
  const { conversations, unreadable } = parts.chat ? await parts.conversations.list() : NONE;
  const gone = conversations.flatMap(({ conversation }) => (conversation.gone ? [conversation] : []));
  const missed = new Set(gone.filter(({ hears }) => hears.kind !== 'nothing').map(({ id }) => goneOf(id)));
  const stillGone = new Set(gone.map(({ id }) => goneOf(id)));
  const lost = new Set(unreadable.map(unreadableOf));
  const old = parts.clock.now() - KEPT_FOR_MS;
  const over = found.filter(({ id, lastSeen }) => {
    if (!parts.chat) return true;
    if (id.startsWith(goneOf('')) && !stillGone.has(id)) return true;
    if (id.startsWith(unreadableOf(''))) return !lost.has(id);
    return lastSeen <= old && !missed.has(id);
  });
  if (over.length > 0) await parts.ownFindings.clear(over.map(({ id }) => id));
}
