import type { Announcement } from '../../../domain/announcement.ts';
import type { ChatMessage, Mention } from '../../../domain/chat/message.ts';
import { type CardContext, openButton } from './context.ts';
import { messageOf } from './message-of.ts';
import { nameIn } from './names.ts';
import { safe, words } from './safe.ts';

export type ExemptionEnding = Extract<Announcement, { readonly kind: 'exemption-ending' }>;

/** An exemption that ends soon: what it covers, whose it is and why it was given. @param owners people of its owner */
export function exemptionCard(
  { exemption, daysLeft }: ExemptionEnding,
  owners: readonly Mention[],
  context: Pick<CardContext, 'appUrl'>,
): ChatMessage {
  const { scope, ruleId, owner, reason, until, createdBy, id } = exemption;
  const title = words`The exemption of ${nameIn(scope)} ends ${endsText(daysLeft)}`;
  return messageOf({
    summary: title,
    mark: 'Exemption ending',
    tone: 'warning',
    title,
    under:
      'From then on what it covers counts again. Mend it before, or give a new one with a reason that still holds.',
    blocks: [
      {
        kind: 'facts',
        facts: [
          ['Last day', until],
          ['Owner', owner],
          ['Rule', ruleId === '*' ? 'every rule' : ruleId],
          ['Reason', safe(reason)],
          ['Given by', createdBy],
          ['Scope', safe(scope)],
          ['Exemption', id],
        ],
      },
    ],
    calls: { why: 'Owners, please look:', people: owners },
    buttons: openButton(context, 'Open the dashboard'),
  });
}

function endsText(daysLeft: number): string {
  if (daysLeft < 0) return 'and is over';
  return daysLeft === 0 ? 'today' : daysLeft === 1 ? 'tomorrow' : `in ${daysLeft} days`;
}
