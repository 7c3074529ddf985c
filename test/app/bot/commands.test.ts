import { beforeEach, expect, test } from 'vitest';
import { reportTable } from '../../../cli/render/report-table.ts';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { windowText } from '../../../shared/app/bot/cards/when.ts';
import { COMMANDS } from '../../../shared/app/bot/commands/index.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
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
  linesOf,
  migrationTopic,
  OLA,
  OLD_SHOP,
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
import { givenCluster, SUBSCRIPTION } from '../../support/fleet.ts';
import { givenPoolStep } from '../../support/migration.ts';
import { givenPlan } from '../../support/plan.ts';
import { clusterWith, FRESH, OLD } from '../given-app.ts';
import { propose, signAs, WINDOW, waveOf } from '../migration/given-plan.ts';

const SHOP_PLAN = givenPlan('a', { waves: [waveOf(1, { 'shop-prod': ['apps'] })] });

let bot: GivenBot;
beforeEach(async () => {
  bot = givenBot();
  await bot.sweep();
});

const lines = async (text: string, how?: Speaking) => linesOf(await bot.answers(text, how));

test('before the first sweep nothing is claimed', async () => {
  bot = givenBot();
  for (const text of ['fleet', 'findings']) expect(await lines(text)).toContain('Not done: Nothing was swept yet.');
  expect(await lines('findings shop-prod')).toContain('Not done: Nothing was swept yet: no cluster is known.');
  expect(await lines('retiring')).toContain('Retiring: Nothing was swept yet: this is the calendar alone');
  expect(await lines('plans')).toContain('Not done: Nothing was planned yet.');
});

test('the fleet is what the sweep saw, counted as in a terminal', async () => {
  expect((await lines('Fleet?')).slice(0, 6)).toEqual([
    'Fleet: 2 clusters with 2 node pools',
    'Sweep of 2026-11-20 08:00 UTC: 1 subscription, 2 clusters, 2 node pools.',
    'Findings: 0 critical · 2 high · 1 medium · 0 low',
    'Age (days): 0-30: 1 pool · over 90: 1 pool',
    'Retirement: supported: 2 pools',
    'Under way: 0 migrations',
  ]);
});

test('a partial sweep never looks whole', async () => {
  bot = givenBot({
    answers: { [SUBSCRIPTION]: { kind: 'not-seen', reason: 'forbidden', detail: 'No right to read it.' } },
  });
  await bot.sweep();
  const partial = 'PARTIAL SWEEP: 1 of 1 subscription could not be seen. This is not the whole fleet.';
  expect((await lines('fleet'))[1]).toContain(partial);
  expect(await lines('findings')).toContain(partial);
});

test('findings of one cluster are those of its page, the worst first', async () => {
  const page = await bot.fleet.findings({ cluster: givenCluster({ name: 'shop-prod' }).id, limit: 100 });
  const shown = await lines('findings SHOP-prod');
  expect(shown[0]).toBe('Findings: 3 findings on shop-prod');
  expect(shown.filter((line) => line.startsWith('- '))).toEqual(
    page?.findings.map(({ severity, ruleId }) => `- ${severity.toUpperCase()} ${ruleId}: shop-prod/apps`),
  );
  expect(shown.some((line) => line.includes(page?.findings[0]?.why ?? '?'))).toBe(true);
  expect((await lines('findings shop-prod/apps'))[0]).toBe('Findings: 3 findings on shop-prod/apps');
  expect((await lines('findings payments'))[0]).toBe('Findings: No findings on payments');
});

test('what does not fit is counted, and the next page can be asked for', async () => {
  const many = Array.from({ length: 8 }, (_, n) => clusterWith(`c-${n}`, OLD));
  bot = givenBot({ clusters: { [SUBSCRIPTION]: many } });
  await bot.sweep();
  const first = await lines('findings');
  expect(first).toContain('1 to 10 of 24');
  expect(first).toContain('The next ones: “findings page 2”');
  expect(await lines('findings page 2')).toContain('11 to 20 of 24');
  const last = await lines('findings page 3');
  expect(last).toContain('21 to 24 of 24');
  expect(last.join()).not.toContain('The next ones');
});

test.each([
  ['findings shop-prd', '- “findings shop-prod”'],
  ['plan shop-prd', '- “plan shop-prod”'],
  ['status paymens', '- “status payments”'],
  ['pause shop-prd because it is late', '- “pause shop-prod because it is late”'],
  ['findings shop-prod/aps', '- “findings shop-prod/apps”'],
  [
    'exempt shop-prod image-to-old until 2026-12-31 because frozen until then',
    '- “exempt shop-prod image-too-old until 2026-12-31 because frozen until then”',
  ],
])('%s is mistyped: what was meant is suggested, whole', async (text, again) => {
  expect(await lines(text)).toContain(again);
});

test('a mistyped command that changes something changes nothing', async () => {
  await givenRunning(bot.parts);
  const answer = await lines('pasue shop-prod because the sale is on');
  expect(answer.slice(0, 3)).toEqual([
    'Not understood: Did you mean “pause”?',
    'Nothing was done. Say it again like this:',
    '- pause shop-prod because the sale is on',
  ]);
  expect((await bot.fleet.migration(MIGRATION_ID))?.commands).toEqual([]);
});

