import { expect, test } from 'vitest';
import { advanceMigration } from '../../../shared/app/advance-migration.ts';
import { AdvanceMigration } from '../../../shared/app/messages.ts';
import { AT } from '../../support/migration.ts';
import { evidenceOf, givenPasses } from './given-pass.ts';

const FORWARD = [
  'create-target',
  'guard-autoscaler',
  'taint-source n1',
  'taint-source n2',
  'pre-position',
  'cordon-source n1',
  'cordon-source n2',
  'drain-source n1',
  'delete-source',
  'put-back',
];
const short = (accepted: readonly string[]) => accepted.map((line) => line.replace(/ (\/sub.*|"from.*)$/, ''));

test('a migration goes through its steps, each effect with one write, and its evidence is whole', async () => {
  const passes = await givenPasses();
  const ended = await passes.run();
  expect(ended).toMatchObject({ status: 'completed', step: 'close', commands: [], evidence: { pending: [] } });
  expect(ended.intent).toBeUndefined();
  expect(short(passes.world.accepted)).toEqual(FORWARD);
  const entries = await evidenceOf(passes);
  expect(entries.filter(({ kind }) => kind === 'intent')).toHaveLength(8);
  expect(ended.summary).toMatchObject({ writes: entries.length });
  expect(passes.queue).toEqual([]);
});

test('a reply that is lost after every write costs no second write', async () => {
  const passes = await givenPasses();
  passes.world.answers.push(...Array.from({ length: 9 }, () => 'lost' as const));
  expect(await passes.run()).toMatchObject({ status: 'completed', tries: 0 });
  expect(short(passes.world.accepted)).toEqual(FORWARD);
  const entries = await evidenceOf(passes);
  expect(entries.filter(({ what }) => what.startsWith('Sent, and no answer came:'))).toHaveLength(7);
});

test('messages that come twice, late and in any order make no second write and no second chain of passes', async () => {
  const passes = await givenPasses();
  const delivered: unknown[] = [];
  let handled = 0;
  const first = await passes.stored();
  passes.queue.push({ id: 'first', body: { migrationId: first.id, clusterId: first.clusterId } });
  while (passes.queue.length > 0 && handled < 400) {
    const next = passes.queue.shift();
    passes.world.now = Math.max(passes.world.now, next?.notBefore ?? 0);
    const old = delivered[(handled * 7) % Math.max(1, delivered.length)];
    for (const body of [next?.body, next?.body, ...(old ? [old] : [])]) {
      await advanceMigration(passes.parts, AdvanceMigration.parse(body), passes.engine);
    }
    delivered.push(next?.body);
    handled += 1;
  }
  const ended = await passes.stored();
  expect({ status: ended.status, accepted: short(passes.world.accepted) }).toEqual({
    status: 'completed',
    accepted: FORWARD,
  });
  expect(handled).toBeLessThan(2 * ended.passes);
  await evidenceOf(passes);
});

test('a message that comes before its time makes no pass, and its successor is there', async () => {
  const passes = await givenPasses({ status: 'running', step: 'validate' });
  passes.world.decisions.validate = { kind: 'wait', because: 'Pods start.', againSeconds: 60 };
  const waiting = await passes.pass();
  expect(waiting).toMatchObject({ waiting: { because: 'Pods start.', since: AT }, passes: 1, nextPassAt: AT + 60_000 });

  passes.world.now = AT + 57_999;
  expect(await passes.pass()).toEqual(waiting);
  expect(passes.queue.map(({ body, notBefore }) => ({ body, notBefore }))).toEqual([
    { body: { migrationId: waiting.id, clusterId: waiting.clusterId, pass: 1 }, notBefore: AT + 60_000 },
  ]);

  passes.world.now = AT + 58_000;
  expect(await passes.pass()).toMatchObject({ waiting: { since: AT }, passes: 2, nextPassAt: AT + 118_000 });
});

test('its own message that comes too early is sent again, under another name, later by as much as our clock is behind', async () => {
  const passes = await givenPasses({ status: 'running', step: 'validate', nextPassAt: AT + 10_000, passes: 4 });
  const { id, clusterId } = await passes.stored();
  const report = await advanceMigration(passes.parts, { migrationId: id, clusterId, pass: 4 }, passes.engine);
  expect(report).toEqual({ migrationId: id, did: 'dropped', step: 'validate', status: 'running' });
  await advanceMigration(passes.parts, { migrationId: id, clusterId, pass: 3 }, passes.engine);
  await advanceMigration(passes.parts, { migrationId: id, clusterId, pass: 3 }, passes.engine);
  expect(new Set(passes.queue.map((message) => message.id)).size).toBe(2);
  expect(passes.queue.map(({ notBefore }) => notBefore)).toEqual([AT + 20_000, AT + 10_000]);
});

test.each([
  {
    answer: { kind: 'busy', because: 'An upgrade is under way.' } as const,
    after: { waiting: { because: 'An upgrade is under way.', since: AT }, tries: 1, nextPassAt: AT + 20_000 },
  },
  {
    answer: { kind: 'changed', because: 'The etag is another.' } as const,
    after: { waiting: { because: 'The etag is another.', since: AT }, tries: 1, nextPassAt: AT + 4000 },
  },
  {
    answer: { kind: 'throttled', againSeconds: 17 } as const,
    after: { tries: 0, nextPassAt: AT + 17_000 },
  },
  {
    answer: { kind: 'refused', code: 'QuotaExceeded', because: 'No cores are left.' } as const,
    after: {
      status: 'paused',
      pause: {
        because: 'Refused: create the pool apps2. QuotaExceeded: No cores are left.',
        remedy: 'Ask for more quota in this region, or free some, then resume.',
        code: 'WRITE_REFUSED',
        by: 'image-steward',
        at: AT,
      },
    },
  },
])(
  'a write that is answered with $answer.kind leaves nothing remembered, and is decided anew',
  async ({ answer, after: expected }) => {
    const remember = { targetPool: { poolId: 'p2', name: 'apps2', differences: [] } };
    const passes = await givenPasses({ status: 'running', step: 'create-target' });
    const write = { kind: 'create-pool', poolId: '/pools/apps2', body: {} } as const;
    passes.world.decisions['create-target'] = { kind: 'write', write, because: 'There is none.', remember };
    passes.world.answers.push(answer);
    const after = await passes.pass();
    expect(after).toMatchObject({ remembered: {}, ...expected });
    expect(after.remembered).toEqual({});
    expect(after.intent).toBeUndefined();
    expect(passes.world.accepted).toEqual([]);
    await evidenceOf(passes);
  },
);

test('what is lost or overtaken six times in a row needs a person; five times does not', async () => {
  const passes = await givenPasses({ status: 'running', step: 'create-target' });
  const write = { kind: 'create-pool', poolId: '/pools/apps2', body: {} } as const;
  passes.world.decisions['create-target'] = { kind: 'write', write, because: 'There is none.' };
  passes.world.answers.push(...Array.from({ length: 6 }, () => 'lost' as const));
  const waits: number[] = [];
  for (let n = 1; n <= 5; n += 1) {
    const { nextPassAt, status, tries } = await passes.pass();
    expect({ status, tries }).toEqual({ status: 'running', tries: n });
    waits.push((nextPassAt - passes.world.now) / 1000);
    passes.world.now = nextPassAt;
  }
  expect(waits).toEqual([4, 8, 16, 32, 64]);
  expect(await passes.pass()).toMatchObject({ status: 'paused', tries: 0, pause: { code: 'WRITE_NOT_ANSWERED' } });
});

test('a dry run goes the whole way, sends nothing, and shows each call that it would make', async () => {
  const passes = await givenPasses({ dryRun: true });
  const ended = await passes.run();
  expect(ended.status).toBe('completed');
  expect(passes.world.accepted).toEqual([]);
  expect(ended.imagined.map(({ kind }) => kind)).toEqual([
    'create-pool',
    'update-pool',
    'taint',
    'scale',
    'cordon',
    'drain',
    'delete-pool',
    'scale',
  ]);
  const calls = (await evidenceOf(passes)).flatMap(
    ({ after }) => (after as { wouldCall?: unknown[] })?.wouldCall ?? [],
  );
  expect(calls).toHaveLength(10);
  expect(calls[0]).toEqual({ method: 'PUT', path: expect.stringMatching(/agentpools\/apps2$/), body: { count: 3 } });
  expect(calls).toContainEqual({
    method: 'PATCH',
    path: '/apis/apps/v1/namespaces/shop/deployments/cart/scale',
    body: { spec: { replicas: 3 } },
  });
});

test('evidence that could not be stored is stored by the next pass', async () => {
  let isDown = true;
  const whole = await givenPasses();
  const { evidence } = whole.parts;
  const append = async (entries: Parameters<typeof evidence.append>[0]) => {
    if (isDown) throw new Error('the process is gone');
    return evidence.append(entries);
  };
  const passes = { ...whole, parts: { ...whole.parts, evidence: { ...evidence, append } } };
  const { id, clusterId } = await passes.stored();
  const message = { migrationId: id, clusterId };
  await expect(advanceMigration(passes.parts, message, passes.engine)).rejects.toThrow('gone');
  expect((await passes.stored()).evidence.pending.map(({ kind }) => kind)).toEqual(['step', 'viability', 'alert']);
  expect(await evidence.read(id)).toEqual([]);
  isDown = false;
  await advanceMigration(passes.parts, message, passes.engine);
  expect((await evidence.read(id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test('evidence that somebody changed pauses the way forward, not the way back', async () => {
  const passes = await givenPasses();
  await passes.pass();
  const { id } = await passes.stored();
  const evidence = { ...passes.parts.evidence, append: async () => 'differs' as const };
  const parts = { ...passes.parts, evidence };
  const message = { migrationId: id, clusterId: 'c' };
  await advanceMigration(parts, message, passes.engine);
  expect(await passes.stored()).toMatchObject({ status: 'paused', pause: { code: 'EVIDENCE_DIFFERS' } });

  const back = await givenPasses({ status: 'running', direction: 'back', step: 'reopen-source' });
  await advanceMigration({ ...back.parts, evidence }, message, back.engine);
  await advanceMigration({ ...back.parts, evidence }, message, back.engine);
  expect(back.world.accepted).toEqual(['reopen-source n1', 'reopen-source n2']);
});

test('a record that is missing or cannot be read makes no pass', async () => {
  const passes = await givenPasses();
  expect(await advanceMigration(passes.parts, { migrationId: 'm-other', clusterId: 'c' }, passes.engine)).toEqual({
    migrationId: 'm-other',
    did: 'dropped',
  });
  const migrations = {
    ...passes.parts.migrations,
    find: async (id: string) => ({ kind: 'unreadable', id, why: 'It is of form 9.' }) as const,
  };
  expect(
    await advanceMigration({ ...passes.parts, migrations }, { migrationId: 'm-9', clusterId: 'c' }, passes.engine),
  ).toEqual({
    migrationId: 'm-9',
    did: 'dropped',
  });
  expect(passes.queue).toEqual([]);
});
