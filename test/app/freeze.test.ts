import { describe, expect, test } from 'vitest';
import { freezeFleet, tellFreeze, unfreezeFleet } from '../../shared/app/freeze.ts';
import type { Parts } from '../../shared/app/parts.ts';
import { NOW } from '../support/fleet.ts';
import { Mortal } from './alerts/given-mortal.ts';
import { type GivenApp, givenApp } from './given-app.ts';

const ADA = { id: 'o-ada', name: 'Ada', tenantId: 't-1' };
const BEN = { id: 'o-ben', name: 'Ben', tenantId: 't-1' };
const MINUTE = 60_000;
const REASON = 'the sale is on';

const said = ({ announced }: GivenApp) =>
  announced().flatMap((news) => (news.kind === 'fleet-freeze' ? [`${news.what} by ${news.by}: ${news.reason}`] : []));

const FROZEN = {
  asOf: '2026-11-20T08:00:00.000Z',
  frozen: true,
  says: 'The fleet is frozen by Ada since 2026-11-20 08:00 UTC: the sale is on.',
  freeze: { by: 'Ada', at: '2026-11-20T08:00:00.000Z', reason: REASON },
};

describe('a freeze', () => {
  test('says who, since when and why, and is announced once, also when others freeze again', async () => {
    const app = givenApp();
    expect(await app.fleet.freezeState()).toEqual({
      asOf: FROZEN.asOf,
      frozen: false,
      says: 'The fleet is not frozen: migrations begin and go on as their plans say.',
    });
    expect(await app.fleet.freeze(`  ${REASON}\n`, ADA)).toEqual({ kind: 'frozen', state: FROZEN });
    app.world.now += MINUTE;
    const state = { ...FROZEN, asOf: '2026-11-20T08:01:00.000Z' };
    expect(await app.fleet.freeze('another reason', BEN)).toEqual({ kind: 'frozen-already', state });
    expect(await app.fleet.freezeState()).toEqual(state);
    await app.drain();
    expect(said(app)).toEqual(['frozen by Ada: the sale is on']);
  });

  test('is lifted by anybody, once, and can come again', async () => {
    const app = givenApp();
    await app.fleet.freeze(REASON, ADA);
    app.world.now += MINUTE;
    const lifted = await app.fleet.unfreeze(BEN);
    expect(lifted).toEqual({
      kind: 'lifted',
      state: {
        asOf: '2026-11-20T08:01:00.000Z',
        frozen: false,
        says: expect.any(String),
        lifted: { by: 'Ben', at: '2026-11-20T08:01:00.000Z' },
      },
    });
    expect(await app.fleet.unfreeze(ADA, 'me too')).toEqual({ ...lifted, kind: 'not-frozen' });
    app.world.now += MINUTE;
    expect((await app.fleet.freeze('again', ADA)).kind).toBe('frozen');
    app.world.now += MINUTE;
    expect((await app.fleet.unfreeze(ADA, 'it is over')).state.lifted?.reason).toBe('it is over');
    await app.drain();
    expect(said(app)).toEqual([
      'frozen by Ada: the sale is on',
      'lifted by Ben: ',
      'frozen by Ada: again',
      'lifted by Ada: it is over',
    ]);
  });

  test('that never was cannot be lifted, and nothing is announced', async () => {
    const app = givenApp();
    expect((await app.fleet.unfreeze(ADA)).kind).toBe('not-frozen');
    await app.drain();
    expect(said(app)).toEqual([]);
  });

  test.each([
    ['  ab ', 'read 2 characters'],
    ['', 'read 0 characters'],
    ['x'.repeat(1001), 'read 1001 characters'],
  ])('for the reason %j is refused, and nothing is done', async (reason, read) => {
    const app = givenApp();
    const wrong = { code: 'FREEZE_WRONG', remedy: 'fix-input', message: expect.stringContaining(read) };
    await expect(async () => app.fleet.freeze(reason, ADA)).rejects.toMatchObject(wrong);
    await app.fleet.freeze('x'.repeat(1000), ADA);
    await expect(async () => app.fleet.unfreeze(ADA, reason)).rejects.toMatchObject(wrong);
    expect((await app.fleet.freezeState()).frozen).toBe(true);
  });

  test('of two people at the same moment one freezes, and both are told who', async () => {
    const app = givenApp();
    const answers = await Promise.all([app.fleet.freeze('I see smoke', ADA), app.fleet.freeze('I smell smoke', BEN)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['frozen', 'frozen-already']);
    expect(new Set(answers.map(({ state }) => state.freeze?.by)).size).toBe(1);
    await app.drain();
    expect(said(app)).toHaveLength(1);
  });
});

describe('a crash', () => {
  test.each(['before', 'after'] as const)(
    '%s any call loses neither a freeze nor its end, and tells each once',
    async (moment) => {
      let died = 0;
      for (const what of ['freeze', 'unfreeze'] as const) {
        for (let call = 1; ; call += 1) {
          const app = givenApp();
          if (what === 'unfreeze') await app.fleet.freeze(REASON, ADA);
          app.world.now += MINUTE;
          const mortal = new Mortal(call, moment);

          const say = (on: Parts) =>
            what === 'freeze' ? freezeFleet(on, REASON, ADA) : unfreezeFleet(on, ADA, REASON);
          await say(mortal.ports(app.parts, ['freezes', 'sender'])).catch(mortal.catchDeath);
          if (!mortal.died) break;
          died += 1;
          app.world.now += MINUTE;
          // The timer comes round, or somebody says it again; whichever is first.
          if (call % 2 === 0) await tellFreeze(app.parts);
          await say(app.parts);
          await app.drain();
          const frozen = { moment, call, said: said(app), frozen: (await app.fleet.freezeState()).frozen };
          const begun = ['frozen by Ada: the sale is on'];
          expect(frozen).toEqual({
            moment,
            call,
            said: what === 'freeze' ? begun : [...begun, 'lifted by Ada: the sale is on'],
            frozen: what === 'freeze',
          });
        }
      }
      expect(died).toBeGreaterThan(8);
    },
  );

  test('between the word and its telling is made good by the watchdog', async () => {
    const app = givenApp();
    const deaf: Parts = { ...app.parts, sender: { send: () => Promise.reject(new Error('crash')) } };

    await expect(freezeFleet(deaf, REASON, ADA)).rejects.toThrow('crash');
    expect((await app.fleet.freezeState()).frozen).toBe(true);
    app.world.now += MINUTE;
    await app.fleet.resumeOverdue();
    await app.drain();
    expect(said(app)).toEqual(['frozen by Ada: the sale is on']);
    expect(app.announced()).toMatchObject([{ kind: 'fleet-freeze', at: NOW }]);
  });
});