test('what is no command is answered with how to learn them', async () => {
  expect(await lines('make me a sandwich')).toEqual([
    'Not done: I did not understand that.',
    'Say “help”, and I show what can be said.',
  ]);
});

test.each(['hello', 'help', '?', 'Hi Steward'])('%s shows all that can be said', async (text) => {
  const answer = await lines(text);
  for (const { name: said, help } of COMMANDS) expect(answer).toContain(`${said}: ${help}`);
});

test('help of one command says how, and who may', async () => {
  expect(await lines('help rollback')).toEqual([
    'Help: “roll back CLUSTER[/POOL] because REASON”',
    'Rolls a migration back: workloads move back to the source, then what is ours is put back.',
    'For example: roll back shop-prod because checkout fails on the target image',
    'Who may: operators',
    'Also: rollback, undo, revert, back out',
    '“help” shows all commands.',
  ]);
  expect(await lines('help fleeet')).toContain('- “help fleet”');
  expect(await lines('help zzzzzz')).toContain('Not done: There is no command zzzzzz.');
});

test('text that is too long is refused kindly, at the limit it is read', async () => {
  expect(await lines(`fleet ${'x'.repeat(1_995)}`)).toContain('Not done: That was too long for me.');
  expect(await lines(`fleet because ${'x'.repeat(1_986)}`)).toContain('Fleet: 2 clusters with 2 node pools');
});

test('two clusters of one name are asked back, each with a name that tells it apart', async () => {
  const twins = ['rg-a', 'rg-b'].map((resourceGroup) => clusterWith('twin', FRESH, { cluster: { resourceGroup } }));
  bot = givenBot({ clusters: { [SUBSCRIPTION]: twins } });
  await bot.sweep();
  expect(await lines('findings twin')).toEqual([
    'Findings: There are 2 clusters twin. Which one?',
    'Nothing was done yet. Say it again like this:',
    '- twin in rg-a, shop-prod',
    '  “findings rg-a/twin”',
    '- twin in rg-b, shop-prod',
    '  “findings rg-b/twin”',
  ]);
  expect((await lines('findings rg-b/twin'))[0]).toBe('Findings: No findings on twin');
});

test('a plan is shown for its cluster, with a link', async () => {
  await propose(bot.parts, SHOP_PLAN);
  expect((await lines('plan for shop-prod')).slice(0, 7)).toEqual([
    'Plan: shop-prod in plan aaaaaaaaaaaa',
    'Work: 1 pool of 1 cluster, 48 min',
    `First window: ${windowText(WINDOW)}`,
    'Cost: USD 0.15',
    'Sign-offs: Awaited: 1 of platform.',
    '- apps: image upgrade in place',
    '  AKSUbuntu-2404gen2containerd-202607.31.0 to AKSUbuntu-2404gen2containerd-202611.12.0',
  ]);
  expect(await bot.answers('plan shop-prod')).toContain('https://steward.example/plans/aaaaaaaaaaaa');
  expect(await lines('plan aaaaaaaa')).toContain('Plan: Plan aaaaaaaaaaaa: whole fleet');
  expect(await lines('plan payments')).toContain('Not done: payments is in no plan.');
  expect(await lines('plan')).toContain('Not done: Which cluster?');
});

test('plans, cost and calendar name what is proposed', async () => {
  await propose(bot.parts, SHOP_PLAN);
  expect(await lines('plans')).toContain('- aaaaaaaaaaaa: whole fleet');
  expect(await lines('cost')).toContain('- aaaaaaaaaaaa: whole fleet');
  expect(await lines('cost shop-prod')).toEqual(
    expect.arrayContaining([
      'Cost: shop-prod: USD 0.15',
      'Prices in USD, pay-as-you-go of eastus as of 2026-10. Source: price tables',
    ]),
  );
  expect(await lines('calendar')).toContain('- 2026-12-18 (in 28 days): wave 1, canary, of plan aaaaaaaaaaaa');
});

test('status names what moves; of one cluster, with details', async () => {
  expect(await lines('status')).toContain('Status: Nothing moves');
  expect(await lines('status shop-prod')).toEqual([
    'Not done: Nothing moves on shop-prod, and nothing has.',
    'It is in no plan either.',
  ]);
  await givenRunning(bot.parts);
  expect(await lines('status')).toEqual(
    expect.arrayContaining(['Status: 1 migration under way', '- shop-prod, pool apps: running']),
  );
  expect(await lines('status shop-prod')).toContain('Status: shop-prod, pool apps: running');
  expect(await lines(`status ${MIGRATION_ID}`)).toContain('Status: shop-prod, pool apps: running');
  expect(await lines('status m-ffffff')).toContain('Not done: There is no migration m-ffffff.');
});

