import { describe, expect, test } from 'vitest';
import { lateSignOffs, lateText, openingsOf } from '../../../shared/domain/sign-off/late.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave, OPENS } from '../../support/plan.ts';
import { givenSignOff } from '../../support/sign-off.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const window = (opens: number) => ({ opens, closes: opens + 6 * HOUR });
const planWith = (...opens: number[]) =>
  givenPlan('a', {
    waves: [givenWave({ clusters: [givenClusterPlan({ steps: [givenStep({ windows: opens.map(window) })] })] })],
  });
const yes = (name: string, at: number) => givenSignOff(name, 'platform', { at, expiresAt: at + 30 * DAY });
const ONE = { roles: [{ role: 'platform' as const, quorum: 1 }], validDays: 30, owners: [] };

test('openings are told once each, the first one first', () => {
  const [wave] = planWith(OPENS + DAY, OPENS).waves;
  expect(openingsOf({ waves: wave ? [wave, wave] : [] })).toEqual([OPENS, OPENS + DAY]);
});

describe('a yes is late', () => {
  test.each([
    [OPENS - HOUR - 1, false],
    [OPENS - HOUR, true],
    [OPENS, true],
    [OPENS + DAY, true],
  ])('at %i: %s', (at, late) => {
    const ada = yes('Ada', at);
    expect(lateSignOffs(planWith(OPENS), [ada], ONE)).toEqual(late ? [ada] : []);
  });

  test('only where it was still awaited: what comes beside a complete plan is not late', () => {
    const [ada, ben] = [yes('Ada', OPENS - DAY), yes('Ben', OPENS + HOUR)];
    expect(lateSignOffs(planWith(OPENS), [ada, ben], ONE)).toEqual([]);
    const two = { ...ONE, roles: [{ role: 'platform' as const, quorum: 2 }] };
    expect(lateSignOffs(planWith(OPENS), [ada, ben], two)).toEqual([ben]);
  });

  test('a no is never late, and without a window nothing is', () => {
    const no = { ...yes('Ada', OPENS + HOUR), kind: 'refuse' as const };
    expect(lateSignOffs(planWith(OPENS), [no], ONE)).toEqual([]);
    expect(lateSignOffs(planWith(), [yes('Ada', OPENS + HOUR)], ONE)).toEqual([]);
  });
});

test.each([
  [
    [OPENS],
    OPENS - 20 * MINUTE,
    'This sign-off came late: the first window opens at 2026-12-18 23:00 UTC, in 20 minutes; no later one is planned: what does not begin in it is planned anew, and needs new sign-offs.',
  ],
  [
    [OPENS, OPENS + DAY],
    OPENS + HOUR,
    'This sign-off came late: the first window opened at 2026-12-18 23:00 UTC; what does not begin in it waits for 2026-12-19 23:00 UTC.',
  ],
  [
    [OPENS, OPENS + DAY],
    OPENS + DAY - HOUR + 1,
    'This sign-off came late: the first window opened at 2026-12-18 23:00 UTC; no later one is planned: what does not begin in it is planned anew, and needs new sign-offs.',
  ],
])('what it is too late for', (opens, at, text) => {
  expect(lateText(planWith(...opens), { at })).toBe(text);
});
