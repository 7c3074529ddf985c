import { expect, test } from 'vitest';
import { postNow, refreshTopic } from '../../../shared/app/chat/refresh.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import type { PostAnswer } from '../../../shared/ports/chat.ts';
import {
  channel,
  EVERYTHING,
  type GivenChat,
  givenChat,
  NOTHING,
  nonceOf,
  type Place,
} from '../../support/chat/given-chat.ts';
import { NOW } from '../../support/fleet.ts';

const OPS = channel('ops');
const PLAN = 'plan/abc';
const FREEZE: Announcement = { kind: 'fleet-freeze', id: 'n-1', at: NOW, what: 'frozen', by: 'Ada', reason: 'sale' };

/** A channel in which a plan's card stands, as at the beginning of most stories. */
async function givenCard(where: Place = OPS): Promise<GivenChat> {
  const given = await givenPlace(where);
  await show(given, where);
  return given;
}

async function givenPlace(where: Place = OPS): Promise<GivenChat> {
  const given = givenChat();
  await given.let(where, EVERYTHING);
  return given;
}

/** Has a topic shown there as its first message, as fanning out does. */
async function show(given: GivenChat, where: Place = OPS, topic = PLAN) {
  const conversationId = given.idOf(where);
  await given.queues.send('post-chat', [
    { id: given.parts.ids.next('show'), sessionId: conversationId, body: { conversationId, topic } },
  ]);
  await given.settle();
}

async function change(given: GivenChat, text: string, topic = PLAN) {
  given.words.set(topic, text);
  await refreshTopic(given.parts, topic);
  await given.settle();
}

const answerNext = ({ chat }: GivenChat, answer: PostAnswer, times = 1) => {
  for (let n = 0; n < times; n += 1) chat.answerNext(OPS.ref.conversationId, answer);
};
const later = (more: Partial<Extract<PostAnswer, { kind: 'later' }>> = {}): PostAnswer => ({
  kind: 'later',
  why: 'answered 502',
  stands: 'no',
  ...more,
});
const stored = (given: GivenChat, topic = PLAN) => given.parts.posts.find(topic, given.idOf(OPS));

test('it is posted once, changed where it stands, and not sent while its words are the same', async () => {
  const given = await givenCard();
  await show(given);
  await change(given, 'two of three signed');
  await change(given, 'two of three signed');

  expect(given.chat.calls().map(({ kind }) => kind)).toEqual(['post', 'update']);
  const [message] = given.chat.standing();
  expect(message).toMatchObject({ activityId: 'message-1', message: { text: 'two of three signed' }, updates: 1 });
  const post = (await stored(given))?.post;
  expect(post).toMatchObject({ state: 'posted', activityId: 'message-1', at: NOW, says: 'plan/abc' });
  expect(given.chat.calls().map(({ message }) => nonceOf(message))).toEqual([post?.nonce, post?.nonce]);
  expect(await given.troubles()).toEqual([]);
});

test('two topics in one conversation do not touch each other', async () => {
  const given = await givenCard();
  await show(given, OPS, 'plan/def');
  await change(given, 'other words', 'plan/def');
  expect(given.reads(OPS)).toEqual(['plan/abc', 'other words']);
});

test('without a chat nothing is asked, and nothing is sent', async () => {
  const given = givenChat({}, { chat: undefined });
  await refreshTopic(given.parts, PLAN);
  await postNow(given.parts, 'c-1', PLAN);
  await given.announce(FREEZE);
  expect([given.queues.waiting('post-chat'), await given.troubles()]).toEqual([0, []]);
});

test('what the service puts off is not tried before the time that it asks for, and stands then', async () => {
  const given = await givenPlace();
  answerNext(given, later({ why: 'answered 429', afterMs: 5 * 60_000 }));
  await show(given);
  expect(await stored(given)).toMatchObject({
    post: { state: 'owed', revision: '', putOff: { since: NOW, tries: 1, until: NOW + 5 * 60_000 } },
  });
  await given.pass(4.99);
  expect(given.chat.calls()).toHaveLength(1);
  await given.pass(0.01);
  expect(given.reads(OPS)).toEqual([PLAN]);
  expect((await stored(given))?.post.putOff).toBeUndefined();
  expect(await given.troubles()).toEqual([]);
});

test('while one message tries again, others about the same do not', async () => {
  const given = await givenCard();
  answerNext(given, later(), 6);
  await change(given, 'changed 0');
  for (let n = 1; n <= 60; n += 1) {
    await change(given, `changed ${n}`);
    await given.pass(1);
  }
  const updates = given.chat.calls().filter(({ kind }) => kind === 'update');
  // Put off six times, taken after 42 minutes and 40 seconds, and then once for each change.
  expect(updates).toHaveLength(6 + 1 + 17);
  expect(given.reads(OPS)).toEqual(['changed 60']);
  expect(given.queues.waiting('post-chat')).toBe(0);
});

