import { topicText } from '../../domain/chat/topic.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { OutgoingMessage } from '../../ports/message-sender.ts';
import type { PostChat } from '../messages.ts';
import type { Parts } from '../parts.ts';

type Needed = Pick<Parts, 'chat' | 'posts' | 'sender' | 'ids'>;

/**
 * Has what stands anywhere about a topic brought up to date: for whoever has changed what it shows. Nothing is begun where
 * it does not stand, and without a chat nothing is asked.
 *
 * @throws UpstreamError when a store or the queue does not answer: what was changed stands, and the cards are behind
 */
export async function refreshTopic(parts: Needed, topic: string): Promise<void> {
  if (!parts.chat) return;
  await refresh(parts, topic, parts.ids.next('refresh'));
}

/** The same for a migration's card. */
export async function refreshMigration(parts: Needed, migrationId: string): Promise<void> {
  await refreshTopic(parts, topicText({ kind: 'migration', migrationId }));
}

/**
 * Keeps the cards of running migrations live: asked for each minute, beside the looks at their health. It is not left to
 * the round of announcements, which comes every quarter of an hour only. A minute's messages have the minute's ids, so that a
 * timer that fires twice asks once; what has not changed is not sent to the chat.
 */
export async function refreshRunning(parts: Needed & Pick<Parts, 'migrations' | 'clock'>): Promise<void> {
  if (!parts.chat) return;
  const minute = Math.floor(parts.clock.now() / 60_000);
  for (const one of await parts.migrations.list('open')) {
    if (one.kind !== 'migration' || one.migration.dryRun || hasEnded(one.migration.status)) continue;
    const topic = topicText({ kind: 'migration', migrationId: one.migration.id });
    await refresh(parts, topic, `minute ${minute}`);
  }
}

/**
 * Shows a topic in one conversation as a new message at its bottom, whatever of it stands there already: that one then says
 * that it is shown again below, and has no buttons any more.
 *
 * @param cause id of what asked for it (a chat's event): the same one that comes twice shows it once
 */
export async function postNow(parts: Needed, conversationId: string, topic: string, cause?: string): Promise<void> {
  if (!parts.chat) return;
  const id =
    cause === undefined
      ? parts.ids.next('post')
      : parts.ids.of('post', JSON.stringify(['now', conversationId, topic, cause]));
  await parts.sender.send('post-chat', [postMessage(id, { conversationId, topic, afresh: id })]);
}

/** @param occasion what it is done for: the same one asks once */
export async function refresh({ posts, sender, ids }: Needed, topic: string, occasion: string): Promise<void> {
  const standing = (await posts.ofTopic(topic)).filter(({ post }) => post.state !== 'refused');
  await sender.send(
    'post-chat',
    standing.map(({ post: { conversationId } }) =>
      postMessage(ids.of('refresh', JSON.stringify([occasion, topic, conversationId])), { conversationId, topic }),
    ),
  );
}

/** A message of a conversation's session. */
export function postMessage(id: string, body: PostChat): OutgoingMessage {
  return { id, body, sessionId: body.conversationId };
}
