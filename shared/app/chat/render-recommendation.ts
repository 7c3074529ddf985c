import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import { isAsked } from '../alerts/alert-words.ts';
import type { CardContext } from '../bot/cards/context.ts';
import { goneRecommendationCard, recommendationCard } from '../bot/cards/recommendation-card.ts';
import { factsOfAlert, factsOfExplanation, type RecommendationFacts } from '../bot/cards/recommendation-facts.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';
import { callable, peopleOf } from './whom-to-call.ts';

interface Asked {
  readonly migrationId: string;
  readonly recommendationId: string;
  readonly conversation: Conversation;
  readonly news: Announcement | undefined;
}

/**
 * A recommendation as it is now. One that another has taken the place of is shown as over, so that nobody answers it;
 * `undefined`: nothing is known of it.
 */
export async function renderRecommendation(
  parts: Parts,
  fleet: Fleet,
  { migrationId, recommendationId, conversation, news }: Asked,
  context: CardContext,
): Promise<ChatMessage | undefined> {
  const view = await fleet.alert(migrationId);
  const now = view && factsOfAlert(view);
  const told = toldFacts(news, recommendationId);
  if (now?.recommendation.id === recommendationId) return shown(parts, now, conversation, context);
  if (view) return goneRecommendationCard(view, context);
  return told && shown(parts, told, conversation, context);
}

async function shown(
  parts: Parts,
  facts: RecommendationFacts,
  conversation: Conversation,
  context: CardContext,
): Promise<ChatMessage> {
  const { recommendation } = facts;
  const owners = recommendation.affected.flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
  const people = isAsked(recommendation) ? await peopleOf(parts, owners) : [];
  return recommendationCard(facts, callable(people, conversation), context);
}

function toldFacts(news: Announcement | undefined, id: string): RecommendationFacts | undefined {
  if (news?.kind !== 'alert' || news.explanation.recommendation.id !== id) return undefined;
  return factsOfExplanation(news.explanation);
}
