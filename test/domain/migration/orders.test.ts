import { describe, expect, test } from 'vitest';
import type { StuckPod } from '../../../shared/domain/drain/stuck.ts';
import { applyCommand } from '../../../shared/domain/migration/apply-command.ts';
import { end } from '../../../shared/domain/migration/apply-end.ts';
import { applyOrder } from '../../../shared/domain/migration/apply-order.ts';
import type { Command } from '../../../shared/domain/migration/command.ts';
import { commandRefused } from '../../../shared/domain/migration/command-sense.ts';
import { dropGoneOrders, nextOrderEnd } from '../../../shared/domain/migration/drop-orders.ts';
import { applyForced, forcible } from '../../../shared/domain/migration/force-eviction.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { forcedText, waitsText } from '../../../shared/domain/migration/order-words.ts';
import { type Order, type Ordered, takeOrder } from '../../../shared/domain/migration/orders.ts';
import type { Person } from '../../../shared/domain/sign-off/sign-off.ts';
import { AT, givenMigration, MINUTE } from '../../support/migration.ts';
import { givenStoryMigration, STUCK } from '../../support/migration-story.ts';

const ADA: Person = { id: 'o-ada', name: 'Ada', tenantId: 't-1' };
const BEN: Person = { id: 'o-ben', name: 'Ben', tenantId: 't-1' };
const DELETION: Ordered = { kind: 'delete-target' };
const POD = STUCK.pod;
const FORCE: Ordered = { kind: 'force-eviction', pod: POD };

const first = (ordered: Ordered = DELETION, by = ADA): Order => ({
  ...ordered,
  id: 'order-1',
  first: { by, at: AT, reason: 'It is broken' },
  until: AT + 60 * MINUTE,
});
const word = (by: Person, at = AT + MINUTE, reason = 'So it is') => ({ by, at, reason });

describe('what a word comes to', () => {
  test.each<[string, readonly Order[], Ordered, ReturnType<typeof word>, string]>([
    ['nobody has said so', [], DELETION, word(ADA), 'first'],
    ['another person says the same', [first()], DELETION, word(BEN), 'second'],
    ['the same, for another reason', [first()], DELETION, word(BEN, AT + MINUTE, 'It costs too much'), 'second'],
    ['the same person again', [first()], DELETION, word(ADA), 'same-person'],
    ['the same person, named otherwise', [first()], DELETION, word({ ...ADA, name: 'Ada L.' }), 'same-person'],
    ['the same id in other letters', [first()], DELETION, word({ ...ADA, id: 'O-ADA' }), 'same-person'],
    ['the same id without its tenant', [first()], DELETION, word({ id: 'o-ada', name: 'Ada' }), 'same-person'],
    ['one of the same name', [first()], DELETION, word({ ...BEN, name: 'Ada' }), 'second'],
    ['a millisecond before it is over', [first()], DELETION, word(BEN, AT + 60 * MINUTE - 1), 'second'],
    ['at 60 minutes', [first()], DELETION, word(BEN, AT + 60 * MINUTE), 'first'],
    ['another kind waits', [first(FORCE)], DELETION, word(BEN), 'first'],
    ['another pod waits', [first(FORCE)], { ...FORCE, pod: { ...POD, name: 'other' } }, word(BEN), 'first'],
    ['a pod of another namespace', [first(FORCE)], { ...FORCE, pod: { ...POD, namespace: 'x' } }, word(BEN), 'first'],
    ['two have said so', [{ ...first(FORCE), second: word(BEN) }], FORCE, word(ADA), 'ordered'],
    ['two have said so, and a third does', [{ ...first(FORCE), second: word(BEN) }], FORCE, word(BEN), 'ordered'],
  ])('%s', (_, orders, ordered, said, kind) => {
    expect(takeOrder(orders, ordered, said, 'order-2').kind).toBe(kind);
  });

  test('a first word waits for 60 minutes; the second one keeps both', () => {
    expect(takeOrder([], FORCE, word(ADA, AT, 'It is broken'), 'order-1')).toEqual({
      kind: 'first',
      order: first(FORCE),
    });
    expect(takeOrder([first()], DELETION, word(BEN), 'order-2')).toEqual({
      kind: 'second',
      order: { ...first(), second: word(BEN), until: AT + 61 * MINUTE },
    });
  });
});