test('a process that died before it sent the next try loses nothing', async () => {
  const given = await givenPlace();
  answerNext(given, later());
  let dead = false;
  const sender = {
    async send(...message: Parameters<typeof given.queues.send>) {
      if (!dead) {
        dead = true;
        throw new Error('the process is gone');
      }
      await given.queues.send(...message);
    },
  };
  const conversationId = given.idOf(OPS);
  await given.queues.send('post-chat', [
    { id: 's-1', sessionId: conversationId, body: { conversationId, topic: PLAN } },
  ]);
  await given.settle(() => ({ ...given.parts, sender }));
  await given.pass(1);
  expect(dead).toBe(true);
  expect(given.reads(OPS)).toEqual([PLAN]);
});

test('what was put off and came to be right by itself is not counted with what is put off days later', async () => {
  const given = await givenCard();
  answerNext(given, later());
  await change(given, 'changed');
  given.words.delete(PLAN);
  await given.pass(1);
  expect((await stored(given))?.post.putOff).toBeUndefined();
  await given.pass(3 * 24 * 60);
  answerNext(given, later());
  await change(given, 'changed again');
  await given.pass(1);
  expect([given.reads(OPS), await given.troubles()]).toEqual([['changed again'], []]);
});

test('what is put off for a whole day is given up, and said; the next change is tried as ever', async () => {
  const given = await givenPlace();
  const day = Array.from({ length: 45 }, () => later());
  for (const answer of day) answerNext(given, answer);
  await show(given);
  await given.pass(23 * 60);
  expect(await given.troubles()).toEqual([]);
  await given.pass(2 * 60);
  expect(await given.troubles()).toEqual(['CHAT_NOT_REACHED']);
  expect(given.queues.waiting('post-chat')).toBe(0);

  const left = 45 - given.chat.calls().length;
  await change(given, 'news');
  await given.pass(24 * 60);
  expect(left).toBeGreaterThan(0);
  expect(given.reads(OPS)).toEqual(['news']);
  expect(await given.troubles()).toEqual([]);
});

test.each(['does-not-stand', 'stands-all-the-same'] as const)(
  'a reply that is lost leaves a finding and no second post; the next change is posted as a new message: %s',
  async (outcome) => {
    const given = await givenPlace();
    given.chat.answerNext(OPS.ref.conversationId, later({ stands: 'maybe', why: 'no answer within 15 s' }), outcome);
    await show(given);
    await show(given);
    await given.pass(60);
    expect(given.chat.calls()).toHaveLength(1);
    expect(await given.parts.ownFindings.list()).toMatchObject([
      {
        code: 'CHAT_UNSURE',
        what: '“plan/abc” (plan/abc) in channel ops of team shop: it is not known whether it stands there, because the connection or the process ended while it was being posted. no answer within 15 s',
      },
    ]);
    await change(given, 'changed');
    expect(given.reads(OPS)).toEqual([...(outcome === 'does-not-stand' ? [] : [PLAN]), 'changed']);
    expect(await given.troubles()).toEqual([]);
  },
);

test('news whose reply is lost is never said again', async () => {
  const given = await givenPlace();
  given.chat.answerNext(OPS.ref.conversationId, later({ stands: 'maybe' }), 'stands-all-the-same');
  await given.announce(FREEZE);
  given.words.set('news/n-1', 'in other words');
  await refreshTopic(given.parts, 'news/n-1');
  await given.pass(60);
  expect(given.chat.calls()).toHaveLength(1);
  expect(await given.troubles()).toEqual(['CHAT_UNSURE']);
});

test('what is too long is posted as text with where to read on; when that is too long too, it is said', async () => {
  const given = givenChat({}, { appUrl: 'https://steward.example' });
  await given.let(OPS, EVERYTHING);
  given.words.set(PLAN, 'x'.repeat(50_000));
  answerNext(given, { kind: 'too-large' });
  await show(given);
  const [text = ''] = given.reads(OPS);
  expect(text).toBe(`${'x'.repeat(3_999)}…\n\nAll of it: https://steward.example/plans/abc`);
  expect(given.chat.standing()[0]?.message.card).toBeUndefined();
  expect(await given.troubles()).toEqual([]);

  answerNext(given, { kind: 'too-large' }, 2);
  await change(given, 'y'.repeat(50_000));
  await change(given, 'y'.repeat(50_000));
  expect(given.chat.calls()).toHaveLength(4);
  expect(given.reads(OPS)).toEqual([text]);
  expect(await given.troubles()).toEqual(['CHAT_TOO_LARGE']);
});

