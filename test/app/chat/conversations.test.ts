import { expect, test } from 'vitest';
import {
  conversationIdOf,
  forgetConversation,
  knowConversation,
  markGone,
  plainConversation,
  routeConversation,
} from '../../../shared/app/chat/conversations.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import {
  channel,
  EVERYTHING,
  event,
  type GivenChat,
  givenChat,
  NOTHING,
  type Place,
  personal,
  tagged,
} from '../../support/chat/given-chat.ts';
import { NOW } from '../../support/fleet.ts';

const OPS = channel('ops');
const REMOVED = { kind: 'removed' } as const;
const ADDED = { kind: 'added' } as const;
const ADA = { id: 'ada-id', name: 'Ada' };

const of = async ({ parts, idOf }: GivenChat, where: Place) =>
  (await parts.conversations.find(idOf(where)))?.conversation;

test.each([
  ['a channel', OPS],
  ['a personal chat', personal('Ben')],
])('%s is known from its first word, and hears nothing until somebody says so', async (_, where) => {
  const given = givenChat();
  const known = await knowConversation(given.parts, event(where));
  expect(known).toEqual({ ...where, id: given.idOf(where), hears: NOTHING, since: NOW });
  expect(await of(given, where)).toEqual(known);
});

test('the same place is the same record, whatever the case of its tenant; another tenant’s is another', () => {
  const { parts } = givenChat();
  const { ref } = OPS;
  const id = conversationIdOf(parts.ids, ref);
  expect(id).toMatch(/^conversation-[0-9a-f]{32}$/);
  expect(conversationIdOf(parts.ids, { ...ref, tenantId: ref.tenantId?.toUpperCase() ?? '' })).toBe(id);
  expect(conversationIdOf(parts.ids, { ...ref, tenantId: 'another' })).not.toBe(id);
  expect(conversationIdOf(parts.ids, { ...ref, conversationId: 'another' })).not.toBe(id);
});

test('what an event tells is newer; what it leaves out stays, and so does what is heard', async () => {
  const given = givenChat();
  await given.let(OPS, EVERYTHING);
  given.world.now += 1;
  const ref = { ...OPS.ref, serviceUrl: 'https://smba.example/amer/', bot: { id: 'bot-2' } };
  await knowConversation(given.parts, event({ ...OPS, ref, name: '', team: { id: 'team-shop' } }));
  expect(await of(given, OPS)).toEqual({
    ...OPS,
    ref,
    id: given.idOf(OPS),
    hears: EVERYTHING,
    routed: { by: 'Ada (ada-id)', at: NOW },
    since: NOW,
  });
  await knowConversation(given.parts, event({ ...OPS, name: ' x'.repeat(400) }));
  expect((await of(given, OPS))?.name).toHaveLength(300);
});

test('a word from a place that is known as it is writes nothing', async () => {
  const given = givenChat();
  await given.let(OPS, EVERYTHING);
  const { conversations } = given.parts;
  let saves = 0;
  const counting: Parts['conversations'] = {
    list: () => conversations.list(),
    find: (id) => conversations.find(id),
    save: (...args) => {
      saves += 1;
      return conversations.save(...args);
    },
  };
  await knowConversation({ ...given.parts, conversations: counting }, event(OPS));
  expect(saves).toBe(0);
});

test('taken out, it is kept as gone with who did it; let in again, it hears what it heard', async () => {
  const given = givenChat();
  await given.let(OPS, tagged('team', 'shop'));
  await forgetConversation(given.parts, event(OPS, REMOVED));
  expect(await of(given, OPS)).toMatchObject({
    gone: { at: NOW, why: 'Ben took the app out.' },
    hears: tagged('team', 'shop'),
  });
  expect(await given.troubles()).toEqual(['CHAT_GONE']);

  await knowConversation(given.parts, event(OPS, ADDED));
  expect(await of(given, OPS)).toMatchObject({ hears: tagged('team', 'shop') });
  expect((await of(given, OPS))?.gone).toBeUndefined();
  expect(await given.troubles()).toEqual([]);
});