const running = (overrides: Partial<Migration> = {}) =>
  givenStoryMigration({ nextPassAt: AT + 90 * MINUTE, ...overrides });

describe('the record', () => {
  test('keeps a first word, says so in the evidence, and is looked at when the word is over', () => {
    const applied = applyOrder(running(), DELETION, word(ADA, AT, 'It is broken'), 'order-1');
    expect(applied).toMatchObject({
      kind: 'waits',
      folded: {
        migration: { orders: [first()], nextPassAt: AT + 60 * MINUTE },
        happened: [
          {
            who: 'Ada (o-ada)',
            kind: 'order',
            what: 'Orders the deletion of pool appsx1y2, as the first of two people: It is broken. It waits for a second person until 2026-11-20 09:00 UTC.',
          },
        ],
      },
    });
  });

  test('is not changed by the same word again', () => {
    const applied = applyOrder(running({ orders: [first()] }), DELETION, word(ADA), 'order-2');
    expect(applied).toEqual({ kind: 'waits', order: first() });
  });

  test('is without the order once a second person has said the same; others stay', () => {
    const applied = applyOrder(
      running({ orders: [first(), first(FORCE)].map((order, n) => ({ ...order, id: `o-${n}` })) }),
      DELETION,
      word(BEN),
      'x',
    );
    expect(applied).toMatchObject({ kind: 'second', folded: { migration: { orders: [{ id: 'o-1' }] }, happened: [] } });
    const only = applyOrder(running({ orders: [first()] }), DELETION, word(BEN), 'x');
    expect('folded' in only && only.folded && 'orders' in only.folded.migration).toBe(false);
  });

  test('an order that nobody repeated is gone at 60 minutes, with a word in the evidence', () => {
    const migration = running({ orders: [first()] });
    expect(dropGoneOrders(migration, AT + 60 * MINUTE - 1)).toEqual({ migration, happened: [] });
    const gone = dropGoneOrders(migration, AT + 60 * MINUTE);
    expect(gone.migration.orders).toBeUndefined();
    expect(gone.happened).toEqual([
      {
        who: 'image-steward',
        kind: 'order',
        what: 'What Ada (o-ada) ordered, the deletion of pool appsx1y2, does not hold any more: no second person gave it before 2026-11-20 09:00 UTC.',
        before: { order: 'delete-target', until: AT + 60 * MINUTE },
      },
    ]);
  });

  test('an order of a pod is gone with it, whoever has given it: one of the same name may run elsewhere', () => {
    const ordered: Order = { ...first(FORCE), id: 'order-2', second: word(BEN), command: 'kubectl delete' };
    const orders = [first(FORCE), ordered, { ...first(), id: 'order-3' }];
    const migration = running({ orders });
    expect(dropGoneOrders(migration, AT)).toEqual({ migration, happened: [] });
    for (const stuck of [[], [{ ...STUCK, pod: { ...POD, namespace: 'other' } }]]) {
      const left = dropGoneOrders({ ...migration, drain: { ...migration.drain, stuck } }, AT);
      expect(left.migration.orders?.map(({ id }) => id)).toEqual(['order-3']);
      expect(left.happened.map(({ what }) => what.replace(/^.*, does/, ''))).toEqual([
        ' not hold any more: the pod is not stuck any more.',
        ' not hold any more: the pod is not stuck any more.',
      ]);
    }
  });

  test('a word that comes too late is a first one, and says that the old one is gone', () => {
    const late = applyOrder(running({ orders: [first()] }), DELETION, word(BEN, AT + 60 * MINUTE), 'order-2');
    expect(late).toMatchObject({ kind: 'waits', order: { id: 'order-2', first: { by: BEN } } });
    expect(late.kind === 'waits' && late.folded?.happened.map(({ who }) => who)).toEqual([
      'image-steward',
      'Ben (o-ben)',
    ]);
  });

  test('when a migration ends its waiting orders end with a word, those of two people without', () => {
    const orders = [first(), { ...first(FORCE), second: word(BEN), command: 'kubectl delete' }];
    const ended = end(running({ orders }), 'aborted', 'It was aborted.', AT + MINUTE);
    expect(ended.migration.orders).toBeUndefined();
    expect(ended.happened.map(({ kind, what }) => [kind, what])).toEqual([
      ['order', 'What Ada (o-ada) ordered, the deletion of pool appsx1y2, does not hold any more: it has ended.'],
      ['ended', 'It was aborted.'],
    ]);
  });

  test('it is looked at when the first of several is over; without any there is no such moment', () => {
    expect(nextOrderEnd(running())).toBe(Number.POSITIVE_INFINITY);
    expect(
      nextOrderEnd(
        running({
          orders: [
            { ...first(), until: AT + 9 },
            { ...first(FORCE), until: AT + 4 },
          ],
        }),
      ),
    ).toBe(AT + 4);
  });
});

