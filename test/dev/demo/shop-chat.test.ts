import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Activity, CARD_TYPE, TOAST_TYPE } from '../../../dev/chat/activity.ts';
import { signOff } from '../../../dev/demo/chapters/agree.ts';
import { openShopChat, type ShopChat } from '../../../dev/demo/shop-chat.ts';
import type { Telling } from '../../../dev/demo/telling.ts';

const WAIT_MS = 50;

let chat: ShopChat;
let app: Server;
let serviceUrl: string;
/** What the app does with what comes to it. */
let comes: (activity: Activity) => unknown;
beforeEach(async () => {
  comes = () => undefined;
  app = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(app, 'listening');
  chat = await openShopChat({ app: { url: `http://127.0.0.1:${(app.address() as AddressInfo).port}` } });
});
afterEach(async () => {
  await chat.close();
  app.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const activity = (await json(request)) as Activity;
  serviceUrl = String(activity['serviceUrl']);
  response.end(JSON.stringify((await comes(activity)) ?? {}));
}

/** The app says it in a place, or changes what it said. */
async function says(placeId: string, topic: string, text: string, changes?: string): Promise<string> {
  const actions = ['platform', 'application'].map((role) => ({
    type: 'Action.Execute',
    title: `Approve as ${role}`,
    verb: 'sign-off',
    data: { topic, role },
  }));
  const content = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', text }], actions };
  const path = `v3/conversations/${encodeURIComponent(placeId)}/activities${changes === undefined ? '' : `/${changes}`}`;
  const answer = await fetch(serviceUrl + path, {
    method: changes === undefined ? 'POST' : 'PUT',
    body: JSON.stringify({ type: 'message', attachments: [{ contentType: CARD_TYPE, content }] }),
  });
  return ((await answer.json()) as { id: string }).id;
}

async function personalPlace(): Promise<string> {
  const body = JSON.stringify({ members: [{ id: '29:x', name: 'x' }], tenantId: 'tenant' });
  return ((await (await fetch(`${serviceUrl}v3/conversations`, { method: 'POST', body })).json()) as { id: string }).id;
}

test('a card that stands elsewhere already is waited for in the channel', async () => {
  await says(await personalPlace(), 'plan/a', 'A plan, asked of one person');
  const waiting = chat.card('plan/a');
  await says(chat.channel.id, 'plan/a', 'A plan');
  expect(chat.textOf(await waiting)).toBe('A plan');
});

test('the second word is given to the plan in question, though an earlier one stands there with its words', async () => {
  const pressed: unknown[] = [];
  let card = '';
  let words = 'Said so far';
  await says(chat.channel.id, 'plan/first', 'Said so far\nPlatform lead, Shop owner');
  comes = async ({ type, text, value, from }) => {
    if (type === 'message' && text?.includes('approve')) {
      card = await says(chat.channel.id, 'plan/second', 'A plan');
    }
    if (type !== 'invoke') return undefined;
    const { name } = from as { name: string };
    const { data } = (value as { action: { data: { topic: string; role: string } } }).action;
    pressed.push({ name, ...data });
    if (name === 'Guest') return { type: TOAST_TYPE, value: 'You hold no role.' };
    words += `\n${name}`;
    const now = words;
    setTimeout(() => void says(chat.channel.id, 'plan/second', now, card), WAIT_MS);
    return { type: TOAST_TYPE, value: 'Recorded.' };
  };
  const states = ['awaited', 'complete'];
  const checked: string[] = [];
  const telling = {
    chat,
    desk: {
      as: () => ({
        signOffs: async () => ({ state: states.shift(), why: '' }),
        list: async () => ({ migrations: [] }),
      }),
      ring: async () => {},
    },
    tell: {
      say() {},
      quote() {},
      check: (what: string, holds: boolean) => checked.push(`${holds}: ${what}`),
    },
  } as unknown as Telling;
  await signOff(telling, { id: 'second', hash: 'second' } as Parameters<typeof signOff>[1]);
  expect(pressed).toEqual([
    { name: 'Guest', topic: 'plan/second', role: 'application' },
    { name: 'Platform lead', topic: 'plan/second', role: 'platform' },
    { name: 'Shop owner', topic: 'plan/second', role: 'application' },
  ]);
  expect(checked.filter((line) => line.startsWith('false'))).toEqual([]);
});
