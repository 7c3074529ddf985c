import { afterAll, beforeAll } from 'vitest';
import { type Connector, startConnector } from '../../dev/chat/connector.ts';
import { channelPlace, personalPlace } from '../../dev/chat/places.ts';
import { memoryChat } from '../../shared/adapters/memory/chat.ts';
import type { ConversationRef } from '../../shared/domain/chat/conversation.ts';
import { givenTeams } from '../support/chat/given-teams.ts';
import { type ChatWorld, chatContract } from './chat.ts';
import { firstText, type PlaygroundConnector, startPlaygroundConnector } from './playground.ts';

const BOT = { id: '28:bot' };
const { chat } = givenTeams();

let connector: Connector;
let playground: PlaygroundConnector;
beforeAll(async () => {
  [connector, playground] = await Promise.all([startConnector(), startPlaygroundConnector()]);
  connector.open(channelPlace('19:platform@thread.tacv2', 'Platform', { id: '19:team', name: 'AKS' }));
  connector.open(personalPlace('a:ada'));
}, 120_000);
afterAll(() => Promise.all([connector.stop(), playground.stop()]));

chatContract('memory', inMemory());
chatContract('Teams, as simulated here', () => simulated(connector));
chatContract('Teams, as the Agents Playground simulates it', () => ({ chat, ...playground }));

function inMemory(): () => ChatWorld {
  const memory = memoryChat();
  memory.remove('there-is-no-such-place');
  const ref = (conversationId: string): ConversationRef => ({ serviceUrl: 'memory:', conversationId, bot: BOT });
  return () => ({
    chat: memory,
    channel: ref('platform'),
    personal: ref('ada'),
    standing: async ({ conversationId }) =>
      memory.standing(conversationId).map(({ activityId: id, thread, message: { card, text } }) => ({
        id,
        ...(thread !== undefined && { thread }),
        text: card ? firstText(card) : text,
        isCard: card !== undefined,
      })),
  });
}

function simulated(service: Connector): ChatWorld {
  const ref = (conversationId: string): ConversationRef => ({ serviceUrl: service.url, conversationId, bot: BOT });
  return {
    chat,
    channel: ref('19:platform@thread.tacv2'),
    personal: ref('a:ada'),
    standing: async ({ conversationId }) =>
      service.ofApp(conversationId).map(({ id, thread, text, card }) => ({
        id,
        ...(thread !== undefined && { thread }),
        text: card ? firstText(card) : text,
        isCard: card !== undefined,
      })),
  };
}
