import { type CardPart, isPart } from '../chat/activity.ts';
import { httpDoor } from '../chat/app-door.ts';
import { actionsOf } from '../chat/card-actions.ts';
import type { Said } from '../chat/chat-state.ts';
import { startConnector } from '../chat/connector.ts';
import { type Person, personAt } from '../chat/person.ts';
import { channelPlace, type Place } from '../chat/places.ts';
import { CHAT_TENANT, type ChatPerson, EVERYBODY, PLATFORM_LEAD, SHOP_OWNER } from '../playground/people.ts';
import { StoryBroken } from './narrator.ts';
import type { Stage } from './stage.ts';

/** Settings of an app that speaks in the story's chat. */
export const CHAT_SETTINGS: NodeJS.ProcessEnv = { CHAT: 'local', CHAT_TENANTS: CHAT_TENANT };

/** The shop's people in their channel, and what the app says there. */
export interface ShopChat {
  readonly channel: Place;
  readonly platformLead: Person;
  readonly shopOwner: Person;
  readonly onCall: Person;
  readonly guest: Person;
  /** The channel's newest card about a topic that begins so, as soon as one stands there that is as wanted. */
  card(topic: string, wanted?: (card: Said) => boolean): Promise<Said>;
  /** All that a message of the app shows, as text. */
  textOf(message: Said): string;
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;

/** Opens the channel and adds the app to it. */
export async function openShopChat(stage: { readonly app: Pick<Stage['app'], 'url'> }): Promise<ShopChat> {
  const connector = await startConnector();
  const channel = channelPlace(
    '19:shop@thread.tacv2',
    'Operations',
    { id: '19:team@thread.tacv2', name: 'Shop' },
    CHAT_TENANT,
  );
  const at = (one: ChatPerson) => personAt(connector, httpDoor(`${stage.app.url}/api/messages`), one);
  const named = (name: string) => {
    const found = EVERYBODY.find((one) => one.name === name);
    if (!found) throw new StoryBroken(`nobody is called ${name}`);
    return at(found);
  };
  const chat: ShopChat = {
    channel,
    platformLead: at(PLATFORM_LEAD),
    shopOwner: at(SHOP_OWNER),
    onCall: named('On-call'),
    guest: named('Guest'),
    async card(topic, wanted = () => true) {
      const isIt = (message: Said) =>
        message.placeId === channel.id && topicOf(message).startsWith(topic) && wanted(message);
      await connector.until(isIt, PATIENCE_MS);
      return connector.messages(channel.id).filter(isIt).at(-1) as Said;
    },
    textOf: ({ card, text }) => (card ? wordsOf(card).join('\n') : text),
    close: () => connector.stop(),
  };
  await chat.platformLead.installs(channel);
  return chat;
}

/** The words of a card from top to bottom, its buttons and what they open left out. */
function wordsOf(part: CardPart): string[] {
  const { type, text, title, value } = part;
  if (typeof type === 'string' && /^(Action|Input)/.test(type)) return [];
  if (typeof title === 'string' && typeof value === 'string') return [`${title}: ${value}`];
  const own = typeof text === 'string' ? [text] : [];
  const inside = ['body', 'items', 'columns', 'facts', 'inlines'].flatMap((name) => {
    const parts = part[name];
    return Array.isArray(parts) ? parts.filter(isPart).flatMap(wordsOf) : [];
  });
  return [...own, ...inside].filter((words) => words.trim() !== '');
}

/** What the buttons of a card are about. */
function topicOf({ card }: Said): string {
  const topics = card ? actionsOf(card).map(({ data }) => data['topic']) : [];
  return topics.find((topic) => typeof topic === 'string') ?? '';
}
