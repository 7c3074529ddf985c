import type { Activity, Entity } from 'botbuilder';
import type { AdaptiveCard, ChatMessage, Mention } from '../../domain/chat/message.ts';
import { replaced } from './replaced.ts';

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

/**
 * A message as the service takes it. With a card the text is left out, as it would stand there beside it; the summary is
 * what the notification says.
 *
 * @param accounts the service's ids of people, by their directory ids: in a text, others than in a card, only they do
 */
export function activityOf(message: ChatMessage, accounts: ReadonlyMap<string, string> = new Map()): Partial<Activity> {
  const { summary, text, card, mentions = [] } = message;
  if (!card) return { type: 'message', ...textOf(text, mentions, accounts) };
  return {
    type: 'message',
    summary,
    attachments: [{ contentType: CARD_TYPE, content: cardOf(card, mentions) }],
  };
}

/** The card as it goes out, whoever it goes to. */
export function cardOf(card: AdaptiveCard, mentions: readonly Mention[] = []): AdaptiveCard {
  const shown = JSON.stringify(card);
  // The service refuses a mention that is not in the card.
  const named = unique(mentions).filter(({ name }) => shown.includes(JSON.stringify(atOf(name)).slice(1, -1)));
  if (named.length === 0) return card;
  const { msteams } = card as { readonly msteams?: { readonly entities?: readonly unknown[] } };
  const entities = named.map(({ directoryId, name }) => mentionOf(directoryId, name));
  return { ...card, msteams: { ...msteams, entities: [...(msteams?.entities ?? []), ...entities] } };
}

/** Plain, so that nothing in it is markup; a text that mentions somebody has to be markup, with everything else in it escaped. */
function textOf(text: string, mentions: readonly Mention[], accounts: ReadonlyMap<string, string>): Partial<Activity> {
  const named = unique(mentions).flatMap(({ directoryId, name }) => {
    const account = accounts.get(directoryId);
    return account !== undefined && text.includes(atOf(name)) ? [{ account, name }] : [];
  });
  const bare = unique(mentions)
    .filter(({ name }) => !named.some((one) => one.name === name))
    .reduce((rest, { name }) => replaced(rest, atOf(name), name), text);
  if (named.length === 0) return { text: bare, textFormat: 'plain' };
  const escaped = named.reduce(
    (rest, { name }) => replaced(rest, escape(atOf(name)), atOf(escape(name))),
    escape(bare).replaceAll('\n', '<br/>'),
  );
  const entities = named.map(({ account, name }) => mentionOf(account, escape(name)));
  return { text: escaped, textFormat: 'xml', entities };
}

function mentionOf(id: string, name: string): Entity {
  return { type: 'mention', text: atOf(name), mentioned: { id, name } };
}

function atOf(name: string): string {
  return `<at>${name}</at>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One mention for each name: two people of one name cannot be told apart in a text. */
function unique(mentions: readonly Mention[]): readonly Mention[] {
  return [...new Map(mentions.map((mention) => [mention.name, mention])).values()];
}
