import type { Announcement } from '../../../domain/announcement.ts';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import { type CardContext, openButton } from './context.ts';
import { messageOf } from './message-of.ts';
import { safe, words } from './safe.ts';
import { momentText } from './when.ts';

export type FreezeNews = Extract<Announcement, { readonly kind: 'fleet-freeze' }>;

/** Nothing goes forward anywhere from now on, or it may again. */
export function freezeCard({ what, by, reason, at }: FreezeNews, context: Pick<CardContext, 'appUrl'>): ChatMessage {
  const frozen = what === 'frozen';
  const title = frozen ? words`${by} froze the fleet` : words`${by} lifted the freeze of the fleet`;
  return messageOf({
    summary: title,
    mark: frozen ? 'The fleet is frozen' : 'The freeze is lifted',
    tone: frozen ? 'attention' : 'good',
    title,
    under: frozen
      ? 'Nothing begins and nothing goes forward anywhere until it is lifted. Ways back are not held by it.'
      : 'What is due begins and goes on again, each in its own window.',
    blocks: [
      {
        kind: 'facts',
        facts: [
          ...(reason === '' ? [] : [['Reason', safe(reason)] as const]),
          [frozen ? 'Since' : 'Lifted', momentText(at)],
        ],
      },
    ],
    buttons: openButton(context, 'Open the dashboard'),
  });
}
