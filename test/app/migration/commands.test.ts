import { expect, test } from 'vitest';
import { advanceMigration } from '../../../shared/app/advance-migration.ts';
import { commandMigration } from '../../../shared/app/command-migration.ts';
import type { NewCommand } from '../../../shared/app/migration-views.ts';
import { AT, givenMigration } from '../../support/migration.ts';
import { evidenceOf, givenPasses, type Passes } from './given-pass.ts';

const ADA = { id: 'ada@shop.example', name: 'Ada' };
const BEN = { id: 'ben@shop.example', name: 'Ben' };
const because = 'Customers complain.';
const tell = ({ parts }: Passes, kind: NewCommand['kind'], by = ADA, more: Partial<NewCommand> = {}) =>
  commandMigration(parts, givenMigration().id, { kind, reason: because, ...more }, by);

/** After how many messages a person speaks: from before it begins to its watch. */
const MOMENTS = Array.from({ length: 24 }, (_, n) => n);

test('a pause at any moment stops every write at the next pass, and resume goes on to the end', async () => {
  for (const moment of MOMENTS) {
    const passes = await givenPasses();
    const before = await passes.run(moment);
    if (before.status === 'completed') continue;
    expect((await tell(passes, 'pause')).kind).toBe('taken');
    const paused = await passes.run(1);
    expect({ moment, ...paused }).toMatchObject({
      moment,
      status: 'paused',
      step: before.step,
      pause: { because, by: 'Ada (ada@shop.example)', at: passes.world.now },
      commands: [],
    });
    const written = [...passes.world.accepted];
    for (let n = 0; n < 4; n += 1) await passes.run(1);
    expect(passes.world.accepted).toEqual(written);

    expect(await tell(passes, 'resume', BEN)).toMatchObject({ kind: 'taken' });
    expect(await passes.run()).toMatchObject({ status: 'completed' });
    expect(passes.world.accepted.filter((line) => line.startsWith('AGAIN'))).toEqual([]);
    await evidenceOf(passes);
  }
});

test.each([
  { kind: 'abort', ends: 'aborted', direction: 'aside' },
  { kind: 'roll-back', ends: 'rolled-back', direction: 'back' },
] as const)('$kind at any moment takes its own way to the end: $ends', async ({ kind, ends, direction }) => {
  for (const moment of MOMENTS) {
    const passes = await givenPasses();
    const before = await passes.run(moment);
    if (before.status === 'completed') continue;
    // Before anything was begun there is no pool to delete.
    const wish = kind === 'roll-back' && before.step !== 'check' ? { deleteTarget: true } : {};
    if (wish.deleteTarget) expect((await tell(passes, kind, ADA, wish)).kind).not.toBe('taken');
    const answer = await tell(passes, kind, wish.deleteTarget ? BEN : ADA, wish);
    if (answer.kind === 'refused') {
      expect(before.sight?.viability.kind).toBe('over');
      continue;
    }
    const turned = await passes.run(1);
    const hadBegun = before.step !== 'check';
    expect({ moment, ...turned }).toMatchObject(
      hadBegun ? { moment, direction, status: 'running', ...wish } : { moment, status: ends },
    );
    const ended = await passes.run();
    expect(ended).toMatchObject({ status: ends, commands: [] });
    expect(ended.intent).toBeUndefined();
    expect(passes.world.accepted.filter((line) => line.startsWith('AGAIN'))).toEqual([]);
    if (!hadBegun) expect(passes.world.accepted).toEqual([]);
    await evidenceOf(passes);
  }
});

test('two commands at once are both taken, the older one first', async () => {
  const passes = await givenPasses({ status: 'running', step: 'validate' });
  await Promise.all([tell(passes, 'pause', ADA), tell(passes, 'roll-back', BEN)]);
  const { commands } = await passes.stored();
  expect(commands.map(({ kind, by }) => ({ kind, by }))).toEqual([
    { kind: 'pause', by: 'Ada (ada@shop.example)' },
    { kind: 'roll-back', by: 'Ben (ben@shop.example)' },
  ]);
  expect((await passes.pass()).status).toBe('paused');
  expect(await passes.pass()).toMatchObject({
    status: 'running',
    direction: 'back',
    step: 'refill-source',
    commands: [],
  });
});

test('the same command of the same person counts once while it waits', async () => {
  const passes = await givenPasses({ status: 'running', step: 'validate' });
  const taken = { kind: 'taken', leaves: 'The source stays closed and empty, ready for a rollback.' };
  expect([await tell(passes, 'pause'), await tell(passes, 'pause')]).toEqual([taken, taken]);
  expect((await passes.stored()).commands).toHaveLength(1);
});

test('a command that makes no sense is refused with its reason', async () => {
  const running = await givenPasses({ status: 'running', step: 'validate' });
  expect(await tell(running, 'resume')).toEqual({ kind: 'refused', because: 'It is not paused.' });
  await tell(running, 'pause');
  expect(await tell(running, 'pause', BEN)).toEqual({ kind: 'refused', because: 'It is paused already.' });

  const over = { at: AT, viability: { kind: 'over', why: 'The source is gone.', endings: [] } } as const;
  const late = await givenPasses({ status: 'running', step: 'put-back', sight: over });
  expect(await tell(late, 'roll-back')).toEqual({
    kind: 'refused',
    because: 'There is no way back: The source is gone.',
  });

  const ended = await givenPasses({ status: 'completed', step: 'close', endedAt: AT });
  expect((await tell(ended, 'abort')).kind).toBe('refused');
  expect(await commandMigration(ended.parts, 'm-none', { kind: 'pause', reason: because }, ADA)).toEqual({
    kind: 'missing',
  });
});

test('a pause that is told between the intent and the write stops the write', async () => {
  const whole = await givenPasses({ status: 'running', step: 'create-target' });
  let looks = 0;
  const { azureLooker } = whole.parts;
  const parts = {
    ...whole.parts,
    azureLooker: {
      async look(clusterId: string) {
        looks += 1;
        if (looks === 2) await tell(whole, 'pause');
        return azureLooker.look(clusterId);
      },
    },
  };
  const { id, clusterId } = await whole.stored();
  await advanceMigration(parts, { migrationId: id, clusterId }, whole.engine);
  const paused = await whole.stored();
  expect(paused).toMatchObject({ status: 'paused', remembered: {} });
  expect(paused.intent).toBeUndefined();
  expect(whole.world.accepted).toEqual([]);
  const told = (await evidenceOf(whole)).map(({ kind, what }) => `${kind}: ${what}`);
  expect(told).toContain('outcome: Not sent: somebody changed the record meanwhile.');
});

test('a rollback that is told while a write is sent loses neither the outcome nor the rollback', async () => {
  const whole = await givenPasses({ status: 'running', step: 'drain-source' });
  const { engine } = whole;
  const busyEngine = {
    ...engine,
    drainNode: async (...asked: Parameters<typeof engine.drainNode>) => {
      const outcome = await engine.drainNode(...asked);
      await tell(whole, 'roll-back');
      return outcome;
    },
  };
  const { id, clusterId } = await whole.stored();
  await advanceMigration(whole.parts, { migrationId: id, clusterId }, busyEngine);
  const merged = await whole.stored();
  expect(merged).toMatchObject({ drain: { done: ['n1'], evicted: 4 }, nextPassAt: AT });
  expect({ intent: merged.intent, commands: merged.commands.length }).toEqual({ intent: undefined, commands: 1 });
  const ended = await whole.run();
  expect(ended).toMatchObject({ status: 'rolled-back', drain: { evicted: 8 } });
  await evidenceOf(whole);
});
