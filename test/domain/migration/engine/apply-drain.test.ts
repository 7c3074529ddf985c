import { expect, test } from 'vitest';
import type { DrainOutcome } from '../../../../shared/domain/drain/drain-outcome.ts';
import type { StuckPod } from '../../../../shared/domain/drain/stuck.ts';
import { applyDrainOutcome } from '../../../../shared/domain/migration/apply-drain.ts';
import { applyIntent, type WriteAction } from '../../../../shared/domain/migration/apply-write.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { AT, givenMigration, MINUTE } from '../../../support/migration.ts';

const DRAIN: WriteAction = {
  kind: 'write',
  write: { kind: 'drain', node: 'n1', graceSeconds: 300, attentionSeconds: 45 },
  because: 'It is next.',
};
const STUCK: StuckPod = {
  pod: { namespace: 'shop', name: 'cart-0' },
  node: 'n1',
  cause: 'budget-full',
  since: AT,
  seenAt: AT,
  refusals: 1,
  why: 'Its budget allows 0.',
  blocks: 'The node waits for it.',
  remedies: [],
};
const FOUND: DrainOutcome = { evicted: 3, left: 0, stuck: [], room: { kind: 'found' } };

/** A node is followed, begun `minutes` ago. */
function followed(outcome: Partial<DrainOutcome>, minutes = 0, overrides: Partial<Migration> = {}) {
  const begun = givenMigration({
    route: 'pool-replacement',
    step: 'drain-source',
    drain: { node: { name: 'n1', since: AT }, done: ['n0'], stuck: [], evicted: 2 },
    ...overrides,
  });
  const now = AT + minutes * MINUTE;
  const meant = applyIntent(begun, DRAIN, now).migration;
  return { begun, now, ...applyDrainOutcome(meant, DRAIN.write, { ...FOUND, ...outcome }, now) };
}

test('an empty node is done, and the next pass comes at once', () => {
  const { begun, migration, happened, againSeconds } = followed({});
  expect(migration).toEqual({ ...begun, drain: { done: ['n0', 'n1'], stuck: [], evicted: 5 } });
  expect({ againSeconds, told: happened.map(({ what }) => what) }).toEqual({
    againSeconds: 0,
    told: ['The node n1 is empty; 3 evictions were accepted in this pass.'],
  });
});

test.each([
  { minutes: 0, evicted: 0, againSeconds: 2 },
  { minutes: 5, evicted: 0, againSeconds: 15 },
  { minutes: 10, evicted: 0, againSeconds: 30 },
  { minutes: 60, evicted: 0, againSeconds: 30 },
  { minutes: 60, evicted: 1, againSeconds: 0 },
])(
  'a node on which $evicted pods moved, $minutes minutes in, is followed again after $againSeconds s',
  ({ minutes, evicted, againSeconds }) => {
    const after = followed({ left: 4, evicted, stuck: [STUCK] }, minutes);
    expect(after.againSeconds).toBe(againSeconds);
    expect(after.migration).toEqual({
      ...after.begun,
      waiting: {
        because: 'Pod shop/cart-0 does not leave: Its budget allows 0. The node waits for it.',
        since: after.now,
      },
      drain: { node: { name: 'n1', since: AT }, done: ['n0'], stuck: [STUCK], evicted: 2 + evicted },
    });
  },
);

test('what is stuck in the same way is told once', () => {
  const outcome = { left: 4, evicted: 0, stuck: [{ ...STUCK, refusals: 9 }] };
  const drain = { node: { name: 'n1', since: AT }, done: [], stuck: [STUCK], evicted: 0 };
  const kinds = (overrides: Partial<Migration>) => followed(outcome, 0, overrides).happened.map(({ kind }) => kind);
  expect(kinds({})).toEqual(['outcome', 'waiting']);
  expect(kinds({ drain })).toEqual(['waiting']);
  expect(kinds({ drain: { ...drain, stuck: [{ ...STUCK, cause: 'past-grace' }] } })).toEqual(['outcome', 'waiting']);
});

test('pods that find no room stop the drain; room that is not known holds it', () => {
  const missing = followed({ left: 2, room: { kind: 'missing', why: 'shop/cart-1 is pending.' } });
  expect(missing.migration).toMatchObject({
    status: 'paused',
    pause: { code: 'DRAIN_NO_ROOM', because: 'Pods that left their node find no room: shop/cart-1 is pending.' },
    drain: { node: { name: 'n1' }, evicted: 5 },
  });
  const unknown = followed({ left: 2, room: { kind: 'unknown', why: 'Pods are not seen.' } });
  expect(unknown).toMatchObject({
    againSeconds: 30,
    migration: { status: 'running', waiting: { because: 'Whether pods find room is not known: Pods are not seen.' } },
  });
});

test('a node that cannot be followed is tried again, and the sixth time in a row a person is asked', () => {
  const trouble = { left: 2, evicted: 0, trouble: 'The watch broke off.' };
  expect(followed(trouble, 0, { tries: 4 })).toMatchObject({
    againSeconds: 64,
    migration: { status: 'running', tries: 5 },
  });
  expect(followed(trouble, 0, { tries: 5 })).toMatchObject({
    migration: { status: 'paused', tries: 0, pause: { code: 'DRAIN_NOT_FOLLOWED' } },
  });
  expect(followed({ left: 2, evicted: 1 }, 0, { tries: 5 }).migration.tries).toBe(0);
});

test('a node of which nobody knows whether it is empty is not done', () => {
  expect(followed({ trouble: 'The watch broke off.' }).migration.drain.done).toEqual(['n0']);
});

test('the next node ends the one before, which has nothing left', () => {
  const next = { ...DRAIN, write: { ...DRAIN.write, node: 'n2' } } as WriteAction;
  const begun = followed({}, 0).begun;
  const { migration, happened } = applyIntent(begun, next, AT + 5);
  expect(migration.drain).toEqual({ node: { name: 'n2', since: AT + 5 }, done: ['n0', 'n1'], stuck: [], evicted: 2 });
  expect(happened.map(({ kind }) => kind)).toEqual(['intent']);
  expect(applyIntent(begun, DRAIN, AT + 5).happened).toEqual([]);
});
