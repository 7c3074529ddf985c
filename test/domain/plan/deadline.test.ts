import { expect, test } from 'vitest';
import { deadlinesOf, nextDeadline } from '../../../shared/domain/plan/deadline.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { at } from '../../support/fleet.ts';

const END = { kind: 'support-end', day: '2027-06-30' } as const;

/** A window that closes at midnight, so that its last day is the one given. */
function windowOn(day: string) {
  return [{ opens: at(day), closes: at(day) + 86_400_000 }];
}

test.each([
  ['2026-11-20', '2027-06-15', '2027-06-15', 'kept'],
  ['2026-11-20', '2027-06-16', '2027-06-15', 'missed'],
  // Inside the slack already: the day before the end is the last good one.
  ['2027-06-15', '2027-06-15', '2027-06-15', 'kept'],
  ['2027-06-16', '2027-06-29', '2027-06-29', 'kept'],
  ['2027-06-16', '2027-06-30', '2027-06-29', 'missed'],
  ['2027-06-30', '2027-07-05', '2027-06-29', 'passed'],
])('on %s, with the work ending on %s, the last good day is %s: %s', (today, ends, lastGoodDay, state) => {
  expect(deadlinesOf({ ends: [END] }, windowOn(ends), DEFAULT_PLAN_SETTINGS, at(today))).toEqual([
    { ...END, lastGoodDay, state },
  ]);
});

test('no window is no missed date: that is told by its own reason', () => {
  expect(deadlinesOf({ ends: [END] }, [], DEFAULT_PLAN_SETTINGS, at('2027-06-01'))[0]?.state).toBe('kept');
});

test('removal has its own slack; of ends that have passed only the last is told', () => {
  const ends = [
    { kind: 'images-removed', day: '2028-04-30' },
    { kind: 'support-end', day: '2027-06-30' },
  ] as const;
  const states = (today: string, last: string) =>
    deadlinesOf({ ends }, windowOn(last), DEFAULT_PLAN_SETTINGS, at(today)).map(
      ({ kind, state }) => `${kind} ${state}`,
    );
  expect(states('2027-07-01', '2028-03-30')).toEqual(['support-end passed', 'images-removed kept']);
  expect(states('2027-07-01', '2028-03-31')).toEqual(['support-end passed', 'images-removed missed']);
  expect(states('2028-05-01', '2028-05-02')).toEqual(['images-removed passed']);
});

test('the next end that lies ahead is named, and the last when none does', () => {
  const ends = [END, { kind: 'images-removed', day: '2028-04-30' } as const];
  const next = (today: string) => nextDeadline(deadlinesOf({ ends }, [], DEFAULT_PLAN_SETTINGS, at(today)));
  expect(next('2027-01-01')).toEqual({ day: '2027-06-30', what: 'support ends' });
  expect(next('2027-07-01')).toEqual({ day: '2028-04-30', what: 'images are removed' });
  expect(next('2029-01-01')).toEqual({ day: '2028-04-30', what: 'images were removed' });
});
