import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import { memoryEtagged } from './etagged.ts';

export function memoryConversationStore(): ConversationStore {
  const records = memoryEtagged<Conversation>();
  return {
    list: async () => ({
      conversations: records.all().map(({ value, etag }) => ({ conversation: value, etag })),
      unreadable: [],
    }),
    async find(id) {
      const found = records.get(id);
      return found && { conversation: found.value, etag: found.etag };
    },
    save: async (conversation, basedOn) => (records.put(conversation.id, conversation, basedOn) ? 'saved' : 'conflict'),
  };
}
