import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { Parts } from '../parts.ts';
import { rolesOf } from '../roles.ts';
import { type About, aboutOf, aboutText, partOf, unheardOf } from './about.ts';
import { isOurs, personOf } from './tenants.ts';
import { messageOf, toldOf } from './topics.ts';
import { raiseNobodyHears } from './troubles.ts';

interface Unheard {
  /** What no conversation that takes messages hears of. */
  readonly unheard: readonly About[];
  /** Those of it that one which is gone would have heard of. */
  readonly lost: readonly About[];
  readonly live: readonly Conversation[];
}

/**
 * Tells whoever speaks for the platform, each in their own chat, what was meant for conversations that are gone. Where
 * nobody can be told, and where nobody was ever to hear, a finding about ourselves says so.
 */
export async function tellInstead(
  parts: Parts,
  announcement: Announcement,
  { unheard, lost, live }: Unheard,
): Promise<void> {
  const part = partOf(parts, announcement, lost);
  const persons = part ? await platformPeople(parts, live) : [];
  if (part && persons.length > 0) {
    const told = toldOf(part);
    await parts.sender.send(
      'post-chat',
      persons.map((person) => messageOf(parts, part, person, told)),
    );
  }
  const untold = persons.length > 0 ? unheard.filter((one) => !lost.includes(one)) : unheard;
  if (untold.length > 0) await raiseNobodyHears(parts, `${announcement.kind}, about ${aboutText(untold)}`);
}

/**
 * What a conversation was to be told that turned out to be gone. Everybody else who hears of it was sent it when it was
 * announced; what nobody else hears of goes to whoever speaks for the platform.
 */
export async function reroute(parts: Parts, news: Announcement, from: Conversation): Promise<void> {
  const [{ conversations }, about] = await Promise.all([parts.conversations.list(), aboutOf(parts, news)]);
  const live = conversations.map(({ conversation }) => conversation).filter(({ id, gone }) => !gone && id !== from.id);
  const unheard = unheardOf(about, live);
  await tellInstead(parts, news, { unheard, lost: unheard, live });
}

async function platformPeople(parts: Parts, live: readonly Conversation[]): Promise<readonly Conversation[]> {
  const found: Conversation[] = [];
  for (const conversation of live) {
    const person = personOf(conversation);
    if (!person || !isOurs(parts.chatTenants, conversation)) continue;
    const held = await rolesOf(parts, person);
    if (held.kind === 'seen' && held.roles.some(({ role }) => role === 'platform')) found.push(conversation);
  }
  return found;
}
