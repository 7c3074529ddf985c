import type { Announcement } from '../../../domain/announcement.ts';
import type { ChatMessage } from '../../../domain/chat/message.ts';
import { SEVERITIES } from '../../../domain/policy/finding.ts';
import { capitalized } from '../../../domain/words.ts';
import { counted } from '../../fleet-words.ts';
import { type CardContext, openButton } from './context.ts';
import { PARTIAL, SEVERITY_TONES } from './findings-card.ts';
import { messageOf } from './message-of.ts';
import { words } from './safe.ts';

export type FirstSeen = Extract<Announcement, { readonly kind: 'subscription-first-seen' }>;

/** A subscription that was seen whole for the first time, in numbers. */
export function firstSeenCard(news: FirstSeen, context: Pick<CardContext, 'appUrl'>): ChatMessage {
  const { subscriptionName, subscriptionId, clusters, pools, findings, partial } = news;
  const worst = SEVERITIES.find((severity) => findings[severity] > 0);
  const all = SEVERITIES.reduce((sum, severity) => sum + findings[severity], 0);
  const title = words`${subscriptionName}: ${counted(clusters, 'cluster')}, ${counted(pools, 'node pool')}, ${counted(all, 'finding')}`;
  return messageOf({
    summary: title,
    mark: 'A subscription is seen for the first time',
    tone: worst === undefined ? 'good' : SEVERITY_TONES[worst],
    title,
    blocks: [
      ...(partial ? [PARTIAL] : []),
      {
        kind: 'facts',
        facts: [
          ...SEVERITIES.map((severity) => [capitalized(severity), findings[severity].toLocaleString('en-US')] as const),
          ['Subscription', subscriptionId],
        ],
      },
      { kind: 'text', text: 'From now on only what changes is told.', soft: true },
    ],
    buttons: openButton(context, 'Open the dashboard'),
  });
}