test('why says what a migration waits for, and what would help', async () => {
  const pause = {
    because: 'Ada asked for it: the sale.',
    by: 'Ada',
    at: bot.world.now,
    remedy: 'Resume it after the sale.',
  };
  await givenRunning(bot.parts, { status: 'paused', pause });
  expect(await lines('why does shop-prod wait?')).toEqual(
    expect.arrayContaining([
      'Why: Why shop-prod is where it is',
      '- Paused: Ada asked for it: the sale.',
      '  What would help: Resume it after the sale.',
    ]),
  );
  expect(await lines('why')).toContain('Why: 1 migration that waits');
});

test('why says of a plan that has not begun whose word is missing', async () => {
  await propose(bot.parts, SHOP_PLAN);
  expect(await lines('why shop-prod')).toEqual(
    expect.arrayContaining([
      'Why: shop-prod has not begun',
      'Sign-offs: Awaited: 1 of platform.',
      'Plan: aaaaaaaaaaaa',
    ]),
  );
  expect(await lines('why payments')).toContain('Not done: Nothing is planned for payments, so nothing waits.');
});

test.each([
  ['pause', 'pause', 'pauses'],
  ['stop', 'pause', 'pauses'],
  ['roll back', 'roll-back', 'rolls back'],
  ['undo', 'roll-back', 'rolls back'],
  ['abort', 'abort', 'aborts'],
])('%s is taken from an operator, with its reason', async (said, kind, done) => {
  await givenRunning(bot.parts);
  const answer = await lines(`${said} shop-prod because "the sale is on"`, { by: OLA });
  expect(answer[0]).toContain(`Taken: shop-prod, pool apps, ${done} at its next pass`);
  const { commands = [] } = (await bot.fleet.migration(MIGRATION_ID)) ?? {};
  expect(commands).toEqual([
    { kind, by: `Ola (${OLA.directoryId})`, at: '2026-11-20T08:00:00.000Z', reason: 'the sale is on' },
  ]);
});

test('the same word that comes twice is one command', async () => {
  await givenRunning(bot.parts);
  await bot.say('pause shop-prod because the sale is on', { id: 'again' });
  await bot.say('pause shop-prod because the sale is on', { id: 'again' });
  expect((await bot.fleet.migration(MIGRATION_ID))?.commands.length).toBe(1);
});

test.each([
  ['pause shop-prod', 'Say it again like this: “pause shop-prod because REASON”.'],
  ['pause shop-prod because', 'Say it again like this: “pause shop-prod because REASON”.'],
  ['pause shop-prod because no', 'It must have 3 to 1,000. Say it again with another one.'],
  [`pause shop-prod because ${'x'.repeat(1_001)}`, 'It must have 3 to 1,000. Say it again with another one.'],
])('a command needs a reason: %s', async (text, help) => {
  await givenRunning(bot.parts);
  expect(await lines(text)).toContain(help);
  expect((await bot.fleet.migration(MIGRATION_ID))?.commands).toEqual([]);
});

test.each([3, 1_000])('a reason of %i characters is taken', async (length) => {
  await givenRunning(bot.parts);
  await bot.say(`pause shop-prod because ${'x'.repeat(length)}`);
  const { commands = [] } = (await bot.fleet.migration(MIGRATION_ID)) ?? {};
  expect(commands.map(({ reason }) => reason.length)).toEqual([length]);
});

test('of several migrations on a cluster none is guessed', async () => {
  await givenRunning(bot.parts);
  await givenRunning(bot.parts, { id: 'm-abcdefabcdef', work: givenPoolStep({ name: 'system' }) });
  expect(await lines('pause shop-prod because it is late')).toEqual(
    expect.arrayContaining([
      'Pause: 2 migrations are open there. Which one?',
      '  “pause shop-prod/apps because it is late”',
      '  “pause shop-prod/system because it is late”',
    ]),
  );
  expect((await bot.fleet.migration(MIGRATION_ID))?.commands).toEqual([]);
});

test('what makes no sense as things stand is refused with its reason, and is nobody’s fault', async () => {
  await givenRunning(bot.parts, { status: 'completed', endedAt: bot.world.now });
  expect(await lines('pause shop-prod because it is late')).toContain('Not done: Nothing moves on shop-prod.');
  expect((await lines(`pause ${MIGRATION_ID} because it is late`))[0]).toContain('It has ended.');
  expect(await bot.refusals()).toEqual([]);
});

test('hold answers what is recommended; without it, it says what to do instead', async () => {
  await givenRecommendation(bot.parts);
  expect(await lines('hold shop-prod because the team mends it')).toEqual(
    expect.arrayContaining([
      'Held: Taken: shop-prod stays as it is while the cause is mended',
      'Because: the team mends it',
    ]),
  );
  const { recommendation } = (await bot.fleet.alert(MIGRATION_ID)) ?? {};
  expect(recommendation).toMatchObject({
    state: 'held',
    answer: { choice: 'hold-and-fix', reason: 'the team mends it' },
  });
});

test('hold without anything recommended offers to pause', async () => {
  await givenRunning(bot.parts);
  expect(await lines('hold shop-prod because wait for it')).toEqual([
    'Not done: Nothing is recommended for shop-prod, so there is nothing to hold.',
    `To stop it where it is: “pause ${MIGRATION_ID} because wait for it”.`,
  ]);
});