describe('what is told while an order waits', () => {
  test.each([
    [
      DELETION,
      true,
      'Recorded. The deletion of pool appsx1y2 takes two people: a second person gives the same order within 60 minutes, before 2026-11-20 09:00 UTC, or nothing comes of it. A roll-back that leaves the pool takes one person, and goes at once.',
    ],
    [
      FORCE,
      true,
      'Recorded. The forced end of pod shop/cart-6f7d8c9b5-x2x9z takes two people: a second person gives the same order within 60 minutes, before 2026-11-20 09:00 UTC, or nothing comes of it.',
    ],
    [
      DELETION,
      false,
      'You have ordered the deletion of pool appsx1y2 yourself, at 2026-11-20 08:00 UTC. It takes two people: somebody else gives the same order before 2026-11-20 09:00 UTC, or nothing comes of it.',
    ],
  ] as const)('%j, new: %s', (ordered, isNew, text) => {
    expect(waitsText(first(ordered), running(), isNew)).toBe(text);
  });

  test('a pool that is not made yet has no name', () => {
    expect(waitsText(first(), running({ remembered: {} }), false)).toContain(
      'the deletion of the target pool yourself',
    );
  });
});

describe('force', () => {
  const command = 'kubectl delete pod cart-6f7d8c9b5-x2x9z --namespace shop';
  const remedy = { kind: 'force', what: 'Delete it.', command } as const;
  const stuck = { ...STUCK, remedies: [...STUCK.remedies, remedy] };
  const withStuck = (...pods: readonly StuckPod[]) => running({ drain: { ...running().drain, stuck: pods } });

  test('is for a pod that is stuck now and that force helps', () => {
    expect(forcible(withStuck(stuck), POD)).toEqual({ kind: 'yes', stuck, command });
  });

  test.each([
    ['a migration that has ended', running({ status: 'aborted', endedAt: AT }), 'It has ended.'],
    ['a pod that is not stuck any more', withStuck(), 'is not stuck, so nothing of it has to be forced. No pod is.'],
    [
      'another pod',
      withStuck(...Array.from({ length: 7 }, (_, n) => ({ ...stuck, pod: { namespace: 'shop', name: `p-${n}` } }))),
      'Stuck now: shop/p-0, shop/p-1, shop/p-2, shop/p-3, shop/p-4 and 2 more.',
    ],
    [
      'one that force does not help',
      withStuck(STUCK),
      'Force does not help Pod shop/cart-6f7d8c9b5-x2x9z. PodDisruptionBudget shop/cart allows no disruption: 3 expected, 2 healthy, 2 must stay. One more replica lets one go.',
    ],
  ])('is not for %s', (_, migration, because) => {
    expect(forcible(migration, POD)).toEqual({ kind: 'no', because: expect.stringContaining(because) });
  });

  test('ordered by two it is in the evidence with both, the budget’s numbers and the command, which stays in the record', () => {
    const applied = applyOrder({ ...withStuck(stuck), orders: [first(FORCE)] }, FORCE, word(BEN), 'x');
    const can = forcible(withStuck(stuck), POD);
    if (applied.kind !== 'second' || can.kind !== 'yes') throw new Error('it is the second word on a stuck pod');
    const { order, migration, happened } = applyForced(applied.folded, applied.order, can);
    expect(migration.orders).toEqual([order]);
    expect(order).toEqual({ ...first(FORCE), second: word(BEN), until: AT + 61 * MINUTE, command });
    expect(happened).toEqual([
      {
        who: 'Ben (o-ben)',
        kind: 'order',
        what: `Orders the forced end of pod shop/cart-6f7d8c9b5-x2x9z, as the second of two people: So it is. The first was Ada (o-ada): It is broken. We end nothing by force: a person runs, with rights of their own: ${command}`,
        after: {
          order: 'force-eviction',
          pod: POD,
          people: [first().first, word(BEN)],
          command,
          node: STUCK.node,
          cause: 'budget-full',
          why: STUCK.why,
          seenAt: STUCK.seenAt,
          by: 'PodDisruptionBudget shop/cart',
          budget: { expected: 3, healthy: 2, desired: 2, allowed: 0 },
        },
      },
    ]);
    expect(forcedText(order)).toBe(
      `Ordered by Ada and Ben. Image Steward deletes nothing: whoever has the rights in the cluster ends pod shop/cart-6f7d8c9b5-x2x9z with: ${command}`,
    );
    expect(dropGoneOrders(migration, AT + 61 * MINUTE).happened.map(({ what }) => what)).toEqual([
      'What Ada (o-ada) and Ben (o-ben) ordered, the forced end of pod shop/cart-6f7d8c9b5-x2x9z, does not hold any more: it was to be carried out before 2026-11-20 09:01 UTC.',
    ]);
  });
});

