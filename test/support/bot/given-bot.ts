/** The app with a chat in memory and people who speak and press there, as its adapter would bring it to us. */
import { type MemoryChat, memoryChat } from '../../../shared/adapters/memory/chat.ts';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { systemIds } from '../../../shared/adapters/system/ids.ts';
import { handleEvent } from '../../../shared/app/bot/handle-event.ts';
import { conversationIdOf } from '../../../shared/app/chat/conversations.ts';
import { postChat } from '../../../shared/app/chat/post-chat.ts';
import { postNow } from '../../../shared/app/chat/refresh.ts';
import { PostChat } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import type { ChatEvent, ChatPerson, ChatReply } from '../../../shared/domain/chat/event.ts';
import type { Mention } from '../../../shared/domain/chat/message.ts';
import type { Refusal } from '../../../shared/domain/chat/refusal.ts';
import { topicText } from '../../../shared/domain/chat/topic.ts';
import { clusterWith, FRESH, type GivenApp, givenApp, OLD, type World } from '../../app/given-app.ts';
import { givenSubscription, SUBSCRIPTION } from '../fleet.ts';

const TENANT = '99999999-0000-0000-0000-000000000001';
export const FOREIGN = '99999999-0000-0000-0000-00000000000f';

const idOf = (digit: string) => `00000000-0000-0000-0000-0000000000${digit.padStart(2, '0')}`;

function person(digit: string, name: string): ChatPerson & { readonly directoryId: string } {
  return { directoryId: idOf(digit), tenantId: TENANT, name };
}

/** Holds platform. */
export const ADA = person('a', 'Ada');
/** Holds platform, too. */
export const BEN = person('b', 'Ben');
/** Speaks for the workloads of payments. */
export const CEM = person('c', 'Cem');
/** May operate, and holds no role. */
export const OLA = person('d', 'Ola');
/** Holds nothing. */
export const EVE = person('e', 'Eve');
/** Of another directory. */
export const FOX: ChatPerson = { directoryId: idOf('f'), tenantId: FOREIGN, name: 'Fox' };
/** Nobody tells who it is. */
export const GUEST: ChatPerson = { name: 'Guest' };

export const PEOPLE = {
  roles: {
    platform: {
      people: [
        { id: ADA.directoryId, name: 'Ada' },
        { id: BEN.directoryId, name: 'Ben' },
      ],
    },
  },
  owners: { payments: { people: [{ id: CEM.directoryId, name: 'Cem' }] } },
  operators: { people: [{ id: OLA.directoryId, name: 'Ola' }] },
};

type Place = ChatEvent['conversation'];

function place(name: string, kind: Place['kind'] = 'channel'): Place {
  const ref = {
    serviceUrl: 'https://smba.example/',
    conversationId: `19:${name}@thread`,
    tenantId: TENANT,
    bot: { id: 'bot' },
  };
  return { id: '', kind, name, ref };
}

export const CHANNEL = place('shop');
export const OTHER = place('elsewhere');

export interface Speaking {
  readonly by?: ChatPerson;
  readonly where?: Place;
  readonly mentions?: readonly Mention[];
  /** Of the event: the same one comes twice. */
  readonly id?: string;
}

export interface GivenBot extends GivenApp {
  readonly chat: MemoryChat;
  readonly say: (text: string, how?: Speaking) => Promise<ChatReply>;
  /** What is answered, as text. */
  readonly answers: (text: string, how?: Speaking) => Promise<string>;
  readonly press: (verb: string, data: unknown, how?: Speaking) => Promise<ChatReply>;
  readonly happens: (what: ChatEvent['what'], how?: Speaking) => Promise<ChatReply>;
  /** Shows a topic in a place, and says which nonce its buttons have there. */
  readonly show: (topic: string, where?: Place) => Promise<string>;
  /** Everything that is to be posted is. */
  readonly settle: () => Promise<void>;
  readonly conversationId: (where?: Place) => string;
  /** Newest last. */
  readonly refusals: () => Promise<readonly Refusal[]>;
  readonly kinds: () => Promise<readonly string[]>;
}

export const OLD_SHOP = clusterWith('shop-prod', OLD);
const PAYMENTS = clusterWith('payments', FRESH);

/** Two clusters that were not swept yet, people of all kinds, and a channel. */
export function givenBot(worldOverrides: Partial<World> = {}, partsOverrides: Partial<Parts> = {}): GivenBot {
  const chat = memoryChat();
  let made = 0;
  const ids: Parts['ids'] = {
    next: (prefix) => {
      made += 1;
      return `${prefix}-${made}`;
    },
    of: (prefix, text) => systemIds.of(prefix, text),
  };
  const planning = fixedPlanning(JSON.stringify({ people: PEOPLE }));
  const app = givenApp(
    { subscriptions: [givenSubscription()], clusters: { [SUBSCRIPTION]: [OLD_SHOP, PAYMENTS] }, ...worldOverrides },
    { chat, chatTenants: [TENANT], ids, planning, appUrl: 'https://steward.example', ...partsOverrides },
  );
  let events = 0;
  const happens = (what: ChatEvent['what'], { by = ADA, where = CHANNEL, id }: Speaking = {}) => {
    events += 1;
    return handleEvent(app.parts, app.fleet, { id: id ?? `event-${events}`, conversation: where, from: by, what });
  };
  const say = (text: string, how: Speaking = {}) => happens({ kind: 'said', text, mentions: how.mentions ?? [] }, how);
  const settle = async () => {
    await app.queues.drain(
      { 'post-chat': async (body) => postChat(app.parts, app.fleet, PostChat.parse(body)) },
      { concurrency: 1 },
    );
  };
  const conversationId = (where = CHANNEL) => conversationIdOf(app.parts.ids, where.ref);
  const refusals = async () => (await app.parts.refusals.newest(100)).toReversed();
  return {
    ...app,
    chat,
    happens,
    say,
    answers: async (text, how) => textOf(await say(text, how)),
    press: (verb, data, how) => happens({ kind: 'pressed', verb, data }, how),
    settle,
    conversationId,
    refusals,
    kinds: async () => (await refusals()).map(({ kind }) => kind),
    async show(topic, where = CHANNEL) {
      await happens({ kind: 'added' }, { where });
      await postNow(app.parts, conversationId(where), topic);
      await settle();
      const found = await app.parts.posts.find(topic, conversationId(where));
      if (!found) throw new Error(`nothing stands there about ${topic}`);
      return found.post.nonce;
    },
  };
}

/** What a person reads of an answer. */
export function textOf(reply: ChatReply): string {
  if (reply.kind === 'nothing') return '';
  return reply.kind === 'toast' ? reply.text : reply.message.text;
}

/** The lines of an answer, what kind it is and its title as one, without what links to pages. */
export function linesOf(answer: string): string[] {
  const [mark, title, ...more] = answer.split('\n').filter((line) => line !== '' && !line.includes('https://'));
  return [`${mark}: ${title}`, ...more];
}

export const planTopic = (planHash: string) => topicText({ kind: 'plan', planHash });
export const migrationTopic = (migrationId: string) => topicText({ kind: 'migration', migrationId });
export const recommendationTopic = (migrationId: string, recommendationId: string) =>
  topicText({ kind: 'recommendation', migrationId, recommendationId });