test.each([
  ['roll-back', 'roll-back', 'Roll back: Taken: shop-prod rolls back from its next pass on'],
  ['roll back', 'roll-back', 'Roll back: Taken: shop-prod rolls back from its next pass on'],
  ['hold and fix', 'hold-and-fix', 'Held: Taken: shop-prod stays as it is while the cause is mended'],
  ['Go on', 'continue', 'Go on: Taken: shop-prod goes on; the rules on the table do not pause it again'],
  [
    'false alarm',
    'false-alarm',
    'False alarm: Taken: shop-prod goes on; this rule is not counted on these objects for 24 hours',
  ],
])('a recommendation is answered in words as with its buttons: %s', async (said, choice, taken) => {
  await givenRecommendation(bot.parts);
  expect((await lines(`answer shop-prod ${said} because that is best`))[0]).toBe(taken);
  const { recommendation } = (await bot.fleet.alert(MIGRATION_ID)) ?? {};
  expect(recommendation?.answer).toMatchObject({ choice, reason: 'that is best' });
});

test.each([
  ['hold shop-prod because the team mends it', 'held'],
  ['answer shop-prod hold-and-fix because the team mends it', 'held'],
  ['answer shop-prod roll-back because it is ill', 'answered'],
  ['answer shop-prod false-alarm because it was the test', 'answered'],
])('the same answer that comes twice is one, told once: %s', async (text, state) => {
  await givenRecommendation(bot.parts);
  const first = await lines(text, { id: 'again' });
  bot.world.now += 60_000;
  const second = await lines(text, { id: 'again' });
  expect(first[0]).toContain('Taken');
  expect(second).toEqual(first);
  const { recommendation } = (await bot.fleet.alert(MIGRATION_ID)) ?? {};
  expect(recommendation).toMatchObject({ state, version: 2, answer: { at: '2026-11-20T08:00:00.000Z' } });
  expect([bot.queues.waiting('notify'), bot.queues.waiting('page-on-call')]).toEqual([1, 1]);
});

test('a roll back after a hold does not say that it is asked again', async () => {
  await givenRecommendation(bot.parts);
  expect(await lines('hold shop-prod because the team mends it')).toEqual([
    'Held: Taken: shop-prod stays as it is while the cause is mended',
    'It is asked again 2026-11-20 08:30 UTC.',
    'Because: the team mends it',
  ]);
  expect(await lines('answer shop-prod roll-back because it stays ill')).toEqual([
    'Roll back: Taken: shop-prod rolls back from its next pass on',
    'Because: it stays ill',
  ]);
});

test.each([
  ['hold shop-prod because the team mends it', recommendationTopic(MIGRATION_ID, RECOMMENDATION_ID)],
  ['pause shop-prod because the sale is on', migrationTopic(MIGRATION_ID)],
])('what shows it is brought up to date once: %s', async (text, topic) => {
  await givenRecommendation(bot.parts);
  await bot.show(topic);
  await bot.say(text);
  expect(bot.queues.waiting('post-chat')).toBe(1);
});

test('a hold for another reason is a new one', async () => {
  await givenRecommendation(bot.parts);
  await bot.say('hold shop-prod because the team mends it');
  await bot.say('hold shop-prod because it takes longer');
  const { recommendation } = (await bot.fleet.alert(MIGRATION_ID)) ?? {};
  expect(recommendation).toMatchObject({ version: 3, answer: { reason: 'it takes longer' } });
});

test('an answer needs a question, a choice, a reason, and somebody whose word counts', async () => {
  await givenRunning(bot.parts);
  expect(await lines('answer shop-prod continue because it is well')).toEqual([
    'Not done: Nothing is recommended for shop-prod, so there is nothing to answer.',
    `“status ${MIGRATION_ID}” shows how it stands.`,
  ]);
  bot = givenBot();
  await bot.sweep();
  await givenRecommendation(bot.parts, {}, 'checkout');
  expect((await lines('answer shop-prod contineu because it is well')).join('\n')).toContain(
    '“answer shop-prod continue because it is well”',
  );
  expect((await lines('answer shop-prod')).join('\n')).toContain('roll-back, hold-and-fix, continue, false-alarm');
  expect((await lines('answer roll-back because it is ill'))[0]).toContain('Not done');
  expect(await lines('answer shop-prod continue')).toContain(
    'Say it again like this: “answer shop-prod continue because REASON”.',
  );
  expect(await bot.kinds()).toEqual([]);
  expect(await lines('answer shop-prod continue because it is well', { by: CEM })).toContain(
    'Not done: You may not do that.',
  );
  const kept = (await bot.refusals()).map(({ kind, what }) => ({ kind, what }));
  expect(kept).toEqual([{ kind: 'wrong-person', what: 'Said: answer shop-prod continue' }]);
  expect((await bot.fleet.alert(MIGRATION_ID))?.recommendation?.state).toBe('open');
});

