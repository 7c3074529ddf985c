import type { Conversation } from '../domain/chat/conversation.ts';

/** Where we may speak, and which clusters are heard of there. */
export interface ConversationStore {
  list(): Promise<readonly StoredConversation[]>;
  find(id: string): Promise<StoredConversation | undefined>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(conversation: Conversation, basedOn: string | undefined): Promise<'saved' | 'conflict'>;
}

export interface StoredConversation {
  readonly conversation: Conversation;
  readonly etag: string;
}
