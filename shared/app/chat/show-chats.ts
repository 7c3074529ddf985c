import type { Conversation, Hears } from '../../domain/chat/conversation.ts';
import type { Refusal } from '../../domain/chat/refusal.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';
import type { Parts } from '../parts.ts';
import { iso } from '../read/iso.ts';
import type { ChatsView, ConversationView, HearsView, NewHears, RefusalView } from './chat-views.ts';
import { routeConversation } from './conversations.ts';
import { CHAT_PREFIX } from './troubles.ts';

const MOST_REFUSALS = 50;

/** Where we may speak, what is heard there, and what went wrong lately. */
export async function showChats(parts: Parts): Promise<ChatsView> {
  const [{ conversations }, refusals, findings] = await Promise.all([
    parts.conversations.list(),
    parts.refusals.newest(MOST_REFUSALS),
    parts.ownFindings.list(),
  ]);
  return {
    on: parts.chat !== undefined,
    conversations: conversations
      .map(({ conversation }) => conversation)
      .toSorted(byUse)
      .map(conversationView),
    refusals: refusals.map(refusalView),
    troubles: findings
      .filter(({ id }) => id.startsWith(CHAT_PREFIX))
      .toSorted((a, b) => b.since - a.since)
      .map(({ code, what, nextAction, since }) => ({ code, what, nextAction, since: iso(since) })),
  };
}

/** Says which clusters a conversation hears about. `undefined`: there is no such conversation. */
export async function routeChat(
  parts: Parts,
  id: string,
  { kind, tags = [] }: NewHears,
  by: Person,
): Promise<ConversationView | undefined> {
  const answer = await routeConversation(parts, id, kind === 'tags' ? { kind, tags } : { kind }, by);
  return answer.kind === 'routed' ? conversationView(answer.conversation) : undefined;
}

const WEIGHTS: Readonly<Record<Hears['kind'], number>> = { everything: 0, tags: 1, nothing: 2 };

function byUse(a: Conversation, b: Conversation): number {
  const weight = ({ gone, hears }: Conversation) => (gone ? 10 : 0) + WEIGHTS[hears.kind];
  const name = ({ team, name, id }: Conversation) => `${team?.name ?? ''} ${name} ${id}`;
  return weight(a) - weight(b) || (name(a) < name(b) ? -1 : 1);
}

function conversationView(conversation: Conversation): ConversationView {
  const { id, kind, name, team, person, hears, routed, plain, since, gone } = conversation;
  return {
    id,
    kind,
    name,
    ...(team?.name !== undefined && { team: team.name }),
    ...(person && { person: person.name }),
    hears: hearsView(hears),
    ...(routed && { routed: { by: routed.by, at: iso(routed.at) } }),
    plain: plain === true,
    since: iso(since),
    ...(gone && { gone: { at: iso(gone.at), why: gone.why } }),
  };
}

function hearsView(hears: Hears): HearsView {
  return hears.kind === 'tags' ? { kind: hears.kind, tags: hears.tags.map((tag) => ({ ...tag })) } : { ...hears };
}

function refusalView({ at, kind, what, why, person, conversationId }: Refusal): RefusalView {
  return { at: iso(at), kind, what, why, person: person.name, conversationId };
}
