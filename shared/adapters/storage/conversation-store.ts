import { z } from 'zod';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import { etaggedRecords } from './etagged.ts';
import type { Table } from './table.ts';

const PARTITION = 'conversation';

/** What is needed to reach it and to know who hears what. */
const Head = z.looseObject({
  id: z.string(),
  kind: z.enum(['channel', 'group', 'personal']),
  ref: z.looseObject({ serviceUrl: z.string(), conversationId: z.string(), bot: z.looseObject({ id: z.string() }) }),
  hears: z.looseObject({ kind: z.enum(['nothing', 'everything', 'tags']) }),
});

/** A row for each conversation. */
export function tableConversationStore(table: Table): ConversationStore {
  const records = etaggedRecords(
    table,
    'conversation',
    (value): value is Conversation => Head.safeParse(value).success,
  );
  return {
    async list() {
      const { found, unreadable } = await records.listReadable(PARTITION);
      return { conversations: found.map(({ value, etag }) => ({ conversation: value, etag })), unreadable };
    },
    async find(id) {
      const found = await records.get(PARTITION, id);
      return found && { conversation: found.value, etag: found.etag };
    },
    async save(conversation, basedOn) {
      const etag = await records.put(PARTITION, conversation.id, conversation, basedOn);
      return etag === undefined ? 'conflict' : 'saved';
    },
  };
}
