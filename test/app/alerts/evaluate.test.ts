import { expect, test } from 'vitest';
import { evaluateAlert } from '../../../shared/app/alerts/evaluate-alert.ts';
import { watchFleet } from '../../../shared/app/alerts/watch-fleet.ts';
import { givenWatching, notReady } from '../../support/alerts/given-watched.ts';
import { AT, CLUSTER_ID, HOUR, MINUTE } from '../../support/migration.ts';

const broken = (now: number) => (now >= AT + 4 * MINUTE ? { nodes: notReady() } : {});
const look = (askedAt: number) => ({ clusterId: CLUSTER_ID, askedAt });

test('a pause that the evaluator asks for lands in the record at the next pass, with its reason and in the evidence', async () => {
  const watching = await givenWatching();
  watching.show(broken);
  await watching.until(AT + 4 * MINUTE - 1);
  expect(await watching.migration()).toMatchObject({ status: 'running', sight: { viability: { kind: 'possible' } } });
  await watching.until(AT + 4 * MINUTE);
  const migration = await watching.migration();
  expect(migration).toMatchObject({ status: 'paused', pause: { by: 'image-steward/alerts' }, commands: [] });
  expect(migration.pause?.because).toContain('aks-apps-000001');
  const entries = await watching.parts.evidence.read(migration.id);
  const told = entries.map(({ who, kind }) => `${who} ${kind}`);
  expect(told).toContain('image-steward/alerts command');
  expect(told).toContain('image-steward/alerts paused');
  // The verdict is in the evidence when it changes, and not with every look.
  expect(entries.filter(({ kind }) => kind === 'alert').map(({ after }) => (after as { kind: string }).kind)).toEqual([
    'breached',
  ]);
});

test('two looks at the same moment come to one pause, one recommendation and one page', async () => {
  const watching = await givenWatching();
  watching.show(broken);
  await watching.until(AT + 3 * MINUTE);
  for (let minute = 4; minute <= 10; minute += 1) {
    watching.world.now = AT + minute * MINUTE;
    const asked = look(watching.world.now);
    await Promise.all([evaluateAlert(watching.parts, asked), evaluateAlert(watching.parts, asked)]);
    await watching.settle();
  }
  expect(watching.announced.map(({ kind }) => kind)).toEqual(['alert']);
  expect(watching.pages['first']?.map(({ kind }) => kind)).toEqual(['trigger']);
  const entries = await watching.parts.evidence.read((await watching.migration()).id);
  expect(entries.filter(({ kind }) => kind === 'paused')).toHaveLength(1);
});

test('a look that was asked for 90 seconds ago is made, one of longer ago is not', async () => {
  const watching = await givenWatching();
  watching.world.now = AT + 10 * MINUTE;
  await evaluateAlert(watching.parts, look(watching.world.now - 90_001));
  expect(await watching.state()).toBeUndefined();
  await evaluateAlert(watching.parts, look(watching.world.now - 90_000));
  expect((await watching.state())?.evaluatedAt).toBe(AT + 10 * MINUTE);
});

test('a look that was overtaken by a later one changes nothing', async () => {
  const watching = await givenWatching();
  await watching.until(AT + 3 * MINUTE);
  const before = await watching.state();
  const { parts } = watching;
  const late = {
    read: async () => ({ ...(await parts.signals.read(CLUSTER_ID, { since: 0, pools: [] })), readAt: AT }),
  };
  await evaluateAlert({ ...parts, signals: late }, look(watching.world.now));
  expect(await watching.state()).toEqual(before);
});

test('minutes without a look are a gap, and not health', async () => {
  const watching = await givenWatching();
  watching.show(broken);
  await watching.until(AT + 5 * MINUTE);
  watching.show(() => ({}));
  watching.world.now = AT + 15 * MINUTE;
  await evaluateAlert(watching.parts, look(watching.world.now));
  const state = await watching.state();
  expect(state?.gaps).toEqual([{ from: AT + 5 * MINUTE, to: AT + 15 * MINUTE }]);
  expect(state?.rules.find(({ rule }) => rule === 'node-not-ready')).toMatchObject({
    kind: 'breached',
    healthySince: AT + 15 * MINUTE,
  });
});