describe('the deletion of a target pool', () => {
  const command = (more: Partial<Command> = {}): Command => ({
    id: 'c-1',
    kind: 'roll-back',
    by: 'Ben',
    at: AT,
    reason: 'It is broken.',
    deleteTarget: true,
    ...more,
  });
  const twice = { by: 'Ada', at: AT, reason: 'It is broken' };

  test.each<[string, Command, boolean | undefined]>([
    ['told by two', command({ first: twice }), true],
    ['told by one, whatever put it into the record', command(), undefined],
    ['told with an abort', command({ kind: 'abort', first: twice }), undefined],
    ['not told', { ...command(), deleteTarget: false }, false],
  ])('%s', (_, told, deleteTarget) => {
    expect(applyCommand(running({ commands: [told] }), told, undefined, AT).migration.deleteTarget).toBe(deleteTarget);
  });

  test('one that one person told rolls back, and says that the pool stays', () => {
    const { migration, happened } = applyCommand(running(), command(), undefined, AT);
    expect(migration.direction).toBe('back');
    expect(happened[0]?.what).toMatch(/ The target pool stays: its deletion takes two people\.$/);
  });

  test('is also taken up on a way back that one person began; the way goes on where it is', () => {
    const back = running({ direction: 'back', step: 'drain-target' });
    const told = command({ first: twice });
    expect(applyCommand(back, told, undefined, AT).migration).toMatchObject({
      step: 'drain-target',
      deleteTarget: true,
    });
  });

  test.each<[string, Partial<Migration>, Command['kind'], string | undefined]>([
    ['on the way forward', {}, 'roll-back', undefined],
    ['with an abort', {}, 'abort', 'Only a roll-back deletes the target pool.'],
    [
      'where there is no target pool',
      { route: 'in-place', step: 'follow-upgrade' },
      'roll-back',
      'There is no target pool to delete. A roll-back without deleteTarget takes one person.',
    ],
    [
      'before anything was begun',
      { step: 'check' },
      'roll-back',
      'There is no target pool to delete. A roll-back without deleteTarget takes one person.',
    ],
    ['on the way back', { direction: 'back', step: 'remove-target' }, 'roll-back', undefined],
    [
      'on a way back that deletes it already',
      { direction: 'back', step: 'drain-target', deleteTarget: true },
      'roll-back',
      'It is on the way back already.',
    ],
    [
      'after the step in which it would be',
      { direction: 'back', step: 'close' },
      'roll-back',
      'The step in which the target pool would be deleted is over.',
    ],
  ])('can be ordered, or says why not: %s', (_, overrides, kind, because) => {
    const migration = givenMigration({ ...running(), ...overrides });
    expect(commandRefused(migration, kind, undefined, true)).toBe(because);
  });
});
