/** The connector of the Agents Playground: Microsoft's own stand-in for Teams, to hold ours against. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CARD_TYPE } from '../../dev/chat/activity.ts';
import { configFile } from '../../dev/playground/config-file.ts';
import { PLATFORM_LEAD } from '../../dev/playground/people.ts';
import { startChild } from '../../dev/stack/child.ts';
import type { ConversationRef } from '../../shared/domain/chat/conversation.ts';
import type { Standing } from './chat.ts';

const SCRIPT = new URL('../../dev/playground/process.ts', import.meta.url).pathname;
const BOT = { id: '28:80000000-0000-4000-8000-000000000001' };

export interface PlaygroundConnector {
  readonly channel: ConversationRef;
  readonly personal: ConversationRef;
  standing(ref: ConversationRef): Promise<readonly Standing[]>;
  stop(): Promise<void>;
}

/** What its clients are told of a message. */
interface Told {
  readonly action: 'createMessage' | 'updateMessage';
  readonly actionConversationId: string;
  readonly message: {
    readonly messageId: string;
    readonly text?: string;
    readonly attachments?: readonly { readonly contentType: string; readonly content?: unknown }[];
    readonly postConversationId?: string;
  };
}

/** Starts it, and looks at what a client of it would see. */
export async function startPlaygroundConnector(): Promise<PlaygroundConnector> {
  const folder = await mkdtemp(join(tmpdir(), 'image-steward-playground-'));
  const config = join(folder, 'config.yml');
  await writeFile(config, configFile(PLATFORM_LEAD));
  const listening = Promise.withResolvers<number>();
  const child = startChild({
    name: 'the Agents Playground',
    script: SCRIPT,
    repeatLastLines: true,
    args: ['start', '-e', 'http://127.0.0.1:1/api/messages', '-p', '0', '--disable-telemetry'],
    env: {
      ...process.env,
      TEAMSAPPTESTER_BROWSER: 'none',
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'playground.log'),
    },
    onLine(line) {
      const port = /^Listening on (\d+)$/.exec(line)?.[1];
      if (port) listening.resolve(Number(port));
    },
  });
  const port = await child.ready(listening.promise);
  const told: Told[] = [];
  const client = await openClient(`ws://127.0.0.1:${port}/_ws_conversation/v1/conversations/stream`, told);
  const serviceUrl = `http://127.0.0.1:${port}/_connector`;
  const ref = (conversationId: string): ConversationRef => ({ serviceUrl, conversationId, bot: BOT });
  return {
    channel: ref(`${PLATFORM_LEAD.key}-channel`),
    personal: ref(`${PLATFORM_LEAD.key}-personal`),
    async standing({ conversationId }) {
      await seenIn(client, told, await mark(serviceUrl));
      return standingIn(told, conversationId);
    },
    async stop() {
      client.close();
      await child.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openClient(url: string, told: Told[]): Promise<WebSocket> {
  const client = new WebSocket(url);
  client.addEventListener('message', ({ data }) => void told.push(JSON.parse(String(data)) as Told));
  await once(client, 'open');
  return client;
}

/** Says something in a place that no test looks at: when a client was told that, it was told all that went before. */
async function mark(serviceUrl: string): Promise<string> {
  const response = await fetch(`${serviceUrl}/v3/conversations/${PLATFORM_LEAD.key}-group/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', text: 'so far', channelId: 'msteams' }),
  });
  return ((await response.json()) as { id: string }).id;
}

async function seenIn(client: WebSocket, told: readonly Told[], id: string): Promise<void> {
  while (!told.some(({ message }) => message.messageId === id)) await once(client, 'message');
}

/** A message that stands alone in a channel begins a thread, which is named after it. */
function standingIn(told: readonly Told[], place: string): readonly Standing[] {
  const standing = new Map<string, Standing>();
  for (const { actionConversationId, message } of told) {
    const [where, thread] = actionConversationId.split(';messageid=');
    const { messageId: id, text = '', attachments = [] } = message;
    if (where !== place) continue;
    const card = attachments.find(({ contentType }) => contentType === CARD_TYPE)?.content;
    const known = standing.get(id)?.thread ?? thread;
    const under = known === undefined || known === id ? {} : { thread: known };
    standing.set(id, { id, ...under, text: card ? firstText(card) : text, isCard: card !== undefined });
  }
  return [...standing.values()];
}

export function firstText(card: unknown): string {
  return (card as { body: readonly { text: string }[] }).body[0]?.text ?? '';
}
