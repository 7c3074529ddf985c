import { z } from 'zod';
import { POST_STATES, type Post } from '../../domain/chat/post.ts';
import type { PostStore } from '../../ports/post-store.ts';
import { etaggedRecords } from './etagged.ts';
import type { Table } from './table.ts';

const Head = z.looseObject({
  conversationId: z.string(),
  topic: z.string(),
  state: z.enum(POST_STATES),
  revision: z.string(),
  nonce: z.string(),
  at: z.number(),
});

/** A partition for each topic, a row for each conversation in which it stands. */
export function tablePostStore(table: Table): PostStore {
  const records = etaggedRecords(table, 'post', (value): value is Post => Head.safeParse(value).success);
  return {
    async find(topic, conversationId) {
      const found = await records.get(topic, conversationId);
      return found && { post: found.value, etag: found.etag };
    },
    async ofTopic(topic) {
      return (await records.list(topic)).map(({ value, etag }) => ({ post: value, etag }));
    },
    async save(post, basedOn) {
      const etag = await records.put(post.topic, post.conversationId, post, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
  };
}
