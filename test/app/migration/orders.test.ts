import { describe, expect, test } from 'vitest';
import { advanceMigration } from '../../../shared/app/advance-migration.ts';
import { commandMigration } from '../../../shared/app/command-migration.ts';
import { orderEviction } from '../../../shared/app/order-eviction.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { Person } from '../../../shared/domain/sign-off/sign-off.ts';
import { AT, givenMigration, MINUTE } from '../../support/migration.ts';
import { STUCK } from '../../support/migration-story.ts';
import { Mortal } from '../alerts/given-mortal.ts';
import { evidenceOf, givenPasses, type Passes } from './given-pass.ts';

const ADA: Person = { id: 'o-ada', name: 'Ada', tenantId: 't-1' };
const BEN: Person = { id: 'o-ben', name: 'Ben', tenantId: 't-1' };
const ID = givenMigration().id;
const REASON = 'Customers complain.';
const MIDWAY: Partial<Migration> = { status: 'running', step: 'validate' };

const deletes = ({ parts }: Pick<Passes, 'parts'>, by = ADA, reason = REASON) =>
  commandMigration(parts, ID, { kind: 'roll-back', reason, deleteTarget: true }, by);

const COMMAND = 'kubectl delete pod cart-6f7d8c9b5-x2x9z --namespace shop';
const STUCK_NOW = {
  ...STUCK,
  remedies: [...STUCK.remedies, { kind: 'force', what: 'Delete it.', command: COMMAND } as const],
};
const POD = 'shop/cart-6f7d8c9b5-x2x9z';
const DRAINING: Partial<Migration> = {
  status: 'running',
  step: 'drain-source',
  drain: { done: [], stuck: [STUCK_NOW], evicted: 0 },
};
const forces = ({ parts }: Pick<Passes, 'parts'>, by = ADA, pod = POD) =>
  orderEviction(parts, ID, { kind: 'force-eviction', pod, reason: REASON }, by);