test('with a team all of its channels go and come back; those of another team stay', async () => {
  const given = givenChat();
  const [general, alerts, other] = [channel('general'), channel('alerts'), channel('x', 'other')];
  for (const where of [alerts, general, other]) await given.let(where, EVERYTHING);
  const goneNow = async () =>
    (await given.parts.conversations.list()).conversations
      .filter(({ conversation }) => conversation.gone)
      .map(({ conversation }) => conversation.name)
      .toSorted();
  await forgetConversation(given.parts, event(general, REMOVED));
  expect([await goneNow(), await given.troubles()]).toEqual([
    ['alerts', 'general'],
    ['CHAT_GONE', 'CHAT_GONE'],
  ]);
  await knowConversation(given.parts, event(general, ADDED));
  expect([await goneNow(), await given.troubles()]).toEqual([[], []]);
});

test('an ordinary word in one channel of a team brings no other one back', async () => {
  const given = givenChat();
  const alerts = channel('alerts');
  for (const where of [alerts, OPS]) await given.let(where, EVERYTHING);
  await markGone(given.parts, given.idOf(alerts), 'deleted');
  await knowConversation(given.parts, event(OPS));
  expect((await of(given, alerts))?.gone?.why).toBe('deleted');
});

test('whoever hears nothing goes without a finding, and nobody is missed who was never known', async () => {
  const given = givenChat();
  await given.let(personal('Ben'), NOTHING);
  await forgetConversation(given.parts, event(personal('Ben'), REMOVED));
  await forgetConversation(given.parts, event(OPS, REMOVED));
  expect([await given.troubles(), await of(given, OPS)]).toEqual([[], undefined]);
  expect((await of(given, personal('Ben')))?.gone).toBeDefined();
});

test('why it went first is kept', async () => {
  const given = givenChat();
  await given.let(OPS, EVERYTHING);
  await markGone(given.parts, given.idOf(OPS), 'first');
  await markGone(given.parts, given.idOf(OPS), 'second');
  expect((await of(given, OPS))?.gone?.why).toBe('first');
});

test('as text, and as cards again', async () => {
  const given = givenChat();
  await given.let(OPS, EVERYTHING);
  const id = given.idOf(OPS);
  expect(await plainConversation(given.parts, id, true)).toBe('saved');
  expect((await of(given, OPS))?.plain).toBe(true);
  await given.let(OPS, EVERYTHING);
  expect((await of(given, OPS))?.plain).toBe(true);
  await plainConversation(given.parts, id, false);
  expect((await of(given, OPS))?.plain).toBeUndefined();
  expect(await plainConversation(given.parts, 'conversation-none', true)).toBe('missing');
});

/** Every save meets somebody else who was first, so many times. */
function contended({ conversations }: Parts, times: number): Parts['conversations'] {
  let left = times;
  return {
    list: () => conversations.list(),
    find: (id) => conversations.find(id),
    async save(conversation, basedOn) {
      if (left-- > 0) return 'conflict';
      return conversations.save(conversation, basedOn);
    },
  };
}

test.each([
  [4, { kind: 'routed' }],
  [5, 'STORE_CONTENDED'],
])('of %d who are first: %j', async (times, expected) => {
  const given = givenChat();
  await given.let(OPS, NOTHING);
  const parts = { ...given.parts, conversations: contended(given.parts, times) };
  const answer = routeConversation(parts, given.idOf(OPS), EVERYTHING, ADA);
  if (typeof expected === 'string') await expect(answer).rejects.toMatchObject({ code: expected });
  else expect(await answer).toMatchObject(expected);
});

test('a conversation that there is not cannot be told what to hear', async () => {
  const { parts } = givenChat();
  expect(await routeConversation(parts, 'conversation-none', EVERYTHING, ADA)).toEqual({ kind: 'missing' });
});
