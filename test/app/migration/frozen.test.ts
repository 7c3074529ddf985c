import { describe, expect, test } from 'vitest';
import { admissionOf, readable } from '../../../shared/app/admission.ts';
import { commandMigration } from '../../../shared/app/command-migration.ts';
import { freezeFleet, unfreezeFleet } from '../../../shared/app/freeze.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { startMigrations } from '../../../shared/app/start-migrations.ts';
import { UpstreamError } from '../../../shared/domain/errors.ts';
import { freezeGate } from '../../../shared/domain/migration/admission-freeze.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { givenApp } from '../given-app.ts';
import { givenPasses, OPEN, type Passes } from './given-pass.ts';
import { givenSignedPlan } from './given-plan.ts';

const ADA = { id: 'o-ada', name: 'Ada' };
const BEN = { id: 'o-ben', name: 'Ben' };
const REASON = 'the sale is on';
const WHY = /^The fleet is frozen by Ada since 2026-\d\d-\d\d \d\d:\d\d UTC: the sale is on\. Lift it with unfreeze\.$/;

/** Passes whose gates are those of a freeze and no others. */
async function given(
  overrides: Partial<Migration> = {},
): Promise<Passes & { go(messages: number): Promise<Migration> }> {
  const passes = await givenPasses(overrides);
  const engine = {
    ...passes.engine,
    admission: async ({ freezes }: Parts) => ({
      ...OPEN,
      gates: freezeGate({ kind: 'seen', word: (await freezes.find())?.word }),
    }),
  };
  return { ...passes, engine, go: (n) => passes.run(n, (parts) => ({ ...parts, guardedEngine: engine })) };
}

/** What is announced of it does not come to the queue of passes. */
const quiet = ({ parts }: Passes) => ({ ...parts, sender: { send: async () => {} } });
const freeze = (passes: Passes) => freezeFleet(quiet(passes), REASON, ADA);
const unfreeze = (passes: Passes) => unfreezeFleet(quiet(passes), BEN);

/** After how many messages somebody freezes the fleet: from before it begins to its watch. */
const MOMENTS = Array.from({ length: 24 }, (_, n) => n);
const PASSES = 6;

describe('while the fleet is frozen', () => {
  test('nothing is written on the way forward, at any moment; it says who holds it, and goes on to its end afterwards', async () => {
    let told = 0;
    for (const moment of MOMENTS) {
      const passes = await given();
      const before = await passes.go(moment);
      if (before.status === 'completed') continue;
      await freeze(passes);
      const written = [...passes.world.accepted];
      const held = await passes.go(PASSES);
      expect({ moment, accepted: passes.world.accepted }).toEqual({ moment, accepted: written });
      // Behind its last write there is nothing to hold: it goes on to its end.
      if (held.status !== 'completed') {
        expect({ moment, because: held.waiting?.because }).toEqual({ moment, because: expect.stringMatching(WHY) });
        told += 1;
      }
      await unfreeze(passes);
      expect(await passes.go(200)).toMatchObject({ status: 'completed' });
      expect(passes.world.accepted.filter((line) => line.startsWith('AGAIN'))).toEqual([]);
    }
    expect(told).toBeGreaterThan(0);
  });

  test.each([
    { kind: 'roll-back', ends: 'rolled-back' },
    { kind: 'abort', ends: 'aborted' },
  ] as const)('a $kind goes its way to the end, from any moment', async ({ kind, ends }) => {
    let turned = 0;
    for (const moment of MOMENTS) {
      const passes = await given();
      const before = await passes.go(moment);
      if (before.status === 'completed') continue;
      await freeze(passes);
      const answer = await commandMigration(passes.parts, before.id, { kind, reason: 'carts fail' }, BEN);
      if (answer.kind === 'refused') continue;
      expect({ moment, ...(await passes.go(200)) }).toMatchObject({ moment, status: ends });
      turned += 1;
    }
    expect(turned).toBeGreaterThan(0);
  });

  test('a freeze that comes between the intent and the write stops the write', async () => {
    const passes = await given({ status: 'running', step: 'create-target' });
    const { migrations } = passes.parts;
    const saved: string[] = [];
    const save: typeof migrations.save = async (migration, etag) => {
      const answer = await migrations.save(migration, etag);
      if (saved.push(migration.intent ? 'intent' : 'no intent') === 1) await freeze(passes);
      return answer;
    };
    await passes.run(1, (parts) => ({ ...parts, migrations: { ...migrations, save }, guardedEngine: passes.engine }));
    expect({ saved, accepted: passes.world.accepted }).toEqual({ saved: ['intent', 'no intent'], accepted: [] });
    expect((await passes.go(1)).waiting?.because).toMatch(WHY);
  });
});

describe('admission', () => {
  async function begun() {
    const app = givenApp();
    await givenSignedPlan(app.parts);
    await startMigrations(app.parts);
    const [made] = readable(await app.parts.migrations.list('all'));
    if (!made) throw new Error('nothing was made');
    return { ...app, waiting: made, running: { ...made, status: 'running' as const } };
  }

  test('of one that waits and of one that runs is shut by a freeze, and clear again when it is lifted', async () => {
    const { parts, waiting, running } = await begun();
    const gates = async () =>
      [await admissionOf(parts, waiting), await admissionOf(parts, running)].map((one) => one.gates);
    await freezeFleet(parts, REASON, ADA);
    const shut = { kind: 'shut', why: expect.stringMatching(WHY) };
    expect(await gates()).toEqual([shut, shut]);
    await unfreezeFleet(parts, ADA);
    expect(await gates()).toEqual([{ kind: 'clear' }, { kind: 'clear' }]);
  });

  test('9. a freeze that cannot be read holds; a store that does not answer is no answer', async () => {
    const { parts, running } = await begun();
    const failing = (code: string): Parts => ({
      ...parts,
      freezes: { ...parts.freezes, find: () => Promise.reject(new UpstreamError(code, 'it was drawn')) },
    });
    expect((await admissionOf(failing('STORED_RECORD_UNREADABLE'), running)).gates).toMatchObject({
      kind: 'shut',
      why: expect.stringContaining('cannot be read'),
    });
    await expect(admissionOf(failing('UPSTREAM_STORAGE'), running)).rejects.toMatchObject({ code: 'UPSTREAM_STORAGE' });
  });

  test('nothing is begun of a signed plan, and it begins when the freeze is lifted', async () => {
    const { parts } = givenApp();
    await givenSignedPlan(parts);
    await freezeFleet(parts, REASON, ADA);
    await startMigrations(parts);
    expect(await parts.migrations.list('all')).toEqual([]);
    await unfreezeFleet(parts, BEN);
    await startMigrations(parts);
    expect(await parts.migrations.list('all')).toHaveLength(1);
  });
});
