import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { actionGroupWebhook } from '../../../shared/adapters/on-call/action-group.ts';
import { opsgenie } from '../../../shared/adapters/on-call/opsgenie.ts';
import { pagerDuty } from '../../../shared/adapters/on-call/pagerduty.ts';
import { post } from '../../../shared/adapters/on-call/post.ts';
import { signedWebhook } from '../../../shared/adapters/on-call/signed-webhook.ts';
import { signature } from '../../../shared/adapters/webhook/cloud-event.ts';
import type { OnCallChannel, Page } from '../../../shared/ports/on-call.ts';

interface Seen {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let base = '';
let seen: Seen[] = [];
let answer: { status: number; headers?: Record<string, string> } | 'none' = { status: 202 };

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body });
      if (answer !== 'none') response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  seen = [];
  answer = { status: 202 };
});

const AT = Date.parse('2026-11-20T22:00:00Z');
const PAGE: Page = {
  kind: 'trigger',
  key: 'alert-m-1-5',
  id: 'alert-m-1-5-opened-v1',
  at: AT,
  severity: 'critical',
  summary: 'aks-shop: 1 node is not Ready: node-1.',
  source: 'aks-shop',
  facts: { migration: 'm-1', step: 'drain-source' },
};

const body = () => JSON.parse(seen[0]?.body ?? '');

test('PagerDuty gets one dedup key for trigger, acknowledge and resolve', async () => {
  const channel = pagerDuty({ routingKey: 'R0UT1NG', url: `${base}/v2/enqueue` });
  for (const kind of ['trigger', 'acknowledge', 'resolve'] as const) {
    expect(await channel.tell({ ...PAGE, kind })).toEqual({ kind: 'told' });
  }
  expect(body()).toEqual({
    routing_key: 'R0UT1NG',
    event_action: 'trigger',
    dedup_key: 'alert-m-1-5',
    client: 'Image Steward',
    payload: {
      summary: PAGE.summary,
      source: 'aks-shop',
      severity: 'critical',
      timestamp: '2026-11-20T22:00:00.000Z',
      custom_details: PAGE.facts,
    },
  });
  const told = seen.map((one) => JSON.parse(one.body)).map(({ event_action, dedup_key }) => [event_action, dedup_key]);
  expect(told).toEqual([
    ['trigger', 'alert-m-1-5'],
    ['acknowledge', 'alert-m-1-5'],
    ['resolve', 'alert-m-1-5'],
  ]);
});

test('Opsgenie opens, acknowledges and closes one alias, with the key in a header', async () => {
  const channel = opsgenie({ apiKey: 'K3Y', url: base });
  for (const kind of ['trigger', 'acknowledge', 'resolve'] as const) await channel.tell({ ...PAGE, kind });
  expect(seen.map(({ url, headers }) => [url, headers.authorization])).toEqual([
    ['/v2/alerts', 'GenieKey K3Y'],
    ['/v2/alerts/alert-m-1-5/acknowledge?identifierType=alias', 'GenieKey K3Y'],
    ['/v2/alerts/alert-m-1-5/close?identifierType=alias', 'GenieKey K3Y'],
  ]);
  expect(body()).toMatchObject({ alias: 'alert-m-1-5', priority: 'P1', entity: 'aks-shop' });
});

test('a receiver of one’s own can prove that a page is ours', async () => {
  const secret = 'a secret of at least thirty-two characters';
  await signedWebhook({ url: base, secret }, { now: () => AT }).tell(PAGE);
  const [request] = seen;
  expect(request?.headers['steward-signature']).toBe(signature(secret, AT / 1000, request?.body ?? ''));
  expect(body()).toMatchObject({ id: PAGE.id, type: 'image-steward.page.trigger.v1', data: { key: PAGE.key } });
});

test('what takes an action group’s webhook is told in the common alert schema', async () => {
  const channel = actionGroupWebhook({ url: base });
  await channel.tell({ ...PAGE, kind: 'resolve' });
  expect(body()).toMatchObject({
    schemaId: 'azureMonitorCommonAlertSchema',
    data: { essentials: { alertId: PAGE.key, monitorCondition: 'Resolved', severity: 'Sev0' } },
  });
});

describe('every channel tells a no for good from a not now', () => {
  const channels: readonly (readonly [string, () => OnCallChannel])[] = [
    ['pagerduty', () => pagerDuty({ routingKey: 'R', url: base })],
    ['opsgenie', () => opsgenie({ apiKey: 'K', url: base })],
    ['webhook', () => signedWebhook({ url: base, secret: 'x'.repeat(32) }, { now: () => AT })],
    ['action-group', () => actionGroupWebhook({ url: base })],
  ];
  test.each(channels)('%s', async (name, make) => {
    const channel = make();
    expect(channel.name).toBe(name);
    answer = { status: 400 };
    expect(await channel.tell(PAGE)).toEqual({ kind: 'refused', why: 'it answered 400: it does not take this one' });
    answer = { status: 429, headers: { 'retry-after': '7' } };
    expect(await channel.tell(PAGE)).toEqual({ kind: 'unreachable', why: 'it answered 429', againSeconds: 7 });
    answer = { status: 503 };
    expect(await channel.tell(PAGE)).toEqual({ kind: 'unreachable', why: 'it answered 503' });
    answer = { status: 302, headers: { location: 'http://elsewhere.example/' } };
    expect((await channel.tell(PAGE)).kind).toBe('refused');
  });
});

test('a receiver that is down, or says nothing, is unreachable, and its address is not shown', async () => {
  const down = createServer();
  await new Promise<void>((ready) => down.listen(0, '127.0.0.1', ready));
  const { port } = down.address() as AddressInfo;
  await new Promise((closed) => down.close(closed));
  const url = `http://127.0.0.1:${port}/secret`;
  expect(await post({ url, body: {} })).toEqual({ kind: 'unreachable', why: 'ECONNREFUSED' });
  answer = 'none';
  expect(await post({ url: base, body: {} }, 50)).toEqual({ kind: 'unreachable', why: 'no answer in 0.05 s' });
});

test('pages do not go in the clear to another machine', () => {
  expect(() => actionGroupWebhook({ url: 'http://hooks.example/x' })).toThrowError(
    'ACTION_GROUP_WEBHOOK_URL must be https',
  );
});