test('what cannot be seen for more than five minutes pauses too, in its own words', async () => {
  const watching = await givenWatching();
  await watching.until(AT + 3 * MINUTE);
  watching.show(() => ({ nodes: { kind: 'unknown', why: 'The API server does not answer.', source: 'kubernetes' } }));
  // It was not seen first at 3:30, and for more than five minutes at 9:00.
  await watching.until(AT + 9 * MINUTE - 1);
  expect((await watching.migration()).status).toBe('running');
  await watching.until(AT + 9 * MINUTE);
  const { status, pause } = await watching.migration();
  expect({ status, because: pause?.because }).toEqual({
    status: 'paused',
    because: expect.stringMatching(/^Nobody can say whether it is healthy\..*The API server does not answer\./),
  });
});

test('"roll back" becomes a command of the person who chose it', async () => {
  const watching = await givenWatching();
  watching.show(broken);
  await watching.until(AT + 10 * MINUTE);
  expect(await watching.answer('roll-back')).toEqual({ kind: 'taken', choice: 'roll-back' });
  const { commands } = await watching.migration();
  expect(commands).toMatchObject([{ kind: 'roll-back', by: 'Ada (ada@example.com)', reason: 'So it is decided.' }]);
  await watching.settle();
  expect(await watching.migration()).toMatchObject({ status: 'running', direction: 'back' });
});

test('"roll back" is refused where there is no way back, and the question stays open', async () => {
  const viability = { kind: 'over', why: 'The source was deleted.', endings: [] } as const;
  const watching = await givenWatching();
  watching.show(broken);
  await watching.until(AT + 10 * MINUTE);
  const found = await watching.parts.migrations.find((await watching.migration()).id);
  const stored = found?.kind === 'migration' ? found : undefined;
  if (!stored) throw new Error('it is there');
  await watching.parts.migrations.save({ ...stored.migration, sight: { at: AT, viability } }, stored.etag);
  expect(await watching.answer('roll-back')).toEqual({
    kind: 'refused',
    because: 'There is no way back: The source was deleted.',
  });
  expect((await watching.state())?.recommendation?.state).toBe('open');
});

test('who is told and who approves is in the announcement and in the page', async () => {
  const watching = await givenWatching();
  watching.show(broken);
  await watching.until(AT + 10 * MINUTE);
  await watching.answer('roll-back');
  await watching.settle();
  const answered = watching.announced.find((news) => news.kind === 'alert' && news.what === 'answered');
  const told = answered?.kind === 'alert' ? answered.explanation.told : [];
  expect(told.map(({ who, does }) => `${who} ${does}`)).toEqual([
    'on-call is-told',
    'management is-told',
    'security is-told',
  ]);
  const acknowledged = watching.pages['first']?.find(({ kind }) => kind === 'acknowledge');
  expect(acknowledged?.facts).toMatchObject({
    told: 'management: The whole migration is rolled back. security: The source image stays in use for longer than planned.',
    answer: 'Ada (ada@example.com): roll-back',
  });
});

test('with alerts off nobody looks and nothing is held', async () => {
  const watching = await givenWatching({}, { parts: { alertsOn: false } });
  watching.show(broken);
  await watching.until(AT + 10 * MINUTE);
  expect(await watchFleet(watching.parts)).toBe(0);
  await evaluateAlert(watching.parts, look(watching.world.now));
  expect(await watching.state()).toBeUndefined();
  expect((await watching.migration()).status).toBe('running');
});

test('it is watched for a day after a way back (and five minutes, in which what is still asked is closed), and not after that, nor in a dry run', async () => {
  const watched = async (change: Parameters<typeof givenWatching>[0]) =>
    watchFleet((await givenWatching(change)).parts);
  expect(await watched({ status: 'rolled-back', endedAt: AT - 24 * HOUR - 5 * MINUTE + 1 })).toBe(1);
  expect(await watched({ status: 'rolled-back', endedAt: AT - 24 * HOUR - 5 * MINUTE })).toBe(0);
  expect(await watched({ status: 'completed', endedAt: AT - 1 })).toBe(0);
  expect(await watched({ dryRun: true })).toBe(0);
  expect(await watched({ status: 'waiting', step: 'check' })).toBe(1);
});