test('who speaks for a workload that is touched may hold; who speaks for another may not', async () => {
  await givenRecommendation(bot.parts, {}, 'checkout');
  expect(await lines('hold shop-prod because we mend it', { by: CEM })).toContain('Not done: You may not do that.');
  expect(await bot.kinds()).toEqual(['wrong-person']);
  bot = givenBot();
  await bot.sweep();
  await givenRecommendation(bot.parts, {}, 'Payments');
  expect((await lines('hold shop-prod because we mend it', { by: CEM }))[0]).toContain('Held');
});

test('approve shows the card of the one plan that awaits words', async () => {
  await propose(bot.parts, SHOP_PLAN);
  expect(await lines('approve')).toEqual([
    'Sign-off: Here comes the card of plan aaaaaaaaaaaa',
    'Awaited: 1 of platform.',
  ]);
  await bot.settle();
  const [card] = bot.chat.standing(CHANNEL.ref.conversationId);
  expect(JSON.stringify(card?.message.card)).toContain('Approve as platform');
});

test('the same approve that comes twice shows one card', async () => {
  await propose(bot.parts, SHOP_PLAN);
  await bot.say('approve', { id: 'again' });
  await bot.settle();
  await bot.say('approve', { id: 'again' });
  await bot.settle();
  expect(bot.chat.standing().length).toBe(1);
});

test('of several plans one has to be named', async () => {
  const other = givenPlan('b', {
    scope: { part: 1, parts: 1, group: 'b' },
    waves: [waveOf(1, { payments: ['apps'] })],
  });
  await propose(bot.parts, SHOP_PLAN, other);
  const signed = async () => (await lines('plans')).filter((line) => /^- |Sign-offs/.test(line));
  const awaited = '  Sign-offs: Awaited: 1 of platform.';
  expect(await signed()).toEqual(['- aaaaaaaaaaaa: whole fleet', awaited, '- bbbbbbbbbbbb: b', awaited]);
  expect(await lines('approve')).toEqual(
    expect.arrayContaining([
      'Approve: 2 plans await sign-offs. Which one?',
      '  “approve aaaaaaaaaaaa”',
      '  “approve bbbbbbbbbbbb”',
    ]),
  );
  expect(await lines('approve payments')).toContain('Sign-off: Here comes the card of plan bbbbbbbbbbbb');
  await signAs(bot.parts, SHOP_PLAN.id, 'Ada');
  expect(await signed()).toEqual([
    '- aaaaaaaaaaaa: whole fleet',
    '  Sign-offs: Signed off by Ada (platform).',
    '- bbbbbbbbbbbb: b',
    awaited,
  ]);
  expect(await lines('approve')).toContain('Sign-off: Here comes the card of plan bbbbbbbbbbbb');
});

test('approve says when nothing is to be signed, and when a plan is not proposed any more', async () => {
  expect(await lines('approve')).toContain('Not done: No plan awaits a sign-off.');
  await propose(bot.parts, SHOP_PLAN);
  await signAs(bot.parts, SHOP_PLAN.id, 'Ada');
  expect(await lines('approve')).toContain('Not done: No plan awaits a sign-off.');
  await propose(bot.parts, givenPlan('c', { waves: SHOP_PLAN.waves }));
  expect(await lines('approve aaaaaaaaaaaa')).toContain(
    'Not done: Plan aaaaaaaaaaaa is not proposed any more, so it cannot be signed.',
  );
});

test('start asks the use case, which says what is missing; a cluster alone does not start a plan', async () => {
  await propose(bot.parts, SHOP_PLAN);
  expect(await lines('start aaaaaaaaaaaa')).toEqual([
    'Not done: Nothing began.',
    'Sign-offs are missing: 1 of platform.',
  ]);
  expect(await lines('start shop-prod')).toContain(
    'If that is what you want, say it again like this: “start aaaaaaaaaaaa”.',
  );
  await signAs(bot.parts, SHOP_PLAN.id, 'Ben');
  expect((await lines('start aaaaaaaaaaaa'))[0]).toBe('Started: 1 of plan aaaaaaaaaaaa begins');
});

test('an exemption is dated, owned by who says it, and made once', async () => {
  const text = 'exempt shop-prod/apps image-too-old until 31-Dec-2026 because frozen for the quarter end';
  expect((await lines(text, { by: OLA }))[0]).toBe(
    'Exempted: shop-prod/apps is exempted from image-too-old until 2026-12-31',
  );
  await bot.say(text, { by: OLA });
  const exemptions = await bot.fleet.exemptions();
  expect(exemptions).toEqual([
    expect.objectContaining({
      scope: `${OLD_SHOP.cluster.id}/agentpools/apps`,
      ruleId: 'image-too-old',
      owner: 'Ola',
      reason: 'frozen for the quarter end',
      until: '2026-12-31',
      createdBy: `Ola (${OLA.directoryId})`,
    }),
  ]);
});

