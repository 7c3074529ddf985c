import type { Conversation } from '../../domain/chat/conversation.ts';
import { readTopic, topicText } from '../../domain/chat/topic.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';

/** The message that something is said under: in a channel, what is said of a migration stands under its card. */
export async function threadOf(
  { posts }: Pick<Parts, 'posts'>,
  { id, kind }: Conversation,
  message: PostChat,
): Promise<string | undefined> {
  const migrationId = kind === 'channel' ? migrationIdOf(message) : undefined;
  if (migrationId === undefined) return undefined;
  const root = await posts.find(topicText({ kind: 'migration', migrationId }), id);
  return root?.post.state === 'posted' ? root.post.activityId : undefined;
}

function migrationIdOf({ topic, news }: PostChat): string | undefined {
  const read = readTopic(topic);
  if (read?.kind === 'recommendation') return read.migrationId;
  return read?.kind === 'news' && news?.kind === 'migration-news' ? news.migrationId : undefined;
}
