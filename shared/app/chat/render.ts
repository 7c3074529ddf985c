import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { readTopic } from '../../domain/chat/topic.ts';
import type { CardContext } from '../bot/cards/context.ts';
import { migrationCard } from '../bot/cards/migration-card.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';
import { renderNews } from './render-news.ts';
import { renderPlan } from './render-plan.ts';
import { renderRecommendation } from './render-recommendation.ts';

/** One message of ours that is to stand somewhere. */
export interface ToRender {
  readonly topic: string;
  readonly conversation: Conversation;
  /** What is said, where it is not built from what is so now. */
  readonly news?: Announcement;
  /** Goes into every button. */
  readonly nonce: string;
  /** Of a card in pages; the first when absent. */
  readonly page?: number;
}

/** The message as it is to stand there now; `undefined`: there is nothing to say about it in this conversation. */
export type RenderPost = (parts: Parts, fleet: Fleet, post: ToRender) => Promise<ChatMessage | undefined>;

/**
 * Built from what is so now; news from what they say. Who hears of what was decided where it was sent: who is told instead of
 * somebody else hears nothing of their own.
 */
export const renderPost: RenderPost = async (parts, fleet, post) => {
  const message = await rendered(parts, fleet, post);
  if (!message || !post.conversation.plain) return message;
  const { summary, text, mentions } = message;
  return { summary, text, ...(mentions && { mentions }) };
};

async function rendered(parts: Parts, fleet: Fleet, post: ToRender): Promise<ChatMessage | undefined> {
  const topic = readTopic(post.topic);
  const { conversation, news } = post;
  const context = contextOf(parts, post);
  switch (topic?.kind) {
    case 'plan':
      return renderPlan(parts, fleet, topic.planHash, conversation, context);
    case 'migration': {
      const view = await fleet.migration(topic.migrationId);
      return view && migrationCard(view, context);
    }
    case 'recommendation':
      return renderRecommendation(parts, fleet, { ...topic, conversation, news }, context);
    case 'news':
      return news && renderNews(parts, news, conversation, context);
    case undefined:
      return undefined;
  }
}

function contextOf({ appUrl }: Pick<Parts, 'appUrl'>, { topic, nonce, page }: ToRender): CardContext {
  return { home: { topic, nonce }, appUrl, page };
}