test.each([
  [
    'exempt shop-prod image-too-old because frozen for the quarter',
    'I need a cluster, a rule, a last day and a reason.',
  ],
  ['exempt shop-prod image-too-old until soon because frozen for the quarter', 'soon is no day.'],
  ['exempt shop-prod image-too-old until 2026-12-31', 'Please say why: others read it, and so does an auditor.'],
  ['exempt shop-prod image-too-old until 2026-12-31 because short', 'The reason cannot be used'],
  ['exempt shop-prod image-too-old until 2029-12-31 because frozen for the quarter', '“exempt” was not done.'],
  [
    'exempt shop-prod/control-plane * until 2026-12-31 because frozen for the quarter',
    'A control plane has no findings of its own.',
  ],
])('%s is not taken: %s', async (text, why) => {
  expect((await lines(text))[0]).toContain(why);
  expect(await bot.fleet.exemptions()).toEqual([]);
});

test('the fleet is frozen and let go, and both say by whom', async () => {
  expect((await lines('freeze the fleet because "network work"'))[0]).toBe(
    'Frozen: The fleet is frozen by Ada since 2026-11-20 08:00 UTC: network work.',
  );
  expect((await lines('freeze because me too', { by: OLA }))[0]).toContain(
    'Frozen already: The fleet is frozen by Ada',
  );
  expect(await lines('why')).toContain('The fleet is frozen by Ada since 2026-11-20 08:00 UTC: network work.');
  expect(await lines('fleet')).toContain(
    'Frozen: The fleet is frozen by Ada since 2026-11-20 08:00 UTC: network work.',
  );
  expect((await lines('unfreeze', { by: OLA }))[0]).toContain('Freeze lifted');
  expect((await lines('unfreeze'))[0]).toContain('Not frozen');
  expect(await lines('freeze shop-prod because it is late')).toContain(
    'Not done: The fleet is frozen as a whole, not shop-prod alone; one migration is paused.',
  );
});

const mentions = [{ directoryId: EVE.directoryId, name: 'Eve' }];

test('a role is lent to who is mentioned, once, and taken back', async () => {
  const text = 'delegate platform to <at>Eve</at> until 2026-12-31';
  expect((await lines(text, { mentions }))[0]).toBe('Delegated: Eve may speak for platform in the place of Ada');
  await bot.say(text, { mentions });
  const [given, ...more] = await bot.fleet.delegations();
  expect(more).toEqual([]);
  expect(await lines('delegations')).toContain('- Eve for Ada, as platform');
  expect(await lines(`undelegate ${given?.id}`, { by: CEM })).toContain(
    'It is ended by Ada, by Eve, or by an operator.',
  );
  expect((await lines(`undelegate ${given?.id}`, { by: EVE }))[0]).toBe(
    `Delegation ended: ${given?.id} does not count any more`,
  );
});

test.each([
  ['delegate platform to Eve until 2026-12-31', 'I need to know who that is.'],
  ['delegate platform to <at>Eve</at>', 'I need a role, a person and a last day.'],
  ['delegate platfrom to <at>Eve</at> until 2026-12-31', 'There is no role platfrom.'],
  ['delegate security to <at>Eve</at> until 2026-12-31', 'That was not done.'],
  ['delegate platform to <at>Eve</at> until 2027-12-31', '“delegate” was not done.'],
  ['delegate platform to <at>Eve</at> until tomorrow', 'tomorrow is no day.'],
])('%s is not taken: %s', async (text, why) => {
  expect((await lines(text, { mentions }))[0]).toContain(why);
  expect(await bot.fleet.delegations()).toEqual([]);
});

test('two people of one name are not told apart by it: nothing is lent', async () => {
  const two = [...mentions, { directoryId: BEN.directoryId, name: 'Eve' }];
  const answer = await lines('delegate platform to <at>Eve</at> until 2026-12-31', { mentions: two });
  expect(answer[0]).toContain('I need to know who that is.');
});

test('what a conversation hears is said by operators, and shown to anyone', async () => {
  expect((await lines('listening', { by: EVE }))[0]).toBe('Heard here: This conversation hears about no cluster');
  expect((await lines('listen to team=shop env=prod', { by: OLA }))[0]).toBe(
    'Heard here: This conversation hears about clusters with team=shop or env=prod',
  );
  expect((await lines('listen everything', { by: EVE }))[0]).toBe('Not done: You may not do that.');
  expect((await bot.parts.conversations.find(bot.conversationId()))?.conversation.hears).toEqual({
    kind: 'tags',
    tags: [
      { key: 'team', value: 'shop' },
      { key: 'env', value: 'prod' },
    ],
  });
  expect((await lines('listen nothing'))[0]).toBe('Heard here: This conversation hears about no cluster');
});

test('a conversation without cards gets text, and cards again when it wants them', async () => {
  await bot.say('plain on', { by: OLA });
  expect(await bot.say('fleet')).toMatchObject({
    kind: 'say',
    message: expect.not.objectContaining({ card: expect.anything() }),
  });
  await bot.say('plain off', { by: OLA });
  expect(await bot.say('fleet')).toMatchObject({ message: { card: { version: '1.5' } } });
  expect(await lines('plain maybe')).toContain('Not done: On or off?');
});

const CHANGING = COMMANDS.filter(({ who }) => who === 'operate');

