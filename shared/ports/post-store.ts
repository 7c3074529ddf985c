import type { Post } from '../domain/chat/post.ts';

/** What of ours stands where. */
export interface PostStore {
  find(topic: string, conversationId: string): Promise<StoredPost | undefined>;
  /** In every conversation. */
  ofTopic(topic: string): Promise<readonly StoredPost[]>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(
    post: Post,
    basedOn: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
}

export interface StoredPost {
  readonly post: Post;
  readonly etag: string;
}
