import { beforeEach, expect, test } from 'vitest';
import type { ChatReply } from '../../../shared/domain/chat/event.ts';
import {
  ADA,
  BEN,
  CEM,
  EVE,
  FOX,
  type GivenBot,
  GUEST,
  givenBot,
  migrationTopic,
  OLA,
  OTHER,
  recommendationTopic,
  type Speaking,
  textOf,
} from '../../support/bot/given-bot.ts';
import {
  givenRecommendation,
  givenRunning,
  MIGRATION_ID,
  RECOMMENDATION_ID,
} from '../../support/bot/given-recommendation.ts';

const TOPIC = recommendationTopic(MIGRATION_ID, RECOMMENDATION_ID);

let bot: GivenBot;
let nonce: string;
beforeEach(() => given());

async function given(owner?: string) {
  bot = givenBot();
  await givenRecommendation(bot.parts, {}, owner);
  nonce = await bot.show(TOPIC);
}

function press(change: object = {}, how: Speaking = {}): Promise<ChatReply> {
  const data = {
    v: 1,
    topic: TOPIC,
    nonce,
    migrationId: MIGRATION_ID,
    recommendationId: RECOMMENDATION_ID,
    version: 1,
    choice: 'hold-and-fix',
    ...change,
  };
  return bot.press('answer', data, how);
}

const answer = async () => (await bot.fleet.alert(MIGRATION_ID))?.recommendation?.answer;

test.each([
  ['an operator', OLA],
  ['who holds platform', ADA],
  ['who speaks for a workload that is touched', CEM],
])('%s chooses, and the card says who chose what, when and why', async (_, by) => {
  const reply = await press({ reason: 'the team mends it' }, { by });
  expect(reply.kind).toBe('replace-card');
  expect(textOf(reply)).toContain(`${by.name} (${by.directoryId}) chose hold and fix`);
  expect(await answer()).toEqual({
    choice: 'hold-and-fix',
    by: `${by.name} (${by.directoryId})`,
    at: '2026-11-20T08:00:00.000Z',
    reason: 'the team mends it',
  });
  expect(await bot.refusals()).toEqual([]);
});

test('the card is brought up to date once, wherever it stands', async () => {
  await bot.show(TOPIC, OTHER);
  await press();
  expect(bot.queues.waiting('post-chat')).toBe(2);
});

test('without a reason it says where it was chosen; one that is too short is not taken', async () => {
  expect(textOf(await press({ reason: 'ok' }))).toContain('A reason has at least 3 characters');
  expect(await answer()).toBeUndefined();
  await press({ reason: '  ' });
  expect((await answer())?.reason).toBe('Chosen in the chat: hold and fix.');
});

test.each([
  ['wrong-person', EVE, 'this is for operators and for those who speak for payments'],
  ['wrong-tenant', FOX, 'of a directory that may decide nothing here'],
  ['no-directory-id', GUEST, 'did not tell your directory id'],
])('%s is refused and kept', async (kind, by, why) => {
  const reply = await press({}, { by });
  expect(textOf(reply)).toContain(why);
  expect(await bot.refusals()).toEqual([
    expect.objectContaining({
      kind,
      migrationId: MIGRATION_ID,
      what: `Pressed hold-and-fix on recommendation ${RECOMMENDATION_ID}.`,
    }),
  ]);
  expect(await answer()).toBeUndefined();
});

test('who speaks for workloads that are not touched does not choose', async () => {
  await given('checkout');
  expect(textOf(await press({}, { by: CEM }))).toContain('those who speak for checkout');
  expect(await bot.kinds()).toEqual(['wrong-person']);
});

test('a double click is one answer', async () => {
  const [first, second] = [await press(), await press()];
  expect(second).toEqual(first);
  expect(await bot.refusals()).toEqual([]);
  const { recommendation } = (await bot.fleet.alert(MIGRATION_ID)) ?? {};
  expect(recommendation?.version).toBe(2);
});

test('two people at the same second: the second is told who was first', async () => {
  const replies = await Promise.all([press({ choice: 'false-alarm' }), press({ choice: 'continue' }, { by: BEN })]);
  const chosen = await answer();
  const [first, second] = chosen?.choice === 'false-alarm' ? replies : replies.toReversed();
  expect(first?.kind).toBe('replace-card');
  expect(second && textOf(second)).toContain(`${chosen?.by} has decided already`);
  expect(await bot.kinds()).toEqual(['expired']);
});

