import type { ChatEvent, ChatReply } from '../../domain/chat/event.ts';
import { conversationIdOf, forgetConversation, knowConversation } from '../chat/conversations.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';
import { no, replyOf, say } from './answer.ts';
import { helloCard } from './cards/hello-card.ts';
import { placeGate } from './gate.ts';
import { onPressed } from './on-pressed.ts';
import { onSaid } from './on-said.ts';
import { recordRefusal } from './refuse.ts';

/** Does what an event asks for, and says what is answered where it happened. */
export async function handleEvent(parts: Parts, fleet: Fleet, event: ChatEvent): Promise<ChatReply> {
  const { what } = event;
  switch (what.kind) {
    case 'added':
      return added(parts, event);
    case 'removed':
      await forgetConversation(parts, event);
      return { kind: 'nothing' };
    case 'said':
      return onSaid(parts, fleet, event, what);
    case 'pressed':
      return onPressed(parts, fleet, event, what);
  }
}

/**
 * A place of a directory that decides nothing here is not remembered: nothing is ever said there. A service may tell of one
 * place twice; it is greeted once.
 */
async function added(parts: Parts, event: ChatEvent): Promise<ChatReply> {
  const gate = placeGate(event, parts);
  if (gate.kind === 'shut') {
    await recordRefusal(parts, event, { ...gate.refused, what: 'Added the app to a place.' });
    return replyOf(no('I cannot work here.', gate.refused.why), {});
  }
  const before = await parts.conversations.find(conversationIdOf(parts.ids, event.conversation.ref));
  const conversation = await knowConversation(parts, event);
  if (before && !before.conversation.gone) return { kind: 'nothing' };
  return say(helloCard(conversation, parts), conversation);
}
