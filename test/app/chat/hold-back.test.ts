import { expect, test } from 'vitest';
import { postNow, refreshTopic } from '../../../shared/app/chat/refresh.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import {
  alertNews,
  exemptionEnding,
  findingsChanged,
  freeze,
  migrationNews,
  PLAN,
  signOffNews,
} from '../../support/chat/announcements.ts';
import { channel, EVERYTHING, type GivenChat, givenChat, NOTHING, personal } from '../../support/chat/given-chat.ts';
import { clusterId } from '../../support/fleet.ts';
import { givenMigration } from '../../support/migration.ts';

const OPS = channel('ops');
/** Nine in the evening in Amsterdam, eight in UTC: everybody sleeps. */
const EVENING = Date.parse('2026-11-20T20:00:00Z');
const HOUR = 60;

async function given(now: number): Promise<GivenChat> {
  const app = givenChat({ now });
  await app.let(OPS, EVERYTHING);
  return app;
}

const SHOP = clusterId('shop-prod');
const dayOf = (opens: number): Announcement => ({
  kind: 'planned-work',
  id: 'day-of',
  at: EVENING,
  what: 'day-of',
  plan: { id: 'a', hash: 'a' },
  clusterId: SHOP,
  cluster: 'shop-prod',
  region: 'westeurope',
  timeZone: 'Europe/Amsterdam',
  environment: 'production',
  window: { opens, closes: opens + 1 },
  late: false,
  title: 'The window opens.',
  why: [],
  steps: [],
  blockers: [],
  dependencies: [],
  owners: [],
});

test.each<[string, Announcement, number]>([
  ['work on a cluster in Amsterdam', dayOf(EVENING + 48 * HOUR * 60_000), 11],
  ['news of a migration in Amsterdam', migrationNews(SHOP, 'ended'), 11],
  ['findings', findingsChanged([SHOP]), 12],
  ['an exemption of a cluster that nobody has seen', exemptionEnding(SHOP), 12],
])('%s that comes at night stands there in the morning, once', async (_what, news, hours) => {
  const app = await given(EVENING);
  await app.announce(news);
  await app.announce({ ...news });
  await app.pass(hours * HOUR - 1);
  expect(app.reads(OPS)).toEqual([]);
  await app.pass(1);
  await app.pass(HOUR);
  expect([app.reads(OPS), await app.troubles()]).toEqual([[`${news.kind} ${news.id}`], []]);
});

test.each<[string, Announcement]>([
  ['a freeze', freeze()],
  ['a question about a migration', alertNews('m-1')],
])('%s does not wait for the morning', async (_what, news) => {
  const app = await given(EVENING);
  await app.announce(news);
  expect(app.reads(OPS)).toHaveLength(1);
});

test('what is over when its turn comes is dropped, and a finding notes it', async () => {
  const app = await given(EVENING);
  const news = dayOf(EVENING + 4 * HOUR * 60_000);
  await app.announce(news);
  await app.pass(24 * HOUR);
  expect(app.reads(OPS)).toEqual([]);
  expect((await app.parts.ownFindings.list()).map(({ code, what }) => [code, what])).toEqual([
    [
      'CHAT_TOO_LATE',
      '“planned-work day-of” (news/day-of) in channel ops of team shop: it came too late, and was not said any more. Its time was over at 2026-11-21 00:00 UTC.',
    ],
  ]);
});

test('the card of a plan that stands with a person still changes after a reminder came too late', async () => {
  const NOON = Date.parse('2026-11-20T12:00:00Z');
  const guid = '11111111-2222-3333-4444-555555555555';
  const ada = personal('Ada', guid);
  const topic = `plan/${PLAN.hash}`;
  const about = { at: NOON, opens: NOON + HOUR * 60_000, asks: [{ id: guid, name: 'Ada', role: 'platform' as const }] };
  const app = givenChat({ now: NOON });
  await app.let(ada, NOTHING);
  app.words.set(topic, 'sign it');
  await app.announce(signOffNews([SHOP], about));
  app.world.now = about.opens;
  await app.announce(signOffNews([SHOP], { ...about, what: 'reminder' }));
  expect([app.reads(ada), await app.troubles()]).toEqual([['sign it'], ['CHAT_TOO_LATE']]);
  app.words.set(topic, 'it is signed');
  await refreshTopic(app.parts, topic);
  await app.settle();
  expect([app.reads(ada), (await app.parts.posts.find(topic, app.idOf(ada)))?.post.state]).toEqual([
    ['it is signed'],
    'posted',
  ]);
});

test('what the service puts off past nightfall waits for the morning, and is dropped when it is over by then', async () => {
  const app = await given(EVENING - 70 * 60_000);
  const busy = { kind: 'later', why: 'answered 429', afterMs: 20 * 60_000, stands: 'no' } as const;
  app.chat.answerNext(OPS.ref.conversationId, busy);
  app.chat.answerNext(OPS.ref.conversationId, busy);
  await app.parts.migrations.create(givenMigration({ id: 'm-1' }));
  await app.announce(migrationNews(SHOP, 'progress'));
  await app.announce(migrationNews(SHOP, 'ended'));
  await app.pass(6 * HOUR);
  expect(app.reads(OPS)).toEqual([]);
  const stored = await app.parts.migrations.find('m-1');
  if (stored?.kind === 'migration')
    await app.parts.migrations.save({ ...stored.migration, status: 'completed', endedAt: EVENING }, stored.etag);
  await app.pass(12 * HOUR);
  expect(app.reads(OPS)).toEqual(['migration-news news-ended']);
  expect(await app.troubles()).toEqual(['CHAT_TOO_LATE']);
});

test('a card that is owed is not posted at night because something changed, but when a person asks for it', async () => {
  const app = await given(EVENING - 61 * 60_000);
  app.chat.answerNext(OPS.ref.conversationId, { kind: 'later', why: '429', afterMs: 120_000, stands: 'no' });
  await app.parts.migrations.create(givenMigration({ id: 'm-1' }));
  await app.announce(migrationNews(SHOP, 'started'));
  await app.pass(HOUR);
  await refreshTopic(app.parts, 'migration/m-1');
  await app.settle();
  expect(app.reads(OPS)).toEqual([]);
  await postNow(app.parts, app.idOf(OPS), 'migration/m-1');
  await app.settle();
  expect(app.reads(OPS)).toEqual(['migration/m-1']);
  await app.pass(24 * HOUR);
  expect(app.reads(OPS)).toEqual(['migration/m-1']);
});