test('what is refused is said and not sent again; other words are', async () => {
  const given = await givenPlace();
  answerNext(given, { kind: 'refused', why: 'answered 400: Bad card' });
  await show(given);
  await show(given);
  expect(given.chat.calls()).toHaveLength(1);
  expect(await given.troubles()).toEqual(['CHAT_REFUSED']);
  given.words.set(PLAN, 'mended');
  await show(given);
  expect(given.reads(OPS)).toEqual(['mended']);
  expect(await given.troubles()).toEqual([]);
});

test('a card that was taken away is posted once more when it changes; taken away again, not within the hour', async () => {
  const given = await givenCard();
  const remove = () => given.chat.removeMessage(OPS.ref.conversationId, given.chat.standing()[0]?.activityId ?? '');
  remove();
  await change(given, 'changed once');
  expect(given.reads(OPS)).toEqual(['changed once']);
  remove();
  await change(given, 'changed twice');
  expect(given.reads(OPS)).toEqual([]);
  expect(await given.troubles()).toEqual(['CHAT_REFUSED']);
  await given.pass(60);
  await change(given, 'changed thrice');
  expect(given.reads(OPS)).toEqual(['changed thrice']);
  expect(await given.troubles()).toEqual([]);
});

test('shown again at the bottom: once for each order, and the one above has no buttons any more', async () => {
  const given = await givenCard();
  const first = (await stored(given))?.post.nonce;
  await postNow(given.parts, given.idOf(OPS), PLAN, 'event-7');
  await given.settle();
  await postNow(given.parts, given.idOf(OPS), PLAN, 'event-7');
  await given.settle();

  expect(given.reads(OPS)).toEqual(['This is shown again further down.', PLAN]);
  expect(nonceOf(given.chat.standing()[0]?.message)).toBeUndefined();
  const { post } = (await stored(given)) ?? {};
  expect(post).toMatchObject({ activityId: 'message-2', earlier: [first] });
  expect(nonceOf(given.chat.standing()[1]?.message)).toBe(post?.nonce);

  await change(given, 'changed');
  expect(given.reads(OPS)).toEqual(['This is shown again further down.', 'changed']);
});

test('a card above that could not be changed is changed with the next message about the same', async () => {
  const given = await givenCard();
  given.chat.answerNext(OPS.ref.conversationId, { kind: 'posted', activityId: 'message-2' }, 'stands-all-the-same');
  answerNext(given, later());
  await postNow(given.parts, given.idOf(OPS), PLAN, 'event-7');
  await given.settle();
  expect(given.reads(OPS)).toEqual([PLAN, PLAN]);
  await show(given);
  expect(given.reads(OPS)).toEqual(['This is shown again further down.', PLAN]);
});

test('nothing is posted where there is nothing to say, nor where nobody knows the place', async () => {
  const given = await givenPlace();
  given.words.set(PLAN, undefined);
  await show(given);
  await show(given, channel('elsewhere'));
  expect(given.chat.calls()).toEqual([]);
});

test('a conversation that is gone is said to be, and hears again what it heard when we are let in again', async () => {
  const given = await givenCard();
  given.chat.remove(OPS.ref.conversationId);
  await change(given, 'changed');
  const gone = await given.parts.conversations.find(given.idOf(OPS));
  expect(gone?.conversation).toMatchObject({ gone: { at: NOW, why: 'It is not there any more.' }, hears: EVERYTHING });
  expect(await given.parts.ownFindings.list()).toMatchObject([
    {
      id: `chat/gone/${given.idOf(OPS)}`,
      code: 'CHAT_GONE',
      what: 'Nothing can be said any more in channel ops of team shop: It is not there any more.',
    },
  ]);
  const calls = given.chat.calls().length;
  await change(given, 'changed again');
  expect(given.chat.calls()).toHaveLength(calls);

  given.chat.restore(OPS.ref.conversationId);
  await given.let(OPS, EVERYTHING);
  await refreshTopic(given.parts, PLAN);
  await given.settle();
  expect(given.reads(OPS)).toEqual(['changed again']);
  expect(await given.troubles()).toEqual([]);
});

test('a personal chat that hears nothing of its own is said to be gone when a word was meant for it', async () => {
  const given = await givenPlace();
  await given.let(OPS, NOTHING);
  await show(given);
  given.chat.remove(OPS.ref.conversationId);
  await change(given, 'changed');
  expect(await given.troubles()).toEqual(['CHAT_GONE']);
});
