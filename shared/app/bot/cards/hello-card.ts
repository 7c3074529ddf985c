import type { Conversation } from '../../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import { type CardContext, openButton } from './context.ts';
import { messageOf } from './message-of.ts';

/** What we say where we were added: what we do, and how we are made to listen there. */
export function helloCard({ kind }: Pick<Conversation, 'kind'>, context: Pick<CardContext, 'appUrl'>): ChatMessage {
  const title = 'Hello. I look after the node images of your clusters.';
  return messageOf({
    summary: title,
    mark: 'Image Steward',
    tone: 'accent',
    title,
    under:
      'I find node pools whose images are too old or retire, plan their migrations, ask for sign-offs, run them one careful step at a time, and recommend the way back when something breaks.',
    blocks: [
      {
        kind: 'heading',
        text:
          kind === 'personal'
            ? 'What you can hear here'
            : 'I say nothing here until somebody says what you want to hear',
      },
      {
        kind: 'facts',
        facts: [
          ['listen everything', 'All that is announced, about every cluster.'],
          ['listen team=shop', 'What is about clusters that carry the tag team with the value shop.'],
          ['listen nothing', 'Silence again.'],
        ],
      },
      { kind: 'heading', text: 'What you can ask' },
      {
        kind: 'facts',
        facts: [
          ['fleet', 'How the fleet is, as it was last swept.'],
          ['retiring', 'What retires, and when.'],
          ['status', 'What is being migrated now.'],
          ['help', 'Everything else.'],
        ],
      },
      ...(kind === 'personal'
        ? []
        : [{ kind: 'text', text: 'Mention me in front of what you say, so that I notice it.', soft: true } as const]),
    ],
    buttons: openButton(context, 'Open the dashboard'),
  });
}
