import type { ConversationRef } from '../domain/chat/conversation.ts';
import type { ChatEvent, ChatReply } from '../domain/chat/event.ts';
import type { ChatMessage } from '../domain/chat/message.ts';

/** Says things in a chat service. It renders nothing, decides nothing and remembers nothing. */
export interface Chat {
  /**
   * Not safe to repeat: the service cannot tell a second post from news.
   *
   * @param thread the message to answer under, in a channel
   */
  post(to: ConversationRef, message: ChatMessage, thread?: string): Promise<PostAnswer>;
  /** Safe to repeat. */
  update(to: ConversationRef, activityId: string, message: ChatMessage): Promise<PostAnswer>;
}

export type PostAnswer =
  | { readonly kind: 'posted'; readonly activityId: string }
  /** We were taken out of it, or it was deleted (403, 404). */
  | { readonly kind: 'gone'; readonly why: string }
  /** Longer than the service takes (413). */
  | { readonly kind: 'too-large' }
  /** Not now (429, 5xx, no connection). `maybe`: no answer came back, so that it may stand there all the same. */
  | { readonly kind: 'later'; readonly why: string; readonly afterMs?: number; readonly stands: 'no' | 'maybe' }
  /** It will never be taken (other 4xx). */
  | { readonly kind: 'refused'; readonly why: string };

/** The door through which a chat service comes to us: checks who knocks, and puts what it brings in our words. */
export interface ChatDoor {
  receive(request: ChatRequest, handle: (event: ChatEvent) => Promise<ChatReply>): Promise<ChatResponse>;
}

export interface ChatRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** The body, unread. */
  readonly body: string;
}

/** A card with all its inputs is under 40 KB. */
export const LONGEST_CHAT_BODY = 262_144;

export interface ChatResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** To be sent as JSON; absent: none. */
  readonly body?: unknown;
  /** Why it was not taken, in place of a body; the code has its page in `docs/errors/`. */
  readonly problem?: { readonly code: string; readonly detail: string };
}

export const CHAT_BODY_TOO_LONG: ChatResponse = {
  status: 413,
  problem: { code: 'CHAT_BODY_TOO_LONG', detail: `At most ${LONGEST_CHAT_BODY} bytes are taken.` },
};
