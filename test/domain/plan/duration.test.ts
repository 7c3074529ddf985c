import { expect, test } from 'vitest';
import { drainMinutes, experienceOf, poolDuration, surgeNodes } from '../../../shared/domain/plan/duration.ts';
import type { PastRun } from '../../../shared/domain/plan/plan-input.ts';
import { DEFAULT_PLAN_SETTINGS as SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { givenPool, NOW } from '../../support/fleet.ts';

const NOTHING = experienceOf([]);

function run(overrides: Partial<PastRun> = {}): PastRun {
  return {
    poolId: 'other',
    osType: 'Linux',
    strategy: 'image-upgrade',
    endedAt: NOW,
    nodes: 10,
    minutes: 40,
    outcome: 'completed',
    lessons: [],
    ...overrides,
  };
}

test('in place: as many rounds as surge needs, each to provision and to drain, and once to validate', () => {
  const pool = givenPool({ count: 25 });
  // 10 % of 25 is 3 nodes at a time: 9 rounds of 5 + 6 minutes, and 15.
  expect(poolDuration(pool, 'image-upgrade', undefined, NOTHING, SETTINGS).total).toEqual({
    minutes: 114,
    atLeast: false,
    basis: '25 nodes, 3 at a time, x (5 min to provision + 6 min default drain) + 15 min to validate',
  });
});

test('replacement: the target comes at once, the source is drained node by node', () => {
  const drain = { pods: 30, longestGraceSeconds: 120, budgetRounds: 2 };
  expect(poolDuration(givenPool({ count: 10 }), 'pool-replacement', drain, NOTHING, SETTINGS).total).toEqual({
    minutes: 60,
    atLeast: false,
    basis: '5 min to provision + 10 nodes x 4 min (drain from grace periods and budgets) + 15 min to validate',
  });
});

test('Windows nodes take longer to come', () => {
  expect(
    poolDuration(givenPool({ osType: 'Windows', count: 1 }), 'image-upgrade', undefined, NOTHING, SETTINGS).total
      .minutes,
  ).toBe(33);
});

test('nodes that are not counted make it at least, none make it a validation', () => {
  expect(
    poolDuration(givenPool({ count: undefined }), 'image-upgrade', undefined, NOTHING, SETTINGS).total,
  ).toMatchObject({ atLeast: true, minutes: 26 });
  expect(poolDuration(givenPool({ count: 0 }), 'pool-replacement', undefined, NOTHING, SETTINGS).total).toMatchObject({
    atLeast: false,
    minutes: 15,
  });
});

test.each([
  [undefined, 6],
  [{ longestGraceSeconds: 30, budgetRounds: 1 }, 1],
  [{ longestGraceSeconds: 300, budgetRounds: 0 }, 5],
  [{ longestGraceSeconds: 300, budgetRounds: 6 }, 30],
  [{ longestGraceSeconds: 300, budgetRounds: 7 }, 30],
  [{ longestGraceSeconds: 3600, budgetRounds: 1 }, 30],
  [{ longestGraceSeconds: -5, budgetRounds: 1 }, 1],
])('a drain of %j takes %i minutes', (drain, minutes) => {
  expect(drainMinutes(drain && { pods: 1, ...drain }, SETTINGS.work)).toBe(minutes);
});

test.each([
  [0, 0],
  [1, 1],
  [10, 1],
  [11, 2],
  [21, 3],
  [1000, 3],
  [undefined, 1],
])('a pool of %s nodes surges by %i', (count, nodes) => {
  expect(surgeNodes(count, SETTINGS)).toBe(nodes);
});

test("one run of the pool itself teaches; of others' it takes three, and their median", () => {
  const pool = givenPool({ count: 10 });
  const minutes = (runs: PastRun[]) =>
    poolDuration(pool, 'image-upgrade', undefined, experienceOf(runs), SETTINGS).total.minutes;
  const untaught = minutes([]);
  expect(minutes([run({ poolId: pool.id })])).toBe(55);
  expect(minutes([run(), run()])).toBe(untaught);
  expect(minutes([run(), run({ minutes: 900 }), run({ minutes: 60 })])).toBe(75);
});

test.each([
  [{ outcome: 'rolled-back' as const }],
  [{ outcome: 'failed' as const }],
  [{ nodes: 0 }],
  [{ minutes: 0 }],
  [{ strategy: 'pool-replacement' }],
])('a run with %j teaches nothing here', (overrides) => {
  const pool = givenPool();
  expect(
    experienceOf([run({ poolId: pool.id, ...overrides })]).perNode(pool.id, 'Linux', 'image-upgrade'),
  ).toBeUndefined();
});
