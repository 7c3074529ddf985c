import type { Conversation } from '../domain/chat/conversation.ts';

/** Where we may speak, and which clusters are heard of there. */
export interface ConversationStore {
  list(): Promise<KnownConversations>;
  find(id: string): Promise<StoredConversation | undefined>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(conversation: Conversation, basedOn: string | undefined): Promise<'saved' | 'conflict'>;
}

export interface KnownConversations {
  readonly conversations: readonly StoredConversation[];
  /** Ids of records that are not what was stored: the others are spoken to without them. */
  readonly unreadable: readonly string[];
}

export interface StoredConversation {
  readonly conversation: Conversation;
  readonly etag: string;
}
