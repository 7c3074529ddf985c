import { beforeEach, expect, test } from 'vitest';
import { handleEvent } from '../../../shared/app/bot/handle-event.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { fleetOf } from '../../../shared/app/use-cases.ts';
import type { ChatPerson, ChatReply } from '../../../shared/domain/chat/event.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import {
  ADA,
  BEN,
  CEM,
  CHANNEL,
  EVE,
  FOX,
  type GivenBot,
  GUEST,
  givenBot,
  OTHER,
  planTopic,
  type Speaking,
  textOf,
} from '../../support/bot/given-bot.ts';
import { NOW } from '../../support/fleet.ts';
import { givenClusterPlan, givenPlan, givenStep } from '../../support/plan.ts';
import { propose, WINDOW, waveOf } from '../migration/given-plan.ts';

const PLAN = givenPlan('a', { waves: [waveOf(1, { 'shop-prod': ['apps'] })] });
const TOPIC = planTopic(PLAN.hash);

let bot: GivenBot;
let nonce: string;
beforeEach(async () => {
  await given(PLAN);
});

async function given(plan: MigrationPlan) {
  bot = givenBot();
  await bot.sweep();
  await propose(bot.parts, plan);
  nonce = await bot.show(planTopic(plan.hash));
}

function press(change: object = {}, how: Speaking = {}): Promise<ChatReply> {
  const data = { v: 1, topic: TOPIC, nonce, planHash: PLAN.hash, role: 'platform', kind: 'approve', ...change };
  return bot.press('sign-off', data, how);
}

/** The same click, in an app with these parts. */
function pressOn(parts: Parts): Promise<ChatReply> {
  const data = { v: 1, topic: TOPIC, nonce, planHash: PLAN.hash, role: 'platform', kind: 'approve' };
  const what = { kind: 'pressed', verb: 'sign-off', data } as const;
  return handleEvent(parts, fleetOf(parts), { id: 'another', conversation: CHANNEL, from: ADA, what });
}

async function words() {
  const all = await bot.parts.signOffs.ofPlan(PLAN.hash);
  return all.map(({ person, role, kind, via }) => `${person.name} ${role} ${kind} ${via}`);
}

async function refusedAs(kind: string, reply: ChatReply, why: string) {
  expect(await bot.kinds()).toEqual([kind]);
  const [kept] = await bot.refusals();
  expect(kept?.why).toContain(why);
  expect(kept?.what).not.toBe('');
  expect(reply.kind === 'nothing').toBe(false);
}

test('a yes of who holds the role counts, and the card shows it at once', async () => {
  const reply = await press();
  expect(reply.kind).toBe('replace-card');
  expect(textOf(reply)).toContain('Signed off by Ada (platform).');
  expect(await words()).toEqual(['Ada platform approve chat']);
  const [word] = await bot.parts.signOffs.ofPlan(PLAN.hash);
  expect(word).toMatchObject({ person: { id: ADA.directoryId, name: 'Ada', tenantId: ADA.tenantId }, nonce });
  expect(await bot.refusals()).toEqual([]);
});

test('the card says of a late yes at once what it is too late for, and nothing of one in time', async () => {
  expect(textOf(await press())).toContain(
    'counts until 2026-12-20 08:00 UTC. This sign-off came late: the first window opened at 2026-11-20 07:00 UTC',
  );
  const windows = [{ opens: NOW + MS_PER_DAY, closes: NOW + 2 * MS_PER_DAY }];
  const clusters = [givenClusterPlan({ name: 'shop-prod', steps: [givenStep({ name: 'apps', windows })] })];
  const inTime = givenPlan('b', { waves: [waveOf(1, {}, { clusters })] });
  await given(inTime);
  const reply = textOf(await press({ topic: planTopic(inTime.hash), planHash: inTime.hash }));
  expect(reply).toContain('Ada approved as platform');
  expect(reply).not.toContain('late');
});

test('cards of the same plan elsewhere show it too, each brought up to date once', async () => {
  await bot.show(TOPIC, OTHER);
  await press();
  expect(bot.queues.waiting('post-chat')).toBe(2);
  await bot.settle();
  const [there] = bot.chat.standing(OTHER.ref.conversationId);
  expect(there?.message.text).toContain('Signed off by Ada (platform).');
});

test('a double click is one word, and gets the same answer', async () => {
  const [first, second] = [await press(), await press()];
  expect(second).toEqual(first);
  expect(await words()).toEqual(['Ada platform approve chat']);
  expect(await bot.refusals()).toEqual([]);
});

test('the same click twice at once is one word', async () => {
  await Promise.all([press(), press()]);
  expect(await words()).toEqual(['Ada platform approve chat']);
});

