import { beforeEach, expect, test } from 'vitest';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import {
  ADA,
  BEN,
  CEM,
  CHANNEL,
  EVE,
  FOX,
  type GivenBot,
  givenBot,
  linesOf,
  OLA,
  type Speaking,
} from '../../support/bot/given-bot.ts';
import { givenPlan } from '../../support/plan.ts';
import { propose, waveOf } from '../migration/given-plan.ts';

const PLAN = givenPlan('a', { waves: [waveOf(1, { 'shop-prod': ['apps'] })] });
const ID = 'aaaaaaaaaaaa';

let bot: GivenBot;
beforeEach(async () => {
  bot = givenBot();
  await bot.sweep();
  await propose(bot.parts, PLAN);
});

const lines = async (text: string, how?: Speaking) => linesOf(await bot.answers(text, how));

async function words() {
  const all = await bot.parts.signOffs.ofPlan(PLAN.hash);
  return all.map(({ person, role, kind, reason, via }) => [person.name, role, kind, reason ?? '', via].join(' '));
}

test('a yes in words counts as the button does, and cards show it', async () => {
  await bot.say('approve', { by: ADA });
  await bot.settle();
  expect((await lines(`approve ${ID} as platform`)).slice(0, 2)).toEqual([
    `Sign-off: Taken: you approved plan ${ID}`,
    'Signed off by Ada (platform).',
  ]);
  expect(await words()).toEqual(['Ada platform approve  chat']);
  await bot.settle();
  const [card] = bot.chat.standing(CHANNEL.ref.conversationId);
  expect(card?.message.text).toContain('Signed off by Ada (platform).');
  expect(await bot.refusals()).toEqual([]);
});

test('a late yes is told what it is too late for', async () => {
  expect(await lines(`approve ${ID} as platform`)).toContainEqual(
    expect.stringMatching(/This sign-off came late: the first window opened at 2026-11-20 07:00 UTC/),
  );
});

test('the plan may be named by six characters of its id, and said with small words', async () => {
  await bot.say('Approve plan aaaaaa as Platform, please');
  expect(await words()).toEqual(['Ada platform approve  chat']);
});

test.each([
  ['refuse', 'refused'],
  ['abstain', 'abstained from'],
])('to %s needs a reason, and then counts', async (kind, taken) => {
  expect(await lines(`${kind} ${ID} as platform`)).toEqual([
    'Not done: Please say why: others read it, and so does an auditor.',
    `Say it again like this: “${kind} ${ID} as platform because REASON”.`,
  ]);
  expect(await words()).toEqual([]);
  expect((await lines(`${kind} ${ID} as platform because not in the sale`))[0]).toBe(
    `Sign-off: Taken: you ${taken} plan ${ID}`,
  );
  expect(await words()).toEqual([`Ada platform ${kind} not in the sale chat`]);
});

test('a word is taken back; where none was said there is nothing to take back', async () => {
  const withdraw = `withdraw ${ID} as platform because too early`;
  expect(await lines(withdraw)).toEqual([
    'Not done: That was not taken.',
    'You have said nothing on this plan that could be withdrawn.',
  ]);
  await bot.say(`approve ${ID} as platform`);
  expect(await lines(withdraw)).toContain(`Sign-off: Taken: you took back what you had said on plan ${ID}`);
  expect(await words()).toEqual(['Ada platform approve  chat', 'Ada platform withdraw too early chat']);
});

test('the same words that the chat tells again do not bring back what was taken back since', async () => {
  await bot.say(`approve ${ID} as platform`, { id: 'again' });
  await bot.say(`withdraw ${ID} as platform because too early`);
  expect(await lines(`approve ${ID} as platform`, { id: 'again' })).toContain('Awaited: 1 of platform.');
  expect(await words()).toEqual(['Ada platform approve  chat', 'Ada platform withdraw too early chat']);
  await bot.say(`approve ${ID} as platform`);
  expect((await words()).at(-1)).toBe('Ada platform approve  chat');
});

test('two people at the same second: both words count', async () => {
  await Promise.all([bot.say(`approve ${ID} as platform`), bot.say(`approve ${ID} as platform`, { by: BEN })]);
  expect((await words()).toSorted()).toEqual(['Ada platform approve  chat', 'Ben platform approve  chat']);
});

test.each([
  ['somebody without the role', EVE, 'You may not do that.', 'wrong-person'],
  ['somebody of another role', CEM, 'You may not do that.', 'wrong-person'],
  ['an operator without the role', OLA, 'You may not do that.', 'wrong-person'],
  ['somebody of another directory', FOX, 'I cannot answer you.', 'wrong-tenant'],
])('%s is refused, and it is kept', async (_, by, said, kind) => {
  expect((await lines(`approve ${ID} as platform`, { by }))[0]).toBe(`Not done: ${said}`);
  expect(await words()).toEqual([]);
  expect(await bot.kinds()).toEqual([kind]);
});

test('a role that does not sign this plan is told so, and is no misdeed', async () => {
  expect(await lines(`approve ${ID} as security`)).toEqual([
    'Not done: The word of security is not asked for on this plan.',
    `“approve ${ID}” shows whose word is.`,
  ]);
  expect(await bot.kinds()).toEqual([]);
});

test('a changed plan is not signed: what changed is said, and it is kept', async () => {
  await propose(bot.parts, givenPlan('b', { waves: PLAN.waves }));
  expect(await lines(`approve ${ID} as platform`)).toEqual([
    'Not done: That was not taken.',
    expect.stringMatching(new RegExp(`^Plan ${ID} is not proposed any more, so it cannot be signed\\. .*bbbbbbbbbbbb`)),
  ]);
  expect(await words()).toEqual([]);
  const [kept] = await bot.refusals();
  expect(kept).toMatchObject({
    kind: 'changed-plan',
    what: `Said: approve ${ID} as platform`,
    planHash: PLAN.hash,
  });
});

test('when all windows are over there is nothing left to sign for', async () => {
  bot.world.now += MS_PER_DAY;
  expect(await lines(`approve ${ID} as platform`)).toContainEqual(
    expect.stringContaining('All windows of this plan are over'),
  );
  expect(await bot.kinds()).toEqual(['expired']);
});

test('a cluster is not enough: who names one must know what else is signed', async () => {
  expect(await lines('approve shop-prod as platform')).toEqual([
    `Not done: A plan is signed as a whole, and shop-prod is in plan ${ID}: look at it first, “approve ${ID}” shows its card.`,
    `If that is what you mean, say it again like this: “approve ${ID} as platform”.`,
  ]);
  expect(await words()).toEqual([]);
});

test.each([
  [`approve ${ID} as platfrom`, `“approve ${ID} as platform”`],
  [`refuse ${ID} as secruity because of it`, `“refuse ${ID} as security because of it”`],
  ['refuse shop-prd as Platform because the sale is on', '“refuse shop-prod as platform because the sale is on”'],
  [`approve ${ID} as`, 'I need a plan and a role.'],
  ['approve as platform', 'I need a plan and a role.'],
  [`approve ${ID} as platform and security`, 'I need a plan and a role.'],
  [`refuse ${ID} because of it`, 'I need a plan and a role.'],
  ['approve dddddddddddd as platform', 'dddddddddddd'],
])('mistyped: %s', async (text, told) => {
  expect((await lines(text)).join('\n')).toContain(told);
  expect(await words()).toEqual([]);
  expect(await bot.refusals()).toEqual([]);
});
