import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Connector, startConnector } from '../../../dev/chat/connector.ts';
import { channelPlace, personalPlace, TENANT_ID } from '../../../dev/chat/places.ts';

const CHANNEL = channelPlace('19:platform@thread.tacv2', 'Platform', { id: '19:team', name: 'AKS' });
const ADA = { id: '29:ada', name: 'Ada', aadObjectId: 'aaaa', tenantId: TENANT_ID };
const HELLO = { type: 'message', text: 'Hello' };

let service: Connector;
beforeEach(async () => {
  service = await startConnector({ longestBody: 1000 });
  service.open(CHANNEL);
  service.join(CHANNEL.id, ADA);
});
afterEach(() => service.stop());

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${service.url}v3/conversations${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
const at = (id: string, ...more: string[]) => `/${[id, ...more].map(encodeURIComponent).join('/')}`;

test('a message can be posted, changed and taken away again', async () => {
  const { status, body } = await call('POST', at(CHANNEL.id, 'activities'), HELLO);
  const { id } = body as { id: string };
  expect({ status, says: service.ofApp().map(({ text }) => text) }).toEqual({ status: 201, says: ['Hello'] });
  expect(await call('PUT', at(CHANNEL.id, 'activities', id), { ...HELLO, text: 'Bye' })).toEqual({
    status: 200,
    body: { id },
  });
  expect(service.ofApp()).toMatchObject([{ id, text: 'Bye', updates: 1 }]);
  expect(await call('DELETE', at(CHANNEL.id, 'activities', id))).toEqual({ status: 200, body: undefined });
  expect((await call('DELETE', at(CHANNEL.id, 'activities', id))).status).toBe(404);
  expect(await call('PUT', at(CHANNEL.id, 'activities', id), HELLO)).toMatchObject({
    status: 403,
    body: { error: { code: 'ServiceError' } },
  });
  expect(service.messages()).toEqual([]);
});

test.each<[string, string, object | undefined, number]>([
  ['POST', at('19:nowhere', 'activities'), HELLO, 404],
  ['POST', at(`${CHANNEL.id};messageid=99`, 'activities'), HELLO, 404],
  ['PUT', at(CHANNEL.id, 'activities', '99'), HELLO, 404],
  ['POST', at(CHANNEL.id, 'activities'), { type: 'message' }, 400],
  ['POST', at(CHANNEL.id, 'activities'), { ...HELLO, text: 'x'.repeat(1000) }, 413],
  ['GET', at(CHANNEL.id, 'activities'), undefined, 405],
  ['GET', at(CHANNEL.id, 'attachments'), undefined, 404],
  ['GET', at('19:nowhere', 'members'), undefined, 404],
  ['GET', at(CHANNEL.id, 'members', '29:ben'), undefined, 404],
  ['POST', '', {}, 400],
])('%s %s with %j is refused with %i', async (method, path, body, status) => {
  expect((await call(method, path, body)).status).toBe(status);
  expect(service.messages()).toEqual([]);
});

test('members are told by account, by directory id, and for a whole team', async () => {
  const told = { id: '29:ada', name: 'Ada', aadObjectId: 'aaaa', tenantId: TENANT_ID, userRole: 'user' };
  expect((await call('GET', at(CHANNEL.id, 'members'))).body).toEqual([told]);
  expect((await call('GET', at(CHANNEL.id, 'members', '29:ada'))).body).toEqual(told);
  expect((await call('GET', at(CHANNEL.id, 'members', 'aaaa'))).body).toEqual(told);
  expect((await call('GET', at('19:team', 'members', '29:ada'))).body).toEqual(told);
});

test('a personal conversation is made once for each account', async () => {
  const first = await call('POST', '', { members: [ADA], tenantId: TENANT_ID });
  expect(first.status).toBe(201);
  expect(await call('POST', '', { members: [ADA], tenantId: TENANT_ID })).toEqual(first);
  const { id } = first.body as { id: string };
  expect(service.place(id)).toEqual(personalPlace(id));
  expect((await call('POST', at(id, 'activities'), HELLO)).status).toBe(201);
});

test('a message is waited for, and what stands is told when it does not come', async () => {
  const soon = service.until(({ text }) => text === 'Hello');
  await call('POST', at(CHANNEL.id, 'activities'), HELLO);
  expect((await soon).text).toBe('Hello');
  expect((await service.until(({ text }) => text === 'Hello')).text).toBe('Hello');
  await expect(service.until(({ text }) => text === 'Bye', 10)).rejects.toThrow(
    'no such message in 10 ms; what stands: Hello',
  );
});

test('faults come one for each call, those of a place before those of any', async () => {
  service.fail('*', { kind: 'status', status: 503, retryAfter: '5' });
  service.fail(CHANNEL.id, { kind: 'status', status: 429, code: 'Throttled' });
  const post = () => call('POST', at(CHANNEL.id, 'activities'), HELLO);
  expect(await post()).toMatchObject({ status: 429, body: { error: { code: 'Throttled' } } });
  expect((await post()).status).toBe(503);
  expect((await post()).status).toBe(201);
  expect(service.calls().map(({ method, placeId }) => `${method} ${placeId}`)).toEqual(
    Array.from({ length: 3 }, () => `POST ${CHANNEL.id}`),
  );
});

test('a place that is closed is gone with what stood in it', async () => {
  await call('POST', at(CHANNEL.id, 'activities'), HELLO);
  service.close(CHANNEL.id);
  expect(service.messages(CHANNEL.id)).toEqual([]);
  expect((await call('POST', at(CHANNEL.id, 'activities'), HELLO)).status).toBe(404);
});