test('who comes later is told who decided', async () => {
  await press({ choice: 'false-alarm' });
  expect(textOf(await press({ choice: 'roll-back' }, { by: BEN }))).toContain(
    `Ada (${ADA.directoryId}) has decided already: false alarm.`,
  );
  expect(await bot.kinds()).toEqual(['expired']);
});

test('a recommendation that changed since is shown anew, and the choice is not taken', async () => {
  await press({}, { by: BEN });
  const reply = await press({ choice: 'continue' });
  expect(reply.kind).toBe('replace-card');
  const [kept] = await bot.refusals();
  expect(kept).toMatchObject({ kind: 'old-card', why: expect.stringContaining('has chosen: hold and fix') });
  expect(JSON.stringify(reply)).toContain('"version":2');
  expect((await press({ choice: 'continue', version: 2 })).kind).toBe('replace-card');
  expect((await answer())?.choice).toBe('continue');
});

test('a question that another has taken the place of is over', async () => {
  const found = await bot.parts.watches.find(MIGRATION_ID);
  const { recommendation } = found?.state ?? {};
  if (!found || !recommendation) throw new Error('nothing is watched');
  await bot.parts.watches.save({ ...found.state, recommendation: { ...recommendation, id: 'rec-2' } }, found.etag);
  expect(textOf(await press())).toContain('This question is over');
  expect(await bot.kinds()).toEqual(['expired']);
});

test('what cannot be done as things stand is told, and is nobody’s fault', async () => {
  const reply = await press({ choice: 'roll-back' });
  const before = await bot.refusals();
  expect(before).toEqual([]);
  expect(['toast', 'replace-card']).toContain(reply.kind);
});

test.each([
  ['another migration than its card', { migrationId: 'm-ffffffffffff' }],
  ['another question than its card', { recommendationId: 'rec-2' }],
  ['a card of another kind', { topic: migrationTopic(MIGRATION_ID) }],
  ['a choice that is none', { choice: 'delete' }],
  ['a version that is none', { version: -1 }],
  ['a nonce that is none of ours', { nonce: 'nonce-0' }],
])('forged: %s', async (_, change) => {
  await press(change);
  expect(await bot.kinds()).toEqual(['forged']);
  expect(await answer()).toBeUndefined();
});

test('replay: carried into another conversation', async () => {
  await press({}, { where: OTHER });
  expect(await bot.kinds()).toEqual(['replay']);
});

async function givenCard() {
  bot = givenBot();
  await givenRunning(bot.parts);
  nonce = await bot.show(migrationTopic(MIGRATION_ID));
}

function command(change: object = {}, how: Speaking = {}): Promise<ChatReply> {
  const data = {
    v: 1,
    topic: migrationTopic(MIGRATION_ID),
    nonce,
    migrationId: MIGRATION_ID,
    kind: 'pause',
    ...change,
  };
  return bot.press('command', data, how);
}

const commands = async () =>
  (await bot.fleet.migration(MIGRATION_ID))?.commands.map(({ kind, reason }) => `${kind}: ${reason}`);

test('a command of an operator is taken, once; who may not is refused and kept', async () => {
  await givenCard();
  expect((await command({ reason: 'the sale' }, { by: OLA })).kind).toBe('replace-card');
  await command({ reason: 'the sale' }, { by: OLA });
  expect(await commands()).toEqual(['pause: the sale']);
  for (const by of [CEM, EVE])
    expect(textOf(await command({}, { by }))).toContain('This is for operators: Ola, Ada and Ben.');
  expect(await bot.kinds()).toEqual(['wrong-person', 'wrong-person']);
});

test('a command brings the card up to date once', async () => {
  await givenCard();
  await command();
  expect(bot.queues.waiting('post-chat')).toBe(1);
});

test('a command without a reason says where it was given; one that makes no sense is told', async () => {
  await givenCard();
  await command();
  expect(await commands()).toEqual(['pause: Paused in the chat.']);
  expect(textOf(await command({ reason: 'xx' }))).toContain('A reason has at least 3 characters');
  expect(textOf(await command({ kind: 'pause', reason: 'again' }, { by: BEN }))).not.toBe('');
  expect(await bot.refusals()).toEqual([]);
});

test.each([
  ['another migration than its card', { migrationId: 'm-ffffffffffff' }],
  ['a command that is none', { kind: 'explode' }],
])('forged: a command for %s', async (_, change) => {
  await givenCard();
  await command(change);
  expect(await bot.kinds()).toEqual(['forged']);
  expect(await commands()).toEqual([]);
});
