import type { ChatMessage, Mention } from '../../../domain/chat/message.ts';
import type { AlertView } from '../../alerts/alert-views.ts';
import { choiceText, isAsked } from '../../alerts/alert-words.ts';
import { type Button, type ButtonHome, REASON } from './buttons.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import type { RecommendationFacts } from './recommendation-facts.ts';
import { CHOICE_TITLES, groundsBlocks, ruleBlocks } from './recommendation-grounds.ts';
import { type Safe, safe, words } from './safe.ts';
import type { Block } from './sheet.ts';
import { momentText } from './when.ts';

const REASON_LENGTH = 300;

/**
 * What is recommended, on what grounds, and the buttons that answer; once it is answered, who chose what and why.
 *
 * @param owners people of the owners whose workloads are affected
 */
export function recommendationCard(
  facts: RecommendationFacts,
  owners: readonly Mention[],
  context: CardContext,
): ChatMessage {
  const { recommendation, cluster, migrationId } = facts;
  const { state, title, proposed } = recommendation;
  const asked = isAsked(recommendation);
  return messageOf({
    summary: asked ? words`${CHOICE_TITLES[proposed]}? ${safe(title, 100)}` : words`${cluster}: ${endText(facts)}`,
    mark: asked ? words`Recommended: ${choiceText(proposed)}` : `Recommendation: ${state}`,
    tone: toneOf(facts),
    title,
    under: clockText(facts),
    blocks: [...answerBlocks(facts), ...(asked ? groundsBlocks(facts) : ruleBlocks(facts))],
    calls: asked ? { why: 'Your workloads are affected:', people: owners } : undefined,
    input: asked ? REASON : undefined,
    buttons: [
      ...(asked ? choiceButtons(facts, context.home) : []),
      ...openButton(context, 'Open the migration', 'migrations', migrationId),
    ],
    instead: asked ? [words`To answer without buttons, say: answer ${migrationId} ${proposed} because REASON`] : [],
  });
}

/** In place of one that nobody can answer any more: another has taken its place, or nothing is recommended. */
export function goneRecommendationCard(
  { cluster, migrationId, recommendation }: Pick<AlertView, 'cluster' | 'migrationId' | 'recommendation'>,
  context: Pick<CardContext, 'appUrl'>,
): ChatMessage {
  const title = words`${cluster}: this question is over`;
  return messageOf({
    summary: title,
    mark: 'Recommendation: closed',
    title,
    under: recommendation ? 'Another one has taken its place.' : 'Nothing is recommended any more.',
    blocks: [],
    buttons: openButton(context, 'Open the migration', 'migrations', migrationId),
  });
}

function toneOf({ recommendation: { state } }: RecommendationFacts): Tone | undefined {
  if (state === 'open') return 'attention';
  return state === 'held' ? 'warning' : state === 'answered' ? 'good' : undefined;
}

/** Since when it is asked, and until when what is recommended can be done. */
function clockText({ recommendation, viability }: RecommendationFacts): Safe {
  const { state, openedAt, askAgainAt } = recommendation;
  const again =
    state === 'held' && askAgainAt !== undefined ? words` It is asked again ${momentText(askAgainAt)}.` : '';
  const until =
    viability.until === undefined ? '' : words` The way back is there until ${momentText(viability.until)}.`;
  return words`Open since ${momentText(openedAt)}.${again}${isAsked(recommendation) ? until : ''}`;
}

function endText({ recommendation: { answer, closedBecause } }: RecommendationFacts): Safe {
  if (closedBecause !== undefined) return words`closed: ${safe(closedBecause)}`;
  return answer ? words`${answer.by} chose ${choiceText(answer.choice)}` : safe('closed');
}

function answerBlocks({ recommendation: { answer, closedBecause } }: RecommendationFacts): Block[] {
  return [
    ...(answer
      ? [
          {
            kind: 'text',
            strong: true,
            text: words`${answer.by} chose ${choiceText(answer.choice)}, ${momentText(answer.at)}`,
          } as const,
          { kind: 'text', text: words`Why: ${safe(answer.reason, REASON_LENGTH)}` } as const,
        ]
      : []),
    ...(closedBecause === undefined ? [] : [{ kind: 'text', text: words`Closed: ${safe(closedBecause)}` } as const]),
  ];
}

function choiceButtons({ recommendation, migrationId }: RecommendationFacts, home: ButtonHome): Button[] {
  const { id, version, choices } = recommendation;
  return choices.map(({ choice, proposed }) => ({
    kind: 'press',
    title: CHOICE_TITLES[choice],
    verb: 'answer',
    home,
    data: { migrationId, recommendationId: id, version, choice },
    ...(proposed && { style: 'positive' as const }),
  }));
}