test('two people at the same second: both words count', async () => {
  await Promise.all([press(), press({}, { by: BEN })]);
  expect((await words()).toSorted()).toEqual(['Ada platform approve chat', 'Ben platform approve chat']);
  expect(await bot.refusals()).toEqual([]);
});

test.each(['abstain', 'refuse'])('to %s needs a reason, and then counts', async (kind) => {
  expect(textOf(await press({ kind }))).toContain(`To ${kind} needs a reason of at least 3 characters`);
  expect(textOf(await press({ kind, reason: ' no' }))).toContain('at least 3 characters');
  expect(await words()).toEqual([]);
  expect(await bot.refusals()).toEqual([]);
  await press({ kind, reason: 'not in the sale' });
  expect(await words()).toEqual([`Ada platform ${kind} chat`]);
});

test('a reason that is too long is told as that, and is no forgery', async () => {
  expect(textOf(await press({ kind: 'refuse', reason: 'x'.repeat(1_001) }))).toContain('1,000 characters at most');
  expect(await bot.refusals()).toEqual([]);
  await press({ kind: 'refuse', reason: 'x'.repeat(1_000) });
  expect(await words()).toEqual(['Ada platform refuse chat']);
});

test('a word is taken back with its reason; twice is once', async () => {
  await press();
  const taken = await press({ kind: 'withdraw', reason: 'too early' });
  expect(textOf(taken)).toContain('Ada took their word back as platform');
  expect(await press({ kind: 'withdraw', reason: 'too early' })).toEqual(taken);
  expect(await words()).toEqual(['Ada platform approve chat', 'Ada platform withdraw chat']);
  expect(await bot.refusals()).toEqual([]);
});

test('who does not hold the role any more may still take the word back', async () => {
  await bot.parts.signOffs.add({
    id: 's-1',
    planHash: PLAN.hash,
    person: { id: EVE.directoryId, name: 'Eve', tenantId: EVE.tenantId ?? '' },
    role: 'platform',
    kind: 'approve',
    at: NOW - 1,
    expiresAt: NOW + MS_PER_DAY,
    via: 'chat',
  });
  await press({ kind: 'withdraw', reason: 'moved on' }, { by: EVE });
  expect(await words()).toEqual(['Eve platform approve chat', 'Eve platform withdraw chat']);
});

test('to withdraw what was never said is told, and keeps nothing', async () => {
  expect(textOf(await press({ kind: 'withdraw', reason: 'too early' }, { by: BEN }))).toContain(
    'You have said nothing',
  );
  expect(await words()).toEqual([]);
});

test('replay: a button whose word was taken back is used up; a fresh card has a fresh one', async () => {
  await press();
  await press({ kind: 'withdraw', reason: 'too early' });
  const reply = await press();
  await refusedAs('replay', reply, 'Say “approve” for a fresh card.');
  expect(await words()).toEqual(['Ada platform approve chat', 'Ada platform withdraw chat']);

  await bot.say('approve');
  await bot.settle();
  const fresh = (await bot.parts.posts.find(TOPIC, bot.conversationId()))?.post;
  expect(fresh?.nonce).not.toBe(nonce);
  expect((await press({ nonce: fresh?.nonce })).kind).toBe('replace-card');
  expect((await words()).at(-1)).toBe('Ada platform approve chat');
});

test('replay: what took a word back does not take back a later one', async () => {
  await press();
  await press({ kind: 'withdraw', reason: 'too early' });
  const fresh = await bot.show(TOPIC);
  await press({ nonce: fresh });
  const old = await press({ kind: 'withdraw', reason: 'too early' });
  await refusedAs('old-card', old, 'shown again below');
  expect((await words()).at(-1)).toBe('Ada platform approve chat');
});

test('the button that one person used up still works for another', async () => {
  await press();
  await press({ kind: 'withdraw', reason: 'too early' });
  await press({}, { by: BEN });
  expect((await words()).at(-1)).toBe('Ben platform approve chat');
});

test('replay: a button that is carried into another conversation', async () => {
  await bot.happens({ kind: 'added' }, { where: OTHER });
  await refusedAs('replay', await press({}, { where: OTHER }), 'belongs to a card in another conversation');
  expect(await words()).toEqual([]);
});

test('replay: also where a card of the same plan stands', async () => {
  const other = await bot.show(TOPIC, OTHER);
  expect(other).not.toBe(nonce);
  await refusedAs('replay', await press({ nonce: other }), 'belongs to a card in another conversation');
});

test('old card: one that is shown again below', async () => {
  const fresh = await bot.show(TOPIC);
  expect(fresh).not.toBe(nonce);
  await refusedAs('old-card', await press(), 'the same is shown again below');
  expect((await press({ nonce: fresh })).kind).toBe('replace-card');
});