describe('to delete the target pool', () => {
  test('takes two people: the first word waits and is in the evidence, the second makes it a command with both', async () => {
    const passes = await givenPasses(MIDWAY);
    expect(await deletes(passes)).toEqual({
      kind: 'awaits-second',
      says: expect.stringContaining('The deletion of the target pool takes two people'),
      until: '2026-11-20T09:00:00.000Z',
    });
    expect((await passes.stored()).commands).toEqual([]);
    passes.world.now += MINUTE;
    expect(await deletes(passes, BEN, 'I see it too')).toEqual({
      kind: 'taken',
      leaves: 'The source is opened, the target closed, and pods move back under their budgets.',
    });
    const asked = await passes.stored();
    expect(asked.orders).toBeUndefined();
    expect(asked.commands).toMatchObject([
      {
        kind: 'roll-back',
        by: 'Ben (o-ben)',
        reason: 'I see it too',
        deleteTarget: true,
        first: { by: 'Ada (o-ada)', at: AT, reason: REASON },
      },
    ]);
    const turned = await passes.pass();
    expect(turned).toMatchObject({ direction: 'back', deleteTarget: true, commands: [] });
    const told = (await evidenceOf(passes)).map(({ who, kind, what }) => ({ who, kind, what }));
    expect(told.slice(-5)).toMatchObject([
      { who: 'Ada (o-ada)', kind: 'order' },
      {
        who: 'Ben (o-ben)',
        kind: 'command',
        what: `Asks for roll-back and the deletion of the target pool, as the second of two people: I see it too. The first was Ada (o-ada): ${REASON}`,
      },
      { who: 'Ben (o-ben)', kind: 'command' },
      {},
      {},
    ]);
  });

  test('the same person twice is told so, and nothing is written', async () => {
    const passes = await givenPasses(MIDWAY);
    await deletes(passes);
    const before = await passes.stored();
    for (const same of [ADA, { ...ADA, id: 'O-ADA' }, { id: 'o-ada', name: 'Ada' }]) {
      expect(await deletes(passes, same, 'again')).toMatchObject({
        kind: 'awaits-second',
        says: expect.stringContaining(
          'You have ordered the deletion of the target pool yourself, at 2026-11-20 08:00 UTC.',
        ),
      });
    }
    expect(await passes.stored()).toEqual(before);
  });

  test('two people in the same second are two: one waits, the other makes it a command', async () => {
    const passes = await givenPasses(MIDWAY);
    const answers = await Promise.all([deletes(passes, ADA), deletes(passes, BEN)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['awaits-second', 'taken']);
    expect((await passes.stored()).commands).toHaveLength(1);
  });

  test('one person who clicks twice at once is one', async () => {
    const passes = await givenPasses(MIDWAY);
    const answers = await Promise.all([deletes(passes), deletes(passes)]);
    expect(answers.map(({ kind }) => kind)).toEqual(['awaits-second', 'awaits-second']);
    expect((await passes.stored()).orders).toHaveLength(1);
  });

  test('a roll-back that leaves the pool takes one person, also while an order waits', async () => {
    const passes = await givenPasses(MIDWAY);
    await deletes(passes);
    expect((await commandMigration(passes.parts, ID, { kind: 'roll-back', reason: REASON }, ADA)).kind).toBe('taken');
    expect(await passes.pass()).toMatchObject({ direction: 'back', orders: [{ kind: 'delete-target' }] });
    expect((await deletes(passes, BEN)).kind).toBe('taken');
    const back = await passes.pass();
    expect(back).toMatchObject({ direction: 'back', deleteTarget: true });
  });

  test('at 60 minutes a word is gone, by the next pass also from the evidence’s point of view', async () => {
    const passes = await givenPasses({ status: 'running', step: 'hold', stepSince: AT, nextPassAt: AT + 90 * MINUTE });
    passes.world.decisions.hold = { kind: 'wait', because: 'The hold lasts.', againSeconds: 3600 };
    await deletes(passes);
    expect(passes.queue.map(({ notBefore }) => notBefore)).toEqual([AT + 60 * MINUTE]);
    passes.world.now = AT + 60 * MINUTE - 1;
    const early = await passes.pass();
    expect([early.orders?.length, early.nextPassAt]).toEqual([1, AT + 60 * MINUTE]);
    passes.world.now = AT + 60 * MINUTE;
    expect((await passes.pass()).orders).toBeUndefined();
    expect((await evidenceOf(passes)).filter(({ kind }) => kind === 'order').map(({ who }) => who)).toEqual([
      'Ada (o-ada)',
      'image-steward',
    ]);
    expect((await deletes(passes, BEN)).kind).toBe('awaits-second');
  });

  test('what makes no sense is refused before anybody is asked for a second word', async () => {
    const ended = await givenPasses({ status: 'completed', step: 'close', endedAt: AT });
    expect(await deletes(ended)).toMatchObject({ kind: 'refused' });
    const inPlace = await givenPasses({ status: 'running', route: 'in-place', step: 'follow-upgrade' });
    expect(await deletes(inPlace)).toEqual({
      kind: 'refused',
      because: 'There is no target pool to delete. A roll-back without deleteTarget takes one person.',
    });
    expect((await inPlace.stored()).orders).toBeUndefined();
  });
});

describe('to force a pod', () => {
  test('takes two people, says what one of them runs, and we delete nothing', async () => {
    const passes = await givenPasses(DRAINING);
    expect(await forces(passes)).toMatchObject({ kind: 'awaits-second', until: '2026-11-20T09:00:00.000Z' });
    expect((await forces(passes)).kind).toBe('awaits-second');
    passes.world.now += MINUTE;
    const ordered = await forces(passes, BEN);
    expect(ordered).toEqual({
      kind: 'ordered',
      command: COMMAND,
      says: expect.stringMatching(/^Ordered by Ada and Ben\. Image Steward deletes nothing/),
      until: '2026-11-20T09:01:00.000Z',
    });
    expect(await forces(passes, BEN)).toEqual(ordered);
    expect(await forces(passes, ADA)).toEqual(ordered);
    expect(await passes.stored()).toMatchObject({ commands: [], orders: [{ command: COMMAND }] });
    expect(passes.world.accepted).toEqual([]);
    const last = (await evidenceOf(passes)).at(-1);
    expect(last).toMatchObject({
      who: 'Ben (o-ben)',
      kind: 'order',
      what: expect.stringContaining(COMMAND),
      after: { budget: STUCK.budget, people: [{ by: ADA }, { by: BEN }] },
    });
  });

  test('that is not stuck any more when the second person says so is not forced', async () => {
    const passes = await givenPasses(DRAINING);
    await forces(passes);
    const found = await passes.parts.migrations.find(ID);
    if (found?.kind !== 'migration') throw new Error('it is there');
    await passes.parts.migrations.save(
      { ...found.migration, drain: { ...found.migration.drain, stuck: [] } },
      found.etag,
    );
    expect(await forces(passes, BEN)).toEqual({
      kind: 'refused',
      because: `Pod ${POD} is not stuck, so nothing of it has to be forced. No pod is.`,
    });
  });

  test.each(['cart', 'a/b/c', '/cart', 'shop/'])('named %j is nobody', async (pod) => {
    expect(await forces(await givenPasses(DRAINING), ADA, pod)).toEqual({
      kind: 'refused',
      because: 'A pod is named NAMESPACE/NAME.',
    });
  });

  test('of a migration that is not there is missing', async () => {
    const { parts } = await givenPasses(DRAINING);
    const order = { kind: 'force-eviction', pod: POD, reason: REASON } as const;
    expect(await orderEviction(parts, 'm-none', order, ADA)).toEqual({ kind: 'missing' });
  });

  test('is said to be over when the migration takes another way', async () => {
    const passes = await givenPasses(DRAINING);
    await forces(passes);
    await commandMigration(passes.parts, ID, { kind: 'abort', reason: REASON }, BEN);
    const ended = await passes.run();
    expect([ended.status, ended.orders]).toEqual(['aborted', undefined]);
    expect((await evidenceOf(passes)).map(({ what }) => what)).toContain(
      `What Ada (o-ada) ordered, the forced end of pod ${POD}, does not hold any more: the pod is not stuck any more.`,
    );
  });
});

describe('a crash', () => {
  const SAYS = [
    { what: 'a deletion', begin: MIDWAY, say: deletes, done: { commands: 1, orders: 0 } },
    { what: 'a forced end', begin: DRAINING, say: forces, done: { commands: 0, orders: 1 } },
  ] as const;

  test.each(SAYS)('at any line of either person’s word makes it neither two nor none: $what', async (given) => {
    let died = 0;
    for (const moment of ['before', 'after'] as const) {
      for (const who of [ADA, BEN]) {
        for (let call = 1; ; call += 1) {
          const passes = await givenPasses(given.begin);
          if (who === BEN) await given.say(passes, ADA);
          const mortal = new Mortal(call, moment);
          const parts = mortal.ports(passes.parts, ['migrations', 'sender']);
          await given.say({ parts }, who).catch(mortal.catchDeath);
          if (!mortal.died) break;
          died += 1;
          // Whoever got no answer says it again.
          await given.say(passes, who);
          if (who === ADA) await given.say(passes, BEN);
          const { commands, orders = [] } = await passes.stored();
          const words = (await evidenceOf(passes)).filter(({ kind }) => kind === 'order' || kind === 'command');
          expect({ moment, call, commands: commands.length, orders: orders.length, words: words.length }).toEqual({
            moment,
            call,
            ...given.done,
            words: 2,
          });
        }
      }
    }
    expect(died).toBeGreaterThan(8);
  });

  test('between the second word and its message is made good: the record is overdue, and any message takes it', async () => {
    const passes = await givenPasses({ ...MIDWAY, nextPassAt: AT + 90 * MINUTE });
    await deletes(passes);
    const deaf: Parts = { ...passes.parts, sender: { send: () => Promise.reject(new Error('crash')) } };
    await expect(deletes({ parts: deaf }, BEN)).rejects.toThrow('crash');
    expect((await passes.stored()).nextPassAt).toBe(AT);
    const { id, clusterId } = await passes.stored();
    await advanceMigration(passes.parts, { migrationId: id, clusterId }, passes.engine);
    expect(await passes.stored()).toMatchObject({ direction: 'back', deleteTarget: true });
  });
});