test.each(CHANGING.map(({ name, example }) => ({ name, example })))(
  '$name is for operators: from anybody else it is refused and kept',
  async ({ name, example }) => {
    await givenRunning(bot.parts);
    const answer = await lines(example, { by: EVE });
    expect(answer).toEqual([
      'Not done: You may not do that.',
      'This is for operators: Ola, Ada and Ben. planning.json says who they are (people.operators).',
    ]);
    const [kept, ...more] = await bot.refusals();
    expect(more).toEqual([]);
    expect(kept).toMatchObject({
      kind: 'wrong-person',
      what: expect.stringContaining(`Said: ${name}`),
      person: { id: EVE.directoryId, name: 'Eve' },
      conversationId: bot.conversationId(),
    });
    expect((await bot.fleet.migration(MIGRATION_ID))?.commands).toEqual([]);
    expect((await bot.fleet.freezeState()).frozen).toBe(false);
  },
);

test.each(COMMANDS.map(({ name, example }) => ({ name, example })))(
  '$name from another directory is not answered, and kept',
  async ({ example }) => {
    const answer = await lines(example, { by: FOX });
    expect(answer[0]).toBe('Not done: I cannot answer you.');
    expect(await bot.kinds()).toEqual(['wrong-tenant']);
  },
);

test.each(COMMANDS.filter(({ name }) => name !== 'help').map(({ name, example }) => ({ name, example })))(
  '$name from somebody whom the chat does not name is refused and kept',
  async ({ example }) => {
    expect((await lines(example, { by: GUEST }))[0]).toBe('Not done: I do not know who you are.');
    expect(await bot.kinds()).toEqual(['no-directory-id']);
  },
);

test('who is not named may ask for help, unless they are of another directory', async () => {
  expect((await lines('help', { by: GUEST }))[0]).toBe('Help: What you can say to me');
  expect(await bot.refusals()).toEqual([]);
  expect((await lines('help', { by: { ...GUEST, tenantId: FOX.tenantId ?? '' } }))[0]).toBe(
    'Not done: I cannot answer you.',
  );
});

test('a directory id without its directory proves nothing', async () => {
  expect((await lines('fleet', { by: { directoryId: ADA.directoryId, name: 'Ada' } }))[0]).toBe(
    'Not done: I cannot answer you.',
  );
  expect(await bot.kinds()).toEqual(['wrong-tenant']);
});

test('the same refused word that comes twice is kept once', async () => {
  await bot.say('unfreeze', { by: EVE, id: 'again' });
  await bot.say('unfreeze', { by: EVE, id: 'again' });
  expect((await bot.refusals()).length).toBe(1);
});

test('groups that cannot be asked give nobody a right', async () => {
  const people = { operators: { groups: ['00000000-0000-0000-0000-000000000099'] } };
  bot = givenBot({}, { planning: fixedPlanning(JSON.stringify({ people })) });
  const answer = await lines('unfreeze', { by: EVE });
  expect(answer[1]).toContain('Which groups you are in could not be seen now');
  await bot.sweep();
  expect((await lines('fleet', { by: EVE }))[0]).toBe('Fleet: 2 clusters with 2 node pools');
  expect(await bot.kinds()).toEqual(['wrong-person']);
});

test('whose groups cannot be asked is told so where the role that they hold is not enough', async () => {
  const people = {
    roles: { security: { people: [{ id: EVE.directoryId, name: 'Eve' }] } },
    operators: { groups: ['00000000-0000-0000-0000-000000000099'] },
  };
  bot = givenBot({}, { planning: fixedPlanning(JSON.stringify({ people })) });
  await bot.sweep();
  await givenRecommendation(bot.parts);
  const unseen =
    /^Your word does not count here: .* Which groups you are in could not be seen now \(.*\), so nothing is taken from you: try again in a few minutes\.$/;
  expect(await lines('hold shop-prod because we mend it', { by: EVE })).toEqual([
    'Not done: You may not do that.',
    expect.stringMatching(unseen),
  ]);
  const [kept] = await bot.refusals();
  expect(kept).toMatchObject({ kind: 'wrong-person', why: expect.stringMatching(unseen) });
});

const HOSTILE = [
  '[click](https://evil.example)',
  '<at>everyone</at>',
  '**bold** _x_ `code`',
  '](https://evil.example)',
  '{{DATE(2026-01-01T00:00:00Z, SHORT)}}',
  '\u202egnirts',
  '![](https://evil.example/x.png)',
];

test.each(HOSTILE)('hostile text is shown as text wherever it comes back: %s', async (text) => {
  await givenRunning(bot.parts);
  const said = [
    `findings "${text}"`,
    `plan "${text}"`,
    text,
    `pause "${text}" because ${text}`,
    `pause shop-prod because ${text} and more`,
    `help "${text}"`,
    `exempt shop-prod "${text}" until 2026-12-31 because ${text}`,
    `undelegate "${text}"`,
    `listen key=${text}`,
  ];
  for (const one of said) {
    const reply = await bot.say(one);
    if (reply.kind !== 'say') throw new Error(one);
    const card = JSON.stringify(reply.message.card?.body ?? []);
    expect(card).not.toMatch(/[^\\]\]\(https:\/\/evil/);
    expect(card).not.toContain('<at>everyone');
    expect(card).not.toContain('{{DATE');
    expect(reply.message.text).not.toContain('<at>everyone');
    expect(card + reply.message.text).not.toContain('\u202e');
  }
});

