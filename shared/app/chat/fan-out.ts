import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { Parts } from '../parts.ts';
import { aboutOf, heardBy, heardOf, partOf, unheardOf } from './about.ts';
import { refresh } from './refresh.ts';
import { tellInstead } from './tell-instead.ts';
import { isOurs } from './tenants.ts';
import { askedOf, changedBy, messageOf, toldOf } from './topics.ts';
import { raiseUnreadable } from './troubles.ts';

/**
 * Has an announcement posted in every conversation that hears of what it is about, and in the personal chats of those of whom
 * a word is asked. What only conversations that are gone would have heard is told to somebody else instead; what nobody
 * hears becomes a finding about ourselves. The same announcement makes the same messages, so that one that is handled again
 * posts nothing twice.
 *
 * @throws UpstreamError when a store or the queue does not answer
 */
export async function fanOut(parts: Parts, announcement: Announcement): Promise<void> {
  if (!parts.chat) return;
  const [{ conversations, unreadable }, about] = await Promise.all([
    parts.conversations.list(),
    aboutOf(parts, announcement),
  ]);
  if (unreadable.length > 0) await raiseUnreadable(parts, unreadable);
  const all = conversations.map(({ conversation }) => conversation);
  const live = all.filter(({ gone }) => !gone);
  const heard = live.flatMap((conversation) => {
    const part = partOf(parts, announcement, heardOf(about, conversation.hears));
    return part ? [{ conversation, part }] : [];
  });
  const messages = heard.map(({ conversation, part }) => messageOf(parts, part, conversation, toldOf(part)));
  const told = new Set(heard.map(({ conversation }) => conversation.id));
  const asked = askedOf(announcement);
  const persons = asked ? live.filter((one) => !told.has(one.id) && isAsked(parts, one, announcement)) : [];
  if (asked) messages.push(...persons.map((person) => messageOf(parts, announcement, person, asked)));
  await parts.sender.send('post-chat', messages);

  const changed = changedBy(announcement);
  if (changed) await refresh(parts, changed, announcement.id);

  const unheard = persons.length > 0 ? [] : unheardOf(about, live);
  const lost = heardBy(unheard, all);
  await tellInstead(parts, announcement, { unheard, lost, live });
}

function isAsked({ chatTenants }: Parts, conversation: Conversation, announcement: Announcement): boolean {
  if (announcement.kind !== 'sign-off' || !isOurs(chatTenants, conversation)) return false;
  const id = conversation.person?.id.toLowerCase();
  return announcement.asks.some((asked) => asked.id.toLowerCase() === id);
}
