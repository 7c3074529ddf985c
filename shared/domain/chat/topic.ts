/** What a message of ours is about; each has one place in a conversation, which is brought up to date there. */
export type Topic =
  /** A plan and its sign-offs. */
  | { readonly kind: 'plan'; readonly planHash: string }
  /** A migration as it runs. In a channel, all that is said of it stands under this. */
  | { readonly kind: 'migration'; readonly migrationId: string }
  /** A question about a migration, and its answer. */
  | { readonly kind: 'recommendation'; readonly recommendationId: string; readonly migrationId: string }
  /** Said once, and never changed. */
  | { readonly kind: 'news'; readonly announcementId: string };

export function topicText(topic: Topic): string {
  switch (topic.kind) {
    case 'plan':
      return `plan/${topic.planHash}`;
    case 'migration':
      return `migration/${topic.migrationId}`;
    case 'recommendation':
      return `recommendation/${topic.migrationId}/${topic.recommendationId}`;
    case 'news':
      return `news/${topic.announcementId}`;
  }
}

/** `undefined`: no topic of ours. */
export function readTopic(text: string): Topic | undefined {
  const [kind, first, second, ...more] = text.split('/');
  if (!first || more.length > 0) return undefined;
  if (kind === 'recommendation') return second ? { kind, migrationId: first, recommendationId: second } : undefined;
  if (second !== undefined) return undefined;
  if (kind === 'plan') return { kind, planHash: first };
  if (kind === 'migration') return { kind, migrationId: first };
  return kind === 'news' ? { kind, announcementId: first } : undefined;
}
