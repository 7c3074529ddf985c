import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatReply } from '../../domain/chat/event.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { type CardList, listCard } from './cards/list-card.ts';
import type { Words } from './cards/safe.ts';
import { refusedMessage } from './cards/say.ts';

/** What a command answers, before it is put on a card. */
export type Answer =
  | ({ readonly kind: 'list' } & CardList)
  /** It was not done; `help` says what would help. */
  | { readonly kind: 'no'; readonly why: Words; readonly help: Words };

/** An answer that is mostly a list, or one sentence. */
export function list(card: CardList): Answer {
  return { kind: 'list', ...card };
}

/** @param why one sentence; @param help what would help, one sentence */
export function no(why: Words, help: Words): Answer {
  return { kind: 'no', why, help };
}

/** @param page of a list, from 0 */
export function replyOf(answer: Answer, conversation: Pick<Conversation, 'plain'>, page = 0): ChatReply {
  switch (answer.kind) {
    case 'no':
      return say(refusedMessage(answer.why, answer.help), conversation);
    case 'list':
      return say(listCard({ page, ...answer }), conversation);
  }
}

/** Said where somebody spoke; as text only where cards are not wanted. */
export function say(message: ChatMessage, { plain }: Pick<Conversation, 'plain'>): ChatReply {
  return { kind: 'say', message: shownIn(message, { plain }) };
}

function shownIn({ card, ...text }: ChatMessage, { plain }: Pick<Conversation, 'plain'>): ChatMessage {
  return plain || !card ? text : { ...text, card };
}