test('old card: of another version of the app is replaced by a fresh one, and the word is not taken', async () => {
  const reply = await press({ v: 0, kind: 'yes' });
  await refusedAs('old-card', reply, 'This card is of an earlier version');
  expect(reply.kind).toBe('replace-card');
  expect(JSON.stringify(reply)).toContain(nonce);
  expect(await words()).toEqual([]);
});

test('old card: of another version about which nothing is known', async () => {
  await refusedAs('old-card', await bot.press('sign', { v: 99 }), 'This card is of an earlier version');
});

test.each([
  ['no data', undefined],
  ['a text', 'approve'],
  ['a list', [1]],
  ['nothing in it', {}],
  ['a version that is a word', { v: '1' }],
])('forged: %s', async (_, data) => {
  await refusedAs('forged', await bot.press('sign-off', data), 'This is no button of ours.');
});

test.each([
  ['another verb', 'delete', {}],
  ['a verb of every object', 'constructor', {}],
  ['a nonce that is none of ours', 'sign-off', { nonce: 'nonce-0' }],
  ['no nonce', 'sign-off', { nonce: undefined }],
  ['another plan than its card', 'sign-off', { planHash: 'b'.repeat(64) }],
  ['a plan that nobody knows', 'sign-off', { topic: planTopic('c'.repeat(64)), planHash: 'c'.repeat(64) }],
  ['no topic of ours', 'sign-off', { topic: 'plan/a/b/c/d' }],
  ['a role that is none', 'sign-off', { role: 'emperor' }],
  ['a word that is none', 'sign-off', { kind: 'sign' }],
  ['half a letter in it', 'sign-off', { topic: '\ud800' }],
  ['half a letter beside it', 'sign-off', { extra: { deep: ['\udfff'] } }],
  ['a topic of another kind', 'sign-off', { topic: 'migration/m-1' }],
])('forged: %s', async (_, verb, change) => {
  const data = { v: 1, topic: TOPIC, nonce, planHash: PLAN.hash, role: 'platform', kind: 'approve', ...change };
  await refusedAs('forged', await bot.press(verb, data), 'Use the buttons of the cards that I show');
  expect(await words()).toEqual([]);
});

test.each([
  ['wrong-person', EVE, 'You do not hold the role platform'],
  ['wrong-person', CEM, 'Who may: Ada and Ben.'],
  ['wrong-tenant', FOX, 'of a directory that may decide nothing here'],
  ['wrong-tenant', { ...ADA, tenantId: FOX.tenantId ?? '' }, 'of a directory that may decide nothing here'],
  ['no-directory-id', GUEST, 'did not tell your directory id'],
] satisfies [string, ChatPerson, string][])('%s: %o', async (kind, by, why) => {
  await refusedAs(kind, await press({}, { by }), why);
  expect(await words()).toEqual([]);
  const [kept] = await bot.refusals();
  expect(kept).toMatchObject({ planHash: PLAN.hash, what: `Pressed approve as platform on plan ${PLAN.id}.` });
});

test('the same refused click that comes twice is kept once, two clicks are two', async () => {
  await press({}, { by: EVE, id: 'again' });
  await press({}, { by: EVE, id: 'again' });
  expect(await bot.kinds()).toEqual(['wrong-person']);
  await press({}, { by: EVE });
  expect(await bot.kinds()).toEqual(['wrong-person', 'wrong-person']);
});

test('who lends the role and takes it back: the word counts while it is lent', async () => {
  const given = await bot.fleet.delegate(
    { role: 'platform', to: EVE.directoryId, toName: 'Eve', until: '2026-12-31' },
    { id: ADA.directoryId, name: 'Ada', tenantId: ADA.tenantId ?? '' },
  );
  expect(given.kind).toBe('given');
  await press({}, { by: EVE });
  expect(await words()).toEqual(['Eve platform approve chat']);
});

test('changed plan: what changed is said, the new card comes below, the old one loses its buttons', async () => {
  await propose(bot.parts, givenPlan('b', { waves: [waveOf(1, { 'shop-prod': ['apps', 'system'] })] }));
  const reply = await press();
  await refusedAs('changed-plan', reply, 'Plan bbbbbbbbbbbb is proposed in its place.');
  expect(textOf(reply)).toContain('system');
  expect(textOf(reply)).toContain('Its card comes below');
  expect(await words()).toEqual([]);
  await bot.settle();
  const [old, fresh] = bot.chat.standing(CHANNEL.ref.conversationId);
  expect(JSON.stringify(old?.message.card)).not.toContain('Approve as');
  expect(JSON.stringify(fresh?.message.card)).toContain('Approve as platform');
  expect(JSON.stringify(fresh?.message.card)).toContain('bbbbbbbbbbbb');
});

