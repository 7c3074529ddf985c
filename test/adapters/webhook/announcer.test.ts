import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { webhookAnnouncer } from '../../../shared/adapters/webhook/announcer.ts';
import { cloudEvent, signature } from '../../../shared/adapters/webhook/cloud-event.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import { at, givenFinding, SUBSCRIPTION } from '../../support/fleet.ts';

const NOW = at('2026-11-20T08:00:00Z');
const SECRET = 'a secret that is long enough for HMAC';

const announcement: Announcement = {
  id: 'a-1',
  at: NOW,
  kind: 'findings-changed',
  sweepId: 's-1',
  subscriptionId: SUBSCRIPTION,
  partial: true,
  changes: [{ kind: 'new', finding: givenFinding() }],
};

interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Reply = { status: number; headers?: Record<string, string> } | 'silence';

/** A receiver that answers with each reply in turn, the last one for ever. */
async function givenReceiver(...replies: readonly Reply[]) {
  const delivered: Delivered[] = [];
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reply = replies[Math.min(delivered.length, replies.length - 1)] ?? { status: 204 };
    delivered.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    if (reply === 'silence') return;
    response.writeHead(reply.status, reply.headers).end('an answer nobody reads');
  }
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=in-the-address`;
  const waits: number[] = [];
  const pause = async (milliseconds: number) => void waits.push(milliseconds);
  const announcer = webhookAnnouncer({ url, secret: SECRET, timeoutMs: 200 }, { now: () => NOW }, pause);
  return { deliver: () => announcer.deliver(announcement), delivered, waits };
}

test('an announcement is a CloudEvent in JSON, whole', async () => {
  const { deliver, delivered } = await givenReceiver({ status: 204 });
  expect(await deliver()).toEqual({ kind: 'delivered' });
  expect(delivered[0]?.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
  expect(JSON.parse(delivered[0]?.body ?? '')).toEqual({
    specversion: '1.0',
    id: 'a-1',
    source: '/image-steward',
    type: 'image-steward.findings-changed.v1',
    subject: `/subscriptions/${SUBSCRIPTION}`,
    time: '2026-11-20T08:00:00.000Z',
    datacontenttype: 'application/json',
    data: {
      sweepId: 's-1',
      subscriptionId: SUBSCRIPTION,
      partial: true,
      changes: [{ kind: 'new', finding: givenFinding() }],
    },
  });
});

test('the signature is the HMAC-SHA256 of time and body, as docs/webhook.md tells receivers to check', async () => {
  const { deliver, delivered } = await givenReceiver({ status: 200 });
  await deliver();
  const { headers, body } = delivered[0] as Delivered;
  const seconds = NOW / 1000;
  const expected = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex');
  expect(headers['steward-signature']).toBe(`t=${seconds},v1=${expected}`);
});

test.each([200, 202, 204])('a receiver that answers %i has taken it', async (status) => {
  const { deliver } = await givenReceiver({ status });
  expect(await deliver()).toEqual({ kind: 'delivered' });
});

test.each([400, 401, 403, 404, 410, 413])(
  'a receiver that answers %i will never take it, and is asked once',
  async (status) => {
    const { deliver, delivered } = await givenReceiver({ status });
    expect(await deliver()).toEqual({
      kind: 'refused',
      detail: `The webhook's receiver answered ${status}: it does not take this one.`,
    });
    expect(delivered).toHaveLength(1);
  },
);

test('a redirect is not followed: a signed message is not sent elsewhere', async () => {
  const { deliver, delivered } = await givenReceiver({ status: 307, headers: { location: 'http://127.0.0.1:1/' } });
  expect(await deliver()).toMatchObject({ kind: 'refused', detail: expect.stringContaining('307') });
  expect(delivered).toHaveLength(1);
});

test.each([408, 425, 429, 500, 503])('a receiver that answers %i and then takes it was only late', async (status) => {
  const { deliver, delivered, waits } = await givenReceiver({ status }, { status: 204 });
  expect(await deliver()).toEqual({ kind: 'delivered' });
  expect([delivered.length, waits]).toEqual([2, [2_000]]);
});

