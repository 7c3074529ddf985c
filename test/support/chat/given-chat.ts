/** The app with a chat in memory: places in it, what happens there, and what stands there. */
import { type MemoryChat, memoryChat } from '../../../shared/adapters/memory/chat.ts';
import { conversationIdOf, knowConversation, routeConversation } from '../../../shared/app/chat/conversations.ts';
import { fanOut } from '../../../shared/app/chat/fan-out.ts';
import { postChat } from '../../../shared/app/chat/post-chat.ts';
import type { RenderPost } from '../../../shared/app/chat/render.ts';
import { PostChat } from '../../../shared/app/messages.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { fleetOf } from '../../../shared/app/use-cases.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import type { Hears } from '../../../shared/domain/chat/conversation.ts';
import type { ChatEvent } from '../../../shared/domain/chat/event.ts';
import type { ChatMessage } from '../../../shared/domain/chat/message.ts';
import { type GivenApp, givenApp, type World } from '../../app/given-app.ts';
import { givenCluster, givenReading } from '../fleet.ts';

export const TENANT = '99999999-0000-0000-0000-000000000001';
const MINUTE = 60_000;

export type Place = ChatEvent['conversation'];

export function channel(name: string, team = 'shop'): Place {
  return place({ kind: 'channel', name, team: { id: `team-${team}`, name: team } });
}

export function personal(name: string, id = `${name.toLowerCase()}-id`, tenantId = TENANT): Place {
  return place({ kind: 'personal', name, person: { id, name, tenantId } }, tenantId);
}

function place(what: Pick<Place, 'kind' | 'name' | 'team' | 'person'>, tenantId = TENANT): Place {
  const conversationId = `19:${what.team?.id ?? ''}-${what.name}@thread`;
  const ref = { serviceUrl: 'https://smba.example/emea/', conversationId, tenantId, bot: { id: 'bot' } };
  return { id: '', ref, ...what };
}

export function event(
  where: Place,
  what: ChatEvent['what'] = { kind: 'said', text: 'hello', mentions: [] },
): ChatEvent {
  return { id: 'event-1', conversation: where, from: { directoryId: 'ben-id', tenantId: TENANT, name: 'Ben' }, what };
}

export interface GivenChat extends GivenApp {
  readonly chat: MemoryChat;
  /** Our id of a place. */
  readonly idOf: (where: Place) => string;
  /** Somebody speaks there, and says what is to be heard there. */
  readonly let: (where: Place, hears: Hears) => Promise<void>;
  /** What a topic reads like from now on, where words of its own were given to it; `undefined`: it has none. */
  readonly words: Map<string, string | undefined>;
  /** @param by the parts as a process of its own has them; a delivery that fails comes again */
  readonly settle: (by?: () => Parts) => Promise<void>;
  /** Lets time go by, with all that becomes due on the way. */
  readonly pass: (minutes: number, by?: () => Parts) => Promise<void>;
  readonly announce: (announcement: Announcement, by?: () => Parts) => Promise<void>;
  /** Texts that stand in a place, oldest first. */
  readonly reads: (where: Place) => readonly string[];
  /** Codes of what is wrong with the chat. */
  readonly troubles: () => Promise<readonly string[]>;
}

/** Words with a button: its nonce goes out with them. */
function withButton(text: string, nonce: string): ChatMessage {
  const actions = [{ type: 'Action.Execute', verb: 'page', data: { nonce } }];
  return { summary: text.slice(0, 40), text, card: { type: 'AdaptiveCard', version: '1.5', body: [], actions } };
}

export function givenChat(world: Partial<World> = {}, parts: Partial<Parts> = {}): GivenChat {
  const chat = memoryChat();
  const app = givenApp(world, { chat, chatTenants: [TENANT], ...parts });
  const words = new Map<string, string | undefined>();
  const idOf = (where: Place) => conversationIdOf(app.parts.ids, where.ref);
  const render: RenderPost = async (_parts, _fleet, { topic, nonce, news }) => {
    const text = words.has(topic) ? words.get(topic) : news ? `${news.kind} ${news.id}` : topic;
    return text === undefined ? undefined : withButton(text, nonce);
  };

  async function settle(by = () => app.parts) {
    await app.queues.drain(
      {
        notify: async (body) => fanOut(by(), body as Announcement),
        'post-chat': async (body) => {
          const running = by();
          await postChat(running, fleetOf(running), PostChat.parse(body), render);
        },
      },
      { concurrency: 1 },
    );
  }

  return {
    ...app,
    chat,
    idOf,
    words,
    settle,
    async let(where, hears) {
      await knowConversation(app.parts, event(where));
      await routeConversation(app.parts, idOf(where), hears, { id: 'ada-id', name: 'Ada' });
    },
    async pass(minutes, by) {
      const until = app.world.now + minutes * MINUTE;
      await settle(by);
      for (let due = app.queues.nextDue(); due !== undefined && due <= until; due = app.queues.nextDue()) {
        app.world.now = due;
        await settle(by);
      }
      app.world.now = until;
      await settle(by);
    },
    async announce(announcement, by) {
      await app.queues.send('notify', [{ id: announcement.id, body: announcement }]);
      await settle(by);
    },
    reads: (where) => chat.standing(where.ref.conversationId).map(({ message }) => message.text),
    async troubles() {
      const all = await app.parts.ownFindings.list();
      return all.filter(({ id }) => id.startsWith('chat/')).map(({ code }) => code);
    },
  };
}

export const EVERYTHING: Hears = { kind: 'everything' };
export const NOTHING: Hears = { kind: 'nothing' };

export function tagged(key: string, value: string): Hears {
  return { kind: 'tags', tags: [{ key, value }] };
}

/** A cluster in the inventory, with these tags. Returns its id. */
export async function givenTagged(parts: Parts, name: string, tags: Readonly<Record<string, string>>): Promise<string> {
  const cluster = givenCluster({ name, tags });
  await parts.readings.save([{ reading: givenReading({ cluster }), toAnnounce: [], basedOn: undefined }]);
  return cluster.id;
}

export function nonceOf(message: ChatMessage | undefined): string | undefined {
  const [action] = message?.card?.actions ?? [];
  return (action?.['data'] as { nonce: string } | undefined)?.nonce;
}