test('changed plan: where nothing took its place, it says so', async () => {
  await propose(bot.parts);
  await refusedAs('changed-plan', await press(), 'No plan is proposed for its clusters any more.');
});

test('changed plan: in the very moment of the click', async () => {
  const { signOffs } = bot.parts;
  const next = givenPlan('b', { waves: [waveOf(1, { payments: ['apps'] })] });
  let once = true;
  const racing = {
    ...bot.parts,
    signOffs: {
      ...signOffs,
      async ofPlan(hash: string) {
        if (once) {
          once = false;
          await propose(bot.parts, next);
        }
        return signOffs.ofPlan(hash);
      },
    },
  };
  await refusedAs('changed-plan', await pressOn(racing), 'Plan bbbbbbbbbbbb is proposed in its place.');
});

/** A window that is open for months, so that only the card grows old. */
const LONG = givenPlan('a', {
  waves: [
    waveOf(
      1,
      {},
      {
        clusters: [
          givenClusterPlan({
            environment: 'development',
            steps: [givenStep({ windows: [{ opens: NOW, closes: NOW + 90 * MS_PER_DAY }] })],
          }),
        ],
      },
    ),
  ],
});

test('expired: a card is signed for 30 days, and not from then on', async () => {
  await given(LONG);
  bot.world.now = NOW + 30 * MS_PER_DAY - 1;
  expect((await press()).kind).toBe('replace-card');
  await given(LONG);
  bot.world.now = NOW + 30 * MS_PER_DAY;
  await refusedAs('expired', await press(), 'This card is older than 30 days');
  const fresh = await bot.show(TOPIC);
  expect((await press({ nonce: fresh })).kind).toBe('replace-card');
});

test('expired: a plan is signed until its last window closes', async () => {
  bot.world.now = WINDOW.closes - 1;
  expect((await press()).kind).toBe('replace-card');
  await given(PLAN);
  bot.world.now = WINDOW.closes;
  await refusedAs('expired', await press(), 'All windows of this plan are over');
});

test('a plan without windows does not expire by them', async () => {
  const without = givenPlan('a', {
    waves: [
      waveOf(
        1,
        {},
        { clusters: [givenClusterPlan({ environment: 'development', steps: [givenStep({ windows: [] })] })] },
      ),
    ],
  });
  await given(without);
  expect((await press()).kind).toBe('replace-card');
});

test('a role that is not asked for is not taken: the rules have changed since the card was shown', async () => {
  const reply = await press({ role: 'security' });
  await refusedAs('old-card', reply, 'The word of security is not asked for on this plan. The rules have changed');
  expect(reply.kind).toBe('replace-card');
  expect(await words()).toEqual([]);
});

/** Production asks for platform and for who owns what is touched. */
function owned(owner: string): MigrationPlan {
  const step = givenStep({
    windows: [WINDOW],
    dependencies: { classification: 'simple', reasons: [], owners: [owner] },
  });
  return givenPlan('a', {
    waves: [waveOf(1, {}, { environment: 'production', clusters: [givenClusterPlan({ steps: [step] })] })],
  });
}

test('who owns a workload that is touched signs for it; who owns another does not', async () => {
  await given(owned('Payments'));
  expect((await press({ role: 'application' }, { by: CEM })).kind).toBe('replace-card');
  expect(await words()).toEqual(['Cem application approve chat']);
  await given(owned('checkout'));
  await refusedAs(
    'wrong-person',
    await press({ role: 'application' }, { by: CEM }),
    'You speak for the workloads of payments',
  );
});

test('turning a page changes nothing, for anyone of ours', async () => {
  const reply = await bot.press('page', { v: 1, topic: TOPIC, nonce, page: 1 }, { by: EVE });
  expect(reply.kind).toBe('replace-card');
  await bot.press('page', { v: 1, topic: TOPIC, nonce, page: 1 }, { by: FOX });
  expect(await bot.kinds()).toEqual(['wrong-tenant']);
});

test('a store that does not answer is told as that; the word can be given again', async () => {
  let down = true;
  const { signOffs } = bot.parts;
  const shaky: Parts = {
    ...bot.parts,
    signOffs: {
      ...signOffs,
      add: (word) =>
        down ? Promise.reject(new UpstreamError('STORAGE_DOWN', 'storage did not answer')) : signOffs.add(word),
    },
  };
  const click = () => pressOn(shaky);
  expect(textOf(await click())).toBe(
    'It may not have been done. Storage did not answer (STORAGE_DOWN) It may have been done in part: ask how it stands, and say it again in a few minutes. Saying it twice does no harm.',
  );
  down = false;
  expect((await click()).kind).toBe('replace-card');
});
