import type { Activity } from 'botbuilder';
import type { ConversationRef } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Chat, PostAnswer } from '../../ports/chat.ts';
import { activityOf } from './activity-of.ts';
import type { BotAdapter, Connector } from './bot-adapter.ts';
import { endOf } from './end-of.ts';
import { isOnThisMachine } from './loopback.ts';
import { answerOf } from './post-answer.ts';
import { type TeamsSettings, TIMEOUT_MS } from './settings.ts';

/** More of one message are not looked up: each is a call. */
const MENTIONS_LOOKED_UP = 10;

/** Posts through the Bot Framework's connector, each message in one try with an end. Waiting is the queue's. */
export function teamsChat(settings: TeamsSettings, adapter: () => Promise<BotAdapter>): Chat {
  const { who, clock, timeoutMs = TIMEOUT_MS } = settings;

  async function call(
    kind: 'post' | 'update',
    to: ConversationRef,
    act: (connector: Connector) => Promise<string | undefined>,
  ): Promise<PostAnswer> {
    const refused = refusalOf(to);
    if (refused) return refused;
    let sent = false;
    const onSend = (method: string) => {
      sent ||= method !== 'GET';
    };
    try {
      const bot = await adapter();
      const signal = AbortSignal.timeout(timeoutMs);
      const attempt = async () => act(await bot.connector(to.serviceUrl, { signal: () => signal, onSend }));
      const activityId = await Promise.race([attempt(), endOf(signal)]);
      if (activityId) return { kind: 'posted', activityId };
      return { kind: 'later', stands: 'maybe', why: 'it did not say where the message stands' };
    } catch (error) {
      return answerOf(error, { act: kind, sent, now: clock.now(), timeoutMs });
    }
  }

  /** Our token goes only where the service told us to go, and that was https. */
  function refusalOf({ serviceUrl }: ConversationRef): PostAnswer | undefined {
    const isSafe = who.kind === 'local' ? isOnThisMachine(serviceUrl) : serviceUrl.startsWith('https://');
    return isSafe ? undefined : { kind: 'refused', why: 'its address is not one that we may speak to' };
  }

  return {
    post: (to, message, thread) =>
      call('post', to, async (connector) => {
        const { conversationId } = to;
        const under = thread === undefined ? conversationId : `${conversationId};messageid=${thread}`;
        const activity = await outgoing(connector, to, message, under);
        return (await connector.conversations.sendToConversation(under, activity)).id;
      }),
    update: (to, activityId, message) =>
      call('update', to, async (connector) => {
        const activity = await outgoing(connector, to, message, to.conversationId);
        await connector.conversations.updateActivity(to.conversationId, activityId, { ...activity, id: activityId });
        return activityId;
      }),
  };
}

async function outgoing(connector: Connector, to: ConversationRef, message: ChatMessage, conversationId: string) {
  const { bot, tenantId } = to;
  return {
    ...activityOf(message, message.card ? undefined : await accountsOf(connector, to, message)),
    channelId: 'msteams',
    from: { id: bot.id, name: bot.name ?? '' },
    conversation: { id: conversationId, ...(tenantId !== undefined && { tenantId }) },
  } as Partial<Activity>;
}

/** The service's ids of who is mentioned; whoever it does not know there is named and not mentioned. */
async function accountsOf(
  { conversations }: Connector,
  { conversationId }: ConversationRef,
  { mentions = [] }: ChatMessage,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    mentions.slice(0, MENTIONS_LOOKED_UP).map(async ({ directoryId }) => {
      try {
        const { id } = (await conversations.getConversationMember(conversationId, directoryId)) as { id?: string };
        return id ? ([[directoryId, id]] as const) : [];
      } catch {
        return [];
      }
    }),
  );
  return new Map(found.flat());
}
