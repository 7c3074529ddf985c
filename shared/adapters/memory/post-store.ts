import type { Post } from '../../domain/chat/post.ts';
import type { PostStore } from '../../ports/post-store.ts';
import { memoryEtagged } from './etagged.ts';

export function memoryPostStore(): PostStore {
  const records = memoryEtagged<Post>();
  const keyOf = (topic: string, conversationId: string) => JSON.stringify([topic, conversationId]);
  return {
    async find(topic, conversationId) {
      const found = records.get(keyOf(topic, conversationId));
      return found && { post: found.value, etag: found.etag };
    },
    ofTopic: async (topic) =>
      records
        .all()
        .filter(({ value }) => value.topic === topic)
        .map(({ value, etag }) => ({ post: value, etag })),
    async save(post, basedOn) {
      const etag = records.put(keyOf(post.topic, post.conversationId), post, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
  };
}
