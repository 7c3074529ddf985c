import type { Conversation } from './conversation.ts';
import type { ChatMessage, Mention } from './message.ts';

/** Something that happened in a chat, as its adapter read it. Every text in it is hostile until shown otherwise. */
export interface ChatEvent {
  /** The service's id of it; the same event that comes twice has the same. */
  readonly id: string;
  readonly conversation: Omit<Conversation, 'hears' | 'routed' | 'since' | 'gone' | 'plain'>;
  readonly from: ChatPerson;
  readonly what: /** Our own mention is taken off; other mentions are `<at>NAME</at>` in it. */
    | { readonly kind: 'said'; readonly text: string; readonly mentions: readonly Mention[] }
    /** A button of a card. `data` is what came back, unread. */
    | { readonly kind: 'pressed'; readonly verb: string; readonly data: unknown; readonly activityId?: string }
    /** We were added to a team, a group or a person's chats; or taken out of it. */
    | { readonly kind: 'added' }
    | { readonly kind: 'removed' };
}

/** Who acts, as the service vouches for it. Without `directoryId` (a guest of another service, an anonymous one) nobody can decide. */
export interface ChatPerson {
  readonly directoryId?: string;
  readonly tenantId?: string;
  readonly name: string;
}

/** What the person who acted is answered, where they acted. */
export type ChatReply =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say'; readonly message: ChatMessage }
  /** In place of the card whose button was pressed. */
  | { readonly kind: 'replace-card'; readonly message: ChatMessage }
  /** A short answer to a button that leaves the card as it is. */
  | { readonly kind: 'toast'; readonly text: string };