test.each([
  ['what’s the status of shop-prod?', 'status'],
  ['why is shop-prod waiting?', 'why'],
  ['how is the fleet?', 'fleet'],
  ['Could you show me the findings on cluster shop-prod, please?', 'findings shop-prod'],
  ['What is retiring', 'retiring'],
  ['please tell me the cost of shop-prod', 'cost shop-prod'],
])('%s is answered as “%s” is', async (text, plainly) => {
  await givenRunning(bot.parts);
  const asked = plainly === 'status' || plainly === 'why' ? `${plainly} shop-prod` : plainly;
  expect(await lines(text)).toEqual(await lines(asked));
});

test('findings are said in the words of a terminal', async () => {
  const page = await bot.fleet.findings({ limit: 100 });
  const sweep = await bot.fleet.latestSweep();
  if (!page || !sweep) throw new Error('nothing was swept');
  const terminal = { width: 10_000, colour: false };
  const table = reportTable({ page, sweep, today: '2026-11-20', details: 'all' }, terminal).split('\n');
  const inTerminal = table.map((line) => line.trim());
  const said = (await bot.answers('findings')).split('\n').map((line) => line.trim());
  for (const { why, nextAction } of page.findings) {
    for (const sentence of [why, `Next: ${nextAction}`]) {
      expect(inTerminal).toContain(sentence);
      expect(said).toContain(sentence);
    }
  }
  const counts = (await lines('fleet')).find((line) => line.startsWith('Findings: '))?.replace('Findings: ', '');
  expect(inTerminal.some((line) => line.endsWith(counts ?? '?'))).toBe(true);
});

test('names from right to left and emoji come back whole', async () => {
  const name = 'שרה 👩‍👩‍👧 محمد';
  await givenRunning(bot.parts);
  await bot.say(`pause shop-prod because ${name}`, { by: { ...OLA, name } });
  const [command] = (await bot.fleet.migration(MIGRATION_ID))?.commands ?? [];
  expect(command?.by).toBe(`${name} (${OLA.directoryId})`);
  expect((await lines(`findings ${name}`))[0]).toContain('Not done');
});

test('very long names fit, in what is asked and in who asks', async () => {
  const name = 'x'.repeat(1_500);
  const reply = await bot.say(`findings ${name}`, { by: { ...EVE, name: 'E'.repeat(5_000) } });
  expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(10_000);
  await bot.say('unfreeze', { by: { ...EVE, name: 'E'.repeat(5_000) } });
  await bot.say('freeze because of all that', { by: { ...OLA, name: '\u202eO'.repeat(5_000) } });
  expect((await bot.fleet.freezeState()).freeze?.by).toMatch(/^O{1,199}…$/);
  await bot.say('unfreeze', { by: { ...OLA, name: '' } });
  expect((await bot.fleet.freezeState()).lifted?.by).toBe(OLA.directoryId);
  expect((await bot.refusals())[0]?.person.name.length).toBeLessThanOrEqual(200);
});

test('added: a hello, and the place is known; by another directory: nothing is remembered', async () => {
  expect(textOf(await bot.happens({ kind: 'added' }))).toContain(
    'Hello. I look after the node images of your clusters.',
  );
  expect(await bot.parts.conversations.find(bot.conversationId())).toBeDefined();
  const where = { ...CHANNEL, ref: { ...CHANNEL.ref, conversationId: '19:theirs', tenantId: FOX.tenantId ?? '' } };
  expect(textOf(await bot.happens({ kind: 'added' }, { where, by: FOX }))).toContain('I cannot work here.');
  expect(await bot.parts.conversations.find(bot.conversationId(where))).toBeUndefined();
  expect(await bot.kinds()).toEqual(['wrong-tenant']);
});

test('added twice, as a service may tell it: one hello; after a removal there is another', async () => {
  await bot.happens({ kind: 'added' });
  expect(await bot.happens({ kind: 'added' })).toEqual({ kind: 'nothing' });
  await bot.happens({ kind: 'removed' });
  expect(textOf(await bot.happens({ kind: 'added' }))).toContain('Hello.');
});

test('removed: the place is not spoken to any more', async () => {
  await bot.happens({ kind: 'added' });
  expect(await bot.happens({ kind: 'removed' })).toEqual({ kind: 'nothing' });
  expect((await bot.parts.conversations.find(bot.conversationId()))?.conversation.gone).toBeDefined();
});

test('a store that does not answer is told as that, and not as done', async () => {
  const down = () => Promise.reject(new UpstreamError('STORAGE_DOWN', 'storage did not answer'));
  bot = givenBot({}, { freezes: { find: down, save: down } });
  expect(await lines('freeze because of it all')).toEqual([
    'Not sure: “freeze” may not have been done.',
    'Storage did not answer (STORAGE_DOWN) It may have been done in part: ask how it stands, and say it again in a few minutes. Saying it twice does no harm.',
  ]);
});
