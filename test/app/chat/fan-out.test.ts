import { expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { forgetConversation } from '../../../shared/app/chat/conversations.ts';
import { reviewChatTroubles } from '../../../shared/app/chat/review-troubles.ts';
import { PostChat } from '../../../shared/app/messages.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import type { Role } from '../../../shared/domain/sign-off/sign-off.ts';
import {
  alertNews,
  exemptionEnding,
  findingsChanged,
  freeze,
  migrationNews,
  PLAN,
  signOffNews,
} from '../../support/chat/announcements.ts';
import {
  channel,
  EVERYTHING,
  event,
  type GivenChat,
  givenChat,
  givenTagged,
  NOTHING,
  personal,
  tagged,
} from '../../support/chat/given-chat.ts';
import { givenCluster } from '../../support/fleet.ts';
import { givenMigration } from '../../support/migration.ts';

const ALL = channel('all', 'platform');
const SHOP = channel('shop');
const PAY = channel('pay', 'payments');
const QUIET = channel('quiet');
const CART = givenCluster({ name: 'cart' }).id;
const LEDGER = givenCluster({ name: 'ledger' }).id;
const GUID = '11111111-2222-3333-4444-555555555555';
const ADA = personal('Ada', GUID);

/** Two clusters of two teams; a channel that hears everything, one for each team, and one that hears nothing. */
async function givenPlaces(): Promise<GivenChat> {
  const given = givenChat({}, { planning: fixedPlanning(people('platform')) });
  await givenTagged(given.parts, 'cart', { Team: 'Shop', env: 'prod' });
  await givenTagged(given.parts, 'ledger', { team: 'payments' });
  await given.let(ALL, EVERYTHING);
  await given.let(SHOP, tagged('team', 'shop'));
  await given.let(PAY, tagged('team', 'payments'));
  await given.let(QUIET, NOTHING);
  return given;
}

const people = (role: Role) =>
  JSON.stringify({ people: { roles: { [role]: { people: [{ id: GUID, name: 'Ada' }] } } } });

const news = (announcement: Announcement, topic: string) => `${announcement.kind} ${topic.replace('news/', '')}`;

test.each<[string, Announcement, string, readonly string[]]>([
  ['findings of one cluster', findingsChanged([CART]), 'news/changes-1', ['all', 'shop']],
  ['the end of an exemption of a pool', exemptionEnding(`${LEDGER}/agentpools/apps`), 'news/ending-1', ['all', 'pay']],
  ['the end of an exemption of a subscription', exemptionEnding('/subscriptions/s'), 'news/ending-1', ['all']],
  ['a freeze', freeze(), 'news/freeze-1', ['all']],
  ['the start of a migration', migrationNews(CART), 'migration/m-1', ['all', 'shop']],
  ['a later word of a migration', migrationNews(CART, 'progress'), 'news/news-progress', ['all', 'shop']],
  ['sign-offs that are asked for', signOffNews([CART]), `plan/${PLAN.hash}`, ['all', 'shop']],
  ['sign-offs of two teams', signOffNews([CART, LEDGER]), `plan/${PLAN.hash}`, ['all', 'pay', 'shop']],
  ['a late sign-off', signOffNews([LEDGER], { what: 'late' }), 'news/sign-off-late', ['all', 'pay']],
  ['a cluster that nobody has read', migrationNews('/gone/cluster'), 'migration/m-1', ['all']],
])('%s are heard where the cluster is', async (_, announcement, topic, where) => {
  const given = await givenPlaces();
  await given.announce(announcement);
  const text = topic.startsWith('news/') ? news(announcement, topic) : topic;
  const heard = [ALL, PAY, SHOP, QUIET].filter((place) => given.reads(place).length > 0);
  expect(heard.map(({ name }) => name)).toEqual(where);
  for (const place of heard) expect(given.reads(place)).toEqual([text]);
  expect(await given.troubles()).toEqual([]);
});

test('a conversation whose record cannot be read is a finding while that lasts, and everybody else hears', async () => {
  const given = await givenPlaces();
  const { conversations } = given.parts;
  let unreadable = ['conversation-0'];
  const damaged = { ...conversations, list: async () => ({ ...(await conversations.list()), unreadable }) };
  Object.assign(given.parts, { conversations: damaged });
  await given.announce(findingsChanged([CART]));
  expect([ALL, SHOP].map((place) => given.reads(place).length)).toEqual([1, 1]);
  expect(await given.parts.ownFindings.list()).toMatchObject([
    {
      id: 'chat/unreadable/conversation-0',
      code: 'STORED_RECORD_UNREADABLE',
      what: expect.stringContaining('Nothing is said in conversation-0'),
      nextAction: expect.stringContaining('out of the table conversations'),
    },
  ]);
  await reviewChatTroubles(given.parts);
  expect(await given.troubles()).toEqual(['STORED_RECORD_UNREADABLE']);
  unreadable = [];
  await reviewChatTroubles(given.parts);
  expect(await given.troubles()).toEqual([]);
});

test('an alert is heard where its migration’s cluster is', async () => {
  const given = await givenPlaces();
  await given.parts.migrations.create(givenMigration({ id: 'm-1', clusterId: LEDGER }));
  await given.announce(alertNews('m-1'));
  expect([ALL, PAY, SHOP].map(given.reads)).toEqual([['recommendation/m-1/rec-1'], ['recommendation/m-1/rec-1'], []]);
});

test('a question that is asked again is asked at the bottom; one that is answered changes where it stands', async () => {
  const given = await givenPlaces();
  await given.parts.migrations.create(givenMigration({ id: 'm-1', clusterId: LEDGER }));
  await given.announce(alertNews('m-1'));
  given.words.set('recommendation/m-1/rec-1', 'asked again');
  await given.announce(alertNews('m-1', 'asked-again'));
  given.words.set('recommendation/m-1/rec-1', 'answered');
  await given.announce(alertNews('m-1', 'answered'));
  expect(given.reads(PAY)).toEqual(['This is shown again further down.', 'answered']);
});

test('changes of several clusters come apart: each team reads of its own', async () => {
  const given = await givenPlaces();
  const sent: PostChat[] = [];
  const sender = {
    async send(...[queue, messages]: Parameters<typeof given.queues.send>) {
      if (queue === 'post-chat') sent.push(...messages.map(({ body }) => PostChat.parse(body)));
      await given.queues.send(queue, messages);
    },
  };
  const both = findingsChanged([CART, LEDGER]);
  await given.announce(both, () => ({ ...given.parts, sender }));
  const clusters = sent.map(({ conversationId, news }) => [
    [ALL, SHOP, PAY].find((place) => given.idOf(place) === conversationId)?.name,
    news?.kind === 'findings-changed' && news.changes.map(({ finding }) => finding.clusterId),
  ]);
  expect(Object.fromEntries(clusters)).toEqual({ all: [CART, LEDGER], shop: [CART], pay: [LEDGER] });
  expect(new Set(sent.map(({ topic }) => topic)).size).toBe(3);
  expect([SHOP, PAY].map((place) => given.reads(place).length)).toEqual([1, 1]);
});

test('a later word of a migration stands under its card in a channel, and the card is brought up to date', async () => {
  const given = await givenPlaces();
  await given.announce(migrationNews(CART));
  given.words.set('migration/m-1', 'half way');
  await given.announce(migrationNews(CART, 'progress'));
  expect(given.chat.standing(SHOP.ref.conversationId)).toMatchObject([
    { message: { text: 'half way' }, updates: 1 },
    { message: { text: 'migration-news news-progress' }, thread: 'message-2' },
  ]);
});

test.each<[string, (given: GivenChat) => void]>([
  ['gone', ({ chat }) => chat.removeMessage(SHOP.ref.conversationId, 'message-2')],
  [
    'refused, as a service may say it',
    ({ chat }) =>
      chat.answerNext(SHOP.ref.conversationId, { kind: 'refused', why: 'the message is not there any more' }),
  ],
])('under a card that was taken away a word stands for itself: %s', async (_, takeAway) => {
  const given = await givenPlaces();
  await given.announce(migrationNews(CART));
  takeAway(given);
  await given.announce(migrationNews(CART, 'ended'));
  const { thread, message } = given.chat.standing(SHOP.ref.conversationId).at(-1) ?? {};
  expect([thread, message?.text]).toEqual([undefined, 'migration-news news-ended']);
  expect(await given.troubles()).toEqual([]);
});

test('whose word is asked is asked in their own chat, and reminded there with the card at the bottom', async () => {
  const given = await givenPlaces();
  const ben = personal('Ben');
  const eve = personal('Eve', 'eve-id', 'another-tenant');
  for (const where of [ben, eve, personal('Cleo')]) await given.let(where, NOTHING);
  const asks = ['BEN-ID', 'eve-id', 'nobody-id'].map((id) => ({ id, name: 'x', role: 'platform' as const }));
  await given.announce(signOffNews([CART], { asks }));
  await given.announce(signOffNews([CART], { asks, what: 'reminder' }));
  await given.announce(signOffNews([CART], { asks, what: 'complete' }));
  const card = `plan/${PLAN.hash}`;
  expect(given.reads(ben)).toEqual(['This is shown again further down.', card]);
  expect([eve, personal('Cleo')].map(given.reads)).toEqual([[], []]);
  expect(given.reads(SHOP)).toEqual([card, 'sign-off sign-off-reminder', 'sign-off sign-off-complete']);
});

test('a plan that comes back is asked for at the bottom', async () => {
  const given = await givenPlaces();
  await given.announce(signOffNews([CART]));
  await given.announce(signOffNews([CART], { what: 'void' }));
  await given.announce(signOffNews([CART], { id: 'sign-off-again' }));
  expect(given.reads(SHOP)).toEqual([
    'This is shown again further down.',
    'sign-off sign-off-void',
    `plan/${PLAN.hash}`,
  ]);
});

test('a word on sign-offs brings the plan’s card up to date', async () => {
  const given = await givenPlaces();
  await given.announce(signOffNews([CART]));
  given.words.set(`plan/${PLAN.hash}`, 'void');
  await given.announce(signOffNews([CART], { what: 'void' }));
  expect(given.reads(SHOP)).toEqual(['void', 'sign-off sign-off-void']);
});

test('the same announcement twice is posted once', async () => {
  const given = await givenPlaces();
  for (let n = 0; n < 3; n += 1) await given.fleet.notify(findingsChanged([CART]));
  await given.settle();
  expect([ALL, SHOP].map((place) => given.reads(place).length)).toEqual([1, 1]);
});

test('what only a conversation that is gone hears is told to whoever speaks for the platform', async () => {
  const given = givenChat({}, { planning: fixedPlanning(people('platform')) });
  await givenTagged(given.parts, 'cart', { team: 'shop' });
  await givenTagged(given.parts, 'ledger', { team: 'payments' });
  await given.let(SHOP, tagged('team', 'shop'));
  await given.let(PAY, tagged('team', 'payments'));
  for (const where of [ADA, personal('Ben')]) await given.let(where, NOTHING);
  await forgetConversation(given.parts, event(SHOP, { kind: 'removed' }));
  given.chat.remove(PAY.ref.conversationId);

  await given.announce(findingsChanged([CART, LEDGER]));
  // One was known to be gone, the other was found to be: each part is told once.
  expect(given.reads(ADA)).toHaveLength(2);
  expect(new Set(given.reads(ADA)).size).toBe(2);
  expect(given.reads(personal('Ben'))).toEqual([]);
  expect((await given.troubles()).toSorted()).toEqual(['CHAT_GONE', 'CHAT_GONE']);

  await given.announce(freeze());
  expect(given.reads(ADA)).toHaveLength(2);
  expect((await given.parts.ownFindings.list()).at(-1)).toMatchObject({
    code: 'CHAT_NOBODY_HEARS',
    what: 'There was news that nobody in the chat hears: fleet-freeze, about the fleet',
  });
});

test('while another conversation hears it, what a gone one would have heard is told to nobody else', async () => {
  const given = await givenPlaces();
  await given.let(ADA, NOTHING);
  given.chat.remove(SHOP.ref.conversationId);
  await given.announce(migrationNews(CART));
  expect([given.reads(ALL), given.reads(ADA)]).toEqual([['migration/m-1'], []]);
  expect(await given.troubles()).toEqual(['CHAT_GONE']);
});

test('when whoever speaks for the platform is gone too, a finding says that nobody hears', async () => {
  const given = givenChat({}, { planning: fixedPlanning(people('platform')) });
  await givenTagged(given.parts, 'cart', { team: 'shop' });
  await given.let(SHOP, tagged('team', 'shop'));
  await given.let(ADA, NOTHING);
  for (const where of [SHOP, ADA]) given.chat.remove(where.ref.conversationId);
  await given.announce(migrationNews(CART));
  expect((await given.troubles()).toSorted()).toEqual(['CHAT_GONE', 'CHAT_GONE', 'CHAT_NOBODY_HEARS']);
});

test('somebody with another role is not told in place of a channel', async () => {
  const given = givenChat({}, { planning: fixedPlanning(people('security')) });
  await givenTagged(given.parts, 'cart', { team: 'shop' });
  await given.let(SHOP, tagged('team', 'shop'));
  await given.let(ADA, NOTHING);
  await forgetConversation(given.parts, event(SHOP, { kind: 'removed' }));
  await given.announce(migrationNews(CART));
  expect(given.reads(ADA)).toEqual([]);
  expect((await given.troubles()).toSorted()).toEqual(['CHAT_GONE', 'CHAT_NOBODY_HEARS']);
});

test('saying what is heard takes the finding off that nobody hears', async () => {
  const given = givenChat();
  await given.announce(freeze());
  expect(await given.troubles()).toEqual(['CHAT_NOBODY_HEARS']);
  await given.let(ALL, EVERYTHING);
  expect(await given.troubles()).toEqual([]);
});