test.each([
  { retryAfter: '7', wait: 7_000 },
  { retryAfter: '0', wait: 0 },
  { retryAfter: '30', wait: 30_000 },
  { retryAfter: '31', wait: 30_000 },
  { retryAfter: 'soon', wait: 2_000 },
])('a Retry-After of $retryAfter is a wait of $wait ms', async ({ retryAfter, wait }) => {
  const { deliver, waits } = await givenReceiver(
    { status: 429, headers: { 'retry-after': retryAfter } },
    { status: 204 },
  );
  await deliver();
  expect(waits).toEqual([wait]);
});

test('a receiver that keeps failing is an error after three tries, each with the same body', async () => {
  const { deliver, delivered, waits } = await givenReceiver({ status: 503 });
  await expect(deliver()).rejects.toMatchObject({
    code: 'UPSTREAM_WEBHOOK',
    remedy: 'retry-later',
    facts: { announcementId: 'a-1', because: 'status 503', tries: 3 },
  });
  expect(waits).toEqual([2_000, 8_000]);
  expect(new Set(delivered.map(({ body }) => body)).size).toBe(1);
});

test('a receiver that does not answer in time is an error, and may get it again', async () => {
  const { deliver } = await givenReceiver('silence');
  await expect(deliver()).rejects.toMatchObject({ code: 'UPSTREAM_WEBHOOK', facts: { because: 'no answer in 0.2 s' } });
});

test('a receiver that cannot be reached is an error that shows neither the address nor the secret', async () => {
  const announcer = webhookAnnouncer(
    { url: 'http://127.0.0.1:1/hook?key=in-the-address', secret: SECRET },
    { now: () => NOW },
    async () => {},
  );
  const failure = await announcer.deliver(announcement).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'UPSTREAM_WEBHOOK', facts: { because: expect.any(String) } });
  expect(JSON.stringify([failure, (failure as Error).message, (failure as Error).cause])).not.toMatch(
    /in-the-address|long enough/,
  );
});

test.each([
  { url: 'https://hooks.example/x', refused: false },
  { url: 'http://127.0.0.1:8080/x', refused: false },
  { url: 'http://localhost/x', refused: false },
  { url: 'http://[::1]/x', refused: false },
  { url: 'http://hooks.example/x', refused: true },
  { url: 'http://127.0.0.1.example/x', refused: true },
  { url: 'ftp://127.0.0.1/x', refused: true },
])('the address $url is refused: $refused', ({ url, refused }) => {
  const open = () => webhookAnnouncer({ url, secret: SECRET }, { now: () => NOW }, async () => {});
  if (refused) expect(open).toThrow(expect.objectContaining({ code: 'WEBHOOK_NOT_HTTPS' }));
  else expect(open).not.toThrow();
});

test('an exemption that ends is an event about its scope', () => {
  const exemption = {
    id: 'x-1',
    scope: `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg`,
    ruleId: '*',
    owner: 'ops',
    reason: 'waits',
    until: '2026-12-01',
    createdAt: NOW,
    createdBy: 'ops',
  };
  expect(cloudEvent({ id: 'a-2', at: NOW, kind: 'exemption-ending', exemption, daysLeft: 11 })).toMatchObject({
    type: 'image-steward.exemption-ending.v1',
    subject: exemption.scope,
    data: { exemption, daysLeft: 11 },
  });
});

test('the check in docs/webhook.md knows our signature from others', async () => {
  const page = readFileSync(new URL('../../../docs/webhook.md', import.meta.url), 'utf8');
  const code = /```js\n(?<code>[^`]*(?:`[^`]+`[^`]*)*?)```/.exec(page)?.groups?.['code'];
  const { isOurs } = await import(`data:text/javascript,${encodeURIComponent(`${code}; export { isOurs };`)}`);
  const header = signature(SECRET, 1_000, '{"a":1}');

  expect(isOurs(header, '{"a":1}', SECRET, 1_000)).toBe(true);
  expect([1_300, 1_301, 700, 699].map((now) => isOurs(header, '{"a":1}', SECRET, now))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(isOurs(header, '{"a":2}', SECRET, 1_000)).toBe(false);
  expect(isOurs(header, '{"a":1}', 'another secret', 1_000)).toBe(false);
  expect(isOurs(undefined, '{"a":1}', SECRET, 1_000)).toBe(false);
});
