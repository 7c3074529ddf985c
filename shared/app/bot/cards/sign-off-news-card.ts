import type { ChatMessage, Mention } from '../../../domain/chat/message.ts';
import type { SignOffNews } from '../../../domain/sign-off/news.ts';
import { type CardContext, openButton } from './context.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { safe, words } from './safe.ts';
import { some } from './some.ts';
import { momentText } from './when.ts';

const MOST_WHY = 12;
const MOST_NAMES = 8;

const MARKS: Readonly<Record<SignOffNews['what'], string>> = {
  asked: 'Sign-off asked for',
  reminder: 'Sign-off: a reminder',
  void: 'Sign-off void',
  late: 'Sign-off came late',
  complete: 'Sign-off complete',
  refused: 'Sign-off refused',
};

const TONES: Readonly<Record<SignOffNews['what'], Tone>> = {
  asked: 'accent',
  reminder: 'warning',
  void: 'attention',
  late: 'warning',
  complete: 'good',
  refused: 'attention',
};

/**
 * What became of the words on a plan. The plan's own card, with its buttons, stands for itself.
 *
 * @param asks whom it concerns
 */
export function signOffNewsCard(
  news: SignOffNews,
  asks: readonly Mention[],
  context: Pick<CardContext, 'appUrl'>,
): ChatMessage {
  const { what, plan, title, why, awaited, clusters, opens } = news;
  const more = why.length - MOST_WHY;
  const reasons = [
    ...why.slice(0, MOST_WHY).map((one) => safe(one)),
    ...(more > 0 ? [`And ${more} more; the plan has them.`] : []),
  ];
  return messageOf({
    summary: title,
    mark: MARKS[what],
    tone: TONES[what],
    title,
    blocks: [
      ...(reasons.length > 0
        ? [
            { kind: 'heading', text: what === 'void' ? 'What changed' : 'Why' } as const,
            { kind: 'list', items: reasons } as const,
          ]
        : []),
      ...(awaited.length > 0
        ? [
            { kind: 'heading', text: 'Awaited' } as const,
            {
              kind: 'list',
              items: awaited.map(
                ({ role, missing, owners }) =>
                  words`${missing} more of ${role}${owners.length > 0 ? words` for ${some(owners, MOST_NAMES)}` : ''}`,
              ),
            } as const,
          ]
        : []),
      {
        kind: 'facts',
        facts: [
          ['Plan', plan.id],
          ...(clusters.length > 0
            ? [
                [
                  'Clusters',
                  some(
                    clusters.map(({ name }) => name),
                    MOST_NAMES,
                  ),
                ] as const,
              ]
            : []),
          ['First window', opens === undefined ? 'none' : momentText(opens)],
        ],
      },
    ],
    calls: { why: 'This concerns:', people: asks },
    buttons: openButton(context, 'Open the plan', 'plans', plan.id),
  });
}
