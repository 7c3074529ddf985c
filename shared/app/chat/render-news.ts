import type { Announcement } from '../../domain/announcement.ts';
import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { CardContext } from '../bot/cards/context.ts';
import { digestCard } from '../bot/cards/digest-card.ts';
import { exemptionCard } from '../bot/cards/exemption-card.ts';
import { findingsCard } from '../bot/cards/findings-card.ts';
import { firstSeenCard } from '../bot/cards/first-seen-card.ts';
import { freezeCard } from '../bot/cards/freeze-card.ts';
import { migrationNewsCard } from '../bot/cards/migration-news-card.ts';
import { plannedWorkCard } from '../bot/cards/planned-work-card.ts';
import { recommendationCard } from '../bot/cards/recommendation-card.ts';
import { factsOfExplanation } from '../bot/cards/recommendation-facts.ts';
import { signOffNewsCard } from '../bot/cards/sign-off-news-card.ts';
import type { Parts } from '../parts.ts';
import { callable, peopleOf } from './whom-to-call.ts';

/** What is said once, as it was decided. */
export async function renderNews(
  parts: Pick<Parts, 'planning'>,
  news: Announcement,
  conversation: Conversation,
  context: CardContext,
): Promise<ChatMessage> {
  switch (news.kind) {
    case 'findings-changed':
      return findingsCard(news, context);
    case 'subscription-first-seen':
      return firstSeenCard(news, context);
    case 'exemption-ending':
      return exemptionCard(news, callable(await peopleOf(parts, [news.exemption.owner]), conversation), context);
    case 'planned-work':
      return plannedWorkCard(news, callable(await peopleOf(parts, news.owners), conversation), context);
    case 'alert':
      return recommendationCard(factsOfExplanation(news.explanation), [], context);
    case 'migration-news':
      return migrationNewsCard(news, context);
    case 'retirement-digest':
      return digestCard(news, context);
    case 'sign-off': {
      const asks = news.asks.map(({ id, name }) => ({ directoryId: id, name }));
      return signOffNewsCard(news, callable(asks, conversation), context);
    }
    case 'fleet-freeze':
      return freezeCard(news, context);
  }
}
