import { afterEach, expect, test } from 'vitest';
import type { ConversationView } from '../../shared/app/chat/chat-views.ts';
import { API_ROUTES } from '../../shared/host/http/routes/openapi.ts';
import { BEN, givenChats, OPS, SHOP } from '../support/chat/given-chats-behind.ts';
import { Validator } from './support/openapi-answers.ts';
import { jsonAt, type Served, serve } from './support/serve.ts';

const open: Served[] = [];
afterEach(() => Promise.all(open.splice(0).map((one) => one.close())));

/** What comes back of what is said: a conversation, or why not. */
interface Answered {
  readonly status: number;
  readonly body: ConversationView & { readonly code?: string };
}

async function given(settings: Parameters<typeof givenChats>[0] = {}) {
  const { given: chat, behind } = await givenChats(settings);
  const served = await serve(API_ROUTES, behind);
  open.push(served);
  const { get, post } = jsonAt(served.url);
  const say = async (path: string, body: unknown) => (await post(path, body)) as Answered;
  return { ...chat, get, post: say, hears: (place: typeof OPS) => `/api/chats/${chat.idOf(place)}/hears` };
}

test('conversations are answered as the OpenAPI document says: who hears first, who is gone last', async () => {
  const { get, idOf } = await given();
  const validator = new Validator((await get('/api/openapi.json')).body);
  const { status, body } = await get('/api/chats');
  expect(validator.problems('GET', '/api/chats', status, body)).toEqual([]);
  const at = '2026-11-20T08:00:00.000Z';
  const routed = { by: 'Ada (ada-id)', at };
  expect(body).toEqual({
    on: true,
    conversations: [
      {
        id: idOf(OPS),
        kind: 'channel',
        name: 'ops',
        team: 'platform',
        hears: { kind: 'everything' },
        routed,
        plain: true,
        since: at,
      },
      {
        id: idOf(BEN),
        kind: 'personal',
        name: 'Ben',
        person: 'Ben',
        hears: { kind: 'nothing' },
        routed,
        plain: false,
        since: at,
      },
      {
        id: idOf(SHOP),
        kind: 'channel',
        name: SHOP.name,
        team: 'shop',
        hears: { kind: 'tags', tags: [{ key: 'team', value: 'shop' }] },
        routed,
        plain: false,
        since: at,
        gone: { at, why: 'it answered 403' },
      },
    ],
    refusals: [
      {
        at,
        kind: 'wrong-person',
        what: 'Approves plan abc.',
        why: 'Only who holds platform may.',
        person: 'Eve',
        conversationId: idOf(OPS),
      },
    ],
    troubles: [
      {
        code: 'CHAT_GONE',
        what: `Nothing can be said any more in channel ${SHOP.name} of team shop: it answered 403`,
        nextAction: `Add the app there again: what it hears is kept. If it is to stay away: steward chats hear ${idOf(SHOP)} --nothing`,
        since: at,
      },
    ],
  });
});

test('what a conversation hears is said with a name, and one that is gone is tried again', async () => {
  const { get, post, hears, parts, idOf } = await given();
  const validator = new Validator((await get('/api/openapi.json')).body);
  const tags = [{ key: 'team', value: 'pay' }];
  const { status, body } = await post(hears(SHOP), { kind: 'tags', tags, person: 'Grace' });
  expect(validator.problems('POST', hears(SHOP), status, body)).toEqual([]);
  expect([status, body.hears, body.routed?.by, body.gone]).toEqual([200, { kind: 'tags', tags }, 'Grace', undefined]);
  expect((await parts.conversations.find(idOf(SHOP)))?.conversation.hears).toEqual({ kind: 'tags', tags });
  expect(await parts.ownFindings.list()).toEqual([]);
});

test('one that is gone and is to hear nothing stays away, without a finding', async () => {
  const { post, hears, parts } = await given();
  const { body } = await post(hears(SHOP), { kind: 'nothing', person: 'Grace' });
  expect(body.gone).toMatchObject({ why: 'it answered 403' });
  expect(await parts.ownFindings.list()).toEqual([]);
});

test.each<[string, unknown]>([
  ['tags without the kind', { kind: 'everything', tags: [{ key: 'a', value: 'b' }] }],
  ['the kind without tags', { kind: 'tags' }],
  ['no tag at all', { kind: 'tags', tags: [] }],
  ['a tag without a value', { kind: 'tags', tags: [{ key: 'a', value: ' ' }] }],
  ['a kind that there is not', { kind: 'some' }],
])('%s is not understood', async (_, body) => {
  const { post, hears } = await given();
  const answer = await post(hears(OPS), { ...(body as object), person: 'Grace' });
  expect([answer.status, answer.body.code]).toEqual([400, 'BODY_NOT_UNDERSTOOD']);
});

test('who has no name says nothing, and what is no conversation is not found', async () => {
  const { post, hears } = await given();
  expect(await post(hears(OPS), { kind: 'nothing' })).toMatchObject({ status: 400, body: { code: 'HTTP_PERSON' } });
  for (const id of ['conversation-none', '%22', 'x'.repeat(300)]) {
    const answer = await post(`/api/chats/${id}/hears`, { kind: 'nothing', person: 'Grace' });
    expect([answer.status, answer.body.code]).toEqual([404, 'CHAT_NOT_FOUND']);
  }
});

test('a function key is nobody', async () => {
  const { post, hears } = await given({ HTTP_AUTH: 'function-key' });
  expect(await post(hears(OPS), { kind: 'nothing' })).toMatchObject({ status: 403, body: { code: 'HTTP_NOBODY' } });
});
