import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import { topicText } from '../../domain/chat/topic.ts';
import type { OutgoingMessage } from '../../ports/message-sender.ts';
import type { Parts } from '../parts.ts';
import { postMessage } from './refresh.ts';

/** How an announcement is told in a conversation. */
export interface Told {
  readonly topic: string;
  /** It is to be noticed: as a new message, also where the topic stands already. */
  readonly afresh?: true;
}

/** What is posted where an announcement is heard. */
export function toldOf(announcement: Announcement): Told {
  switch (announcement.kind) {
    case 'alert': {
      const { recommendation, migrationId } = announcement.explanation;
      const topic = topicText({ kind: 'recommendation', recommendationId: recommendation.id, migrationId });
      // A card that changes where it stands is not noticed, and a question that is asked again must be.
      return announcement.what === 'asked-again' ? { topic, afresh: true } : { topic };
    }
    case 'migration-news':
      return { topic: announcement.what === 'started' ? migrationOf(announcement) : newsOf(announcement) };
    case 'sign-off':
      // The card of a plan that comes back stands there already.
      return announcement.what === 'asked'
        ? { topic: planOf(announcement), afresh: true }
        : { topic: newsOf(announcement) };
    default:
      return { topic: newsOf(announcement) };
  }
}

/** What is posted to a person of whom a word is asked; `undefined`: it is nothing that asks. */
export function askedOf(announcement: Announcement): Told | undefined {
  if (announcement.kind !== 'sign-off') return undefined;
  const asks = announcement.what === 'asked' || announcement.what === 'reminder';
  return asks ? { topic: planOf(announcement), afresh: true } : undefined;
}

/** The card that an announcement changes, wherever it stands; `undefined`: none but what is posted. */
export function changedBy(announcement: Announcement): string | undefined {
  if (announcement.kind === 'migration-news') return migrationOf(announcement);
  return announcement.kind === 'sign-off' ? planOf(announcement) : undefined;
}

/** @param announcement as it is told there */
export function messageOf(
  { ids }: Pick<Parts, 'ids'>,
  announcement: Announcement,
  { id: conversationId }: Conversation,
  { topic, afresh }: Told,
): OutgoingMessage {
  const id = ids.of('post', JSON.stringify([announcement.id, conversationId]));
  return postMessage(id, { conversationId, topic, news: announcement, ...(afresh && { afresh: id }) });
}

function migrationOf({ migrationId }: { readonly migrationId: string }): string {
  return topicText({ kind: 'migration', migrationId });
}

function planOf({ plan }: { readonly plan: { readonly hash: string } }): string {
  return topicText({ kind: 'plan', planHash: plan.hash });
}

function newsOf({ id }: Announcement): string {
  return topicText({ kind: 'news', announcementId: id });
}
