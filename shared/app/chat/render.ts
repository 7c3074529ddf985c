import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';

/** One message of ours that is to stand somewhere. */
export interface ToRender {
  readonly topic: string;
  readonly conversation: Conversation;
  /** What is said, where it is not built from what is so now. */
  readonly news?: Announcement;
  /** Goes into every button. */
  readonly nonce: string;
  /** Of a card in pages; the first when absent. */
  readonly page?: number;
}

/** The message as it is to stand there now; `undefined`: there is nothing to say about it in this conversation. */
export type RenderPost = (parts: Parts, fleet: Fleet, post: ToRender) => Promise<ChatMessage | undefined>;

/** Built from what is so now; a conversation without cards is given the text alone. */
export const renderPost: RenderPost = async (_parts, _fleet, _post) => undefined;
