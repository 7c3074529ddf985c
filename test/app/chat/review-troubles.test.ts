import { expect, test } from 'vitest';
import { markGone } from '../../../shared/app/chat/conversations.ts';
import { raiseGone, raiseNobodyHears, raisePostTrouble } from '../../../shared/app/chat/troubles.ts';
import { channel, EVERYTHING, type GivenChat, givenChat, NOTHING } from '../../support/chat/given-chat.ts';

const OPS = channel('ops');
const SHOP = channel('shop', 'shop');
const WEEK = 7 * 86_400_000;

/** One finding of each kind: a message, news that nobody hears, and two conversations that are gone. */
async function given(): Promise<GivenChat> {
  const chat = givenChat();
  const { parts, idOf } = chat;
  await chat.let(OPS, EVERYTHING);
  await chat.let(SHOP, NOTHING);
  const { conversations: stored } = await parts.conversations.list();
  for (const { conversation } of stored) await raiseGone(parts, conversation, 'it answered 403');
  for (const where of [OPS, SHOP]) await markGone(parts, idOf(where), 'it answered 403');
  const [first] = stored;
  if (first) await raisePostTrouble(parts, first.conversation, { topic: 'plan/abc' }, 'CHAT_UNSURE');
  await raiseNobodyHears(parts, 'the fleet');
  await parts.ownFindings.raise([
    { id: 'webhook/refused', code: 'WEBHOOK_REFUSED', what: '', nextAction: '', since: 0, lastSeen: 0 },
  ]);
  return chat;
}

const review = ({ fleet }: GivenChat) => fleet.reportDeadLetters();
const ALL = ['CHAT_GONE', 'CHAT_GONE', 'CHAT_NOBODY_HEARS', 'CHAT_UNSURE'];

test('a week later only what is still missed is left: a conversation that is to hear something and is gone', async () => {
  const chat = await given();
  chat.world.now += WEEK - 1;
  await review(chat);
  expect((await chat.troubles()).toSorted()).toEqual(ALL);
  chat.world.now += 1;
  await review(chat);
  expect(await chat.parts.ownFindings.list()).toMatchObject([
    { id: `chat/gone/${chat.idOf(OPS)}` },
    { id: 'webhook/refused' },
  ]);
});

test('what is gone no more is said to be gone no more, whoever died before saying so', async () => {
  const chat = await given();
  const stored = await chat.parts.conversations.find(chat.idOf(OPS));
  if (stored) await chat.parts.conversations.save({ ...stored.conversation, gone: undefined }, stored.etag);
  await review(chat);
  expect((await chat.parts.ownFindings.list()).map(({ id }) => id)).not.toContain(`chat/gone/${chat.idOf(OPS)}`);
});

test('without a chat nothing is said of it', async () => {
  const chat = await given();
  const off = givenChat({}, { ...chat.parts, chat: undefined });
  await review(off);
  expect((await chat.parts.ownFindings.list()).map(({ code }) => code)).toEqual(['WEBHOOK_REFUSED']);
});
