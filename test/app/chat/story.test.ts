/** The outbox with everything real but the world: announcements, queues, use cases, cards. */
import { expect, test } from 'vitest';
import { plainConversation } from '../../../shared/app/chat/conversations.ts';
import { PostChat } from '../../../shared/app/messages.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { migrationNews, signOffNews } from '../../support/chat/announcements.ts';
import { channel, EVERYTHING, givenChat, type Place } from '../../support/chat/given-chat.ts';
import { givenCluster } from '../../support/fleet.ts';
import { givenMigration, MINUTE } from '../../support/migration.ts';
import { givenPlan } from '../../support/plan.ts';
import { propose, signAs, waveOf } from '../migration/given-plan.ts';

const OPS = channel('ops');
const TEXT = channel('text');
const SHOP = givenCluster({ name: 'shop' }).id;

async function given() {
  const app = givenChat({}, { alertsOn: true });
  const plan = givenPlan('a', { waves: [waveOf(1, { shop: ['apps'] })] });
  await propose(app.parts, plan);
  for (const where of [OPS, TEXT]) await app.let(where, EVERYTHING);
  await plainConversation(app.parts, app.idOf(TEXT), true);
  // Drained by the app itself, which makes the real cards; `settle` would put words in their place.
  const tell = async (news: Announcement) => {
    await app.queues.send('notify', [{ id: news.id, body: news }]);
    await app.drain();
  };
  const standing = (where: Place) => app.chat.standing(where.ref.conversationId);
  return { ...app, plan, tell, standing };
}

test('a plan’s card shows who has signed as it happens, in place, as a card and as text', async () => {
  const { parts, drain, plan, tell, standing } = await given();
  const news = signOffNews([SHOP], { plan: { id: plan.id, hash: plan.hash } });
  await tell(news);
  const [before] = standing(OPS);
  expect(before?.message.text).toContain(plan.id);
  expect(JSON.stringify(before?.message.card)).toContain(plan.hash);

  await signAs(parts, plan.id, 'Ada');
  await drain();
  const [after, ...more] = standing(OPS);
  expect([after?.activityId, after?.updates, more]).toEqual([before?.activityId, 1, []]);
  expect(after?.message.text).toContain('Ada');
  const [asText] = standing(TEXT);
  expect([asText?.message.card, asText?.updates]).toEqual([undefined, 1]);
  expect(asText?.message.text).toContain('Ada');
});

test('a migration’s card is live each minute, at a command, and at its end; without a change nothing is sent', async () => {
  const { parts, fleet, queues, world, plan, tell, standing, chat } = await given();
  const migration = givenMigration({
    id: 'm-1',
    clusterId: SHOP,
    clusterName: 'shop',
    plan: { id: plan.id, hash: plan.hash },
    createdAt: world.now,
    stepSince: world.now,
    nextPassAt: world.now + 60 * MINUTE,
  });
  await parts.migrations.create(migration);
  await tell(migrationNews(SHOP));
  const updates = () => standing(OPS)[0]?.updates;
  expect(updates()).toBe(0);

  // Looks at health and passes have tests of their own.
  const post = () => queues.drain({ 'post-chat': (body) => fleet.postChat(PostChat.parse(body)) }, { concurrency: 1 });
  const minute = async () => {
    world.now += MINUTE;
    await fleet.watchFleet();
    await post();
  };
  const change = async (of: Partial<Migration>) => {
    const stored = await parts.migrations.find('m-1');
    if (stored?.kind !== 'migration') throw new Error('it is there');
    await parts.migrations.save({ ...stored.migration, ...of }, stored.etag);
  };
  await change({ waiting: { because: 'The window is shut.', since: world.now } });
  await minute();
  expect([updates(), standing(OPS)[0]?.message.text]).toEqual([1, expect.stringContaining('The window is shut.')]);

  // A timer that fires twice in a minute, and a minute without a change.
  const calls = chat.calls().length;
  await fleet.watchFleet();
  expect(queues.waiting('post-chat')).toBe(0);
  await minute();
  expect(chat.calls()).toHaveLength(calls);

  await fleet.command('m-1', { kind: 'pause', reason: 'the sale is on' }, { id: 'ben', name: 'Ben' });
  expect(queues.waiting('post-chat')).toBe(2);
  await post();

  await change({ status: 'aborted', endedAt: world.now, waiting: undefined, commands: [] });
  await fleet.advanceMigration({ migrationId: 'm-1', clusterId: SHOP });
  await post();
  expect(standing(OPS)[0]?.message.text).toMatch(/aborted/i);
  expect(standing(OPS)).toHaveLength(1);
});
