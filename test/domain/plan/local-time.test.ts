import { expect, test } from 'vitest';
import { localDay, localInstant, minutesOfClock } from '../../../shared/domain/plan/local-time.ts';
import { at } from '../../support/fleet.ts';

test.each([
  ['Europe/Amsterdam', '2026-11-20', 0, '2026-11-19T23:00:00Z'],
  ['Europe/Amsterdam', '2026-07-01', 0, '2026-06-30T22:00:00Z'],
  ['America/New_York', '2026-11-20', 360, '2026-11-20T11:00:00Z'],
  ['Asia/Kolkata', '2026-11-20', 0, '2026-11-19T18:30:00Z'],
  ['Pacific/Auckland', '2026-12-01', 0, '2026-11-30T11:00:00Z'],
  ['UTC', '2026-11-20', 1440, '2026-11-21T00:00:00Z'],
])('in %s, %s at %i minutes past midnight is %s', (zone, day, minutes, expected) => {
  expect(localInstant(day, minutes, zone)).toBe(at(expected));
});

test.each([
  // Europe, forward on 2026-03-29 at 01:00Z: 02:00 to 03:00 does not exist.
  ['Europe/Amsterdam', '2026-03-29', 119, '2026-03-29T00:59:00Z'],
  ['Europe/Amsterdam', '2026-03-29', 120, '2026-03-29T01:00:00Z'],
  ['Europe/Amsterdam', '2026-03-29', 150, '2026-03-29T01:00:00Z'],
  ['Europe/Amsterdam', '2026-03-29', 180, '2026-03-29T01:00:00Z'],
  ['Europe/Amsterdam', '2026-03-29', 181, '2026-03-29T01:01:00Z'],
  // Europe, back on 2026-10-25 at 01:00Z: 02:00 to 03:00 comes twice, the first counts.
  ['Europe/Amsterdam', '2026-10-25', 119, '2026-10-24T23:59:00Z'],
  ['Europe/Amsterdam', '2026-10-25', 120, '2026-10-25T00:00:00Z'],
  ['Europe/Amsterdam', '2026-10-25', 150, '2026-10-25T00:30:00Z'],
  ['Europe/Amsterdam', '2026-10-25', 180, '2026-10-25T02:00:00Z'],
  // United States, forward on 2026-03-08 at 07:00Z and back on 2026-11-01 at 06:00Z.
  ['America/New_York', '2026-03-08', 119, '2026-03-08T06:59:00Z'],
  ['America/New_York', '2026-03-08', 120, '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-03-08', 180, '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01', 60, '2026-11-01T05:00:00Z'],
  ['America/New_York', '2026-11-01', 120, '2026-11-01T07:00:00Z'],
  // Arizona keeps its time all year.
  ['America/Phoenix', '2026-03-08', 150, '2026-03-08T09:30:00Z'],
])('where clocks change in %s: %s at %i is %s', (zone, day, minutes, expected) => {
  expect(new Date(localInstant(day, minutes, zone)).toISOString()).toBe(new Date(at(expected)).toISOString());
});

test('the night of a change is an hour shorter or longer', () => {
  const night = (day: string) =>
    (localInstant(day, 360, 'Europe/Berlin') - localInstant(day, 0, 'Europe/Berlin')) / 3_600_000;
  expect([night('2026-03-28'), night('2026-03-29'), night('2026-10-24'), night('2026-10-25')]).toEqual([6, 5, 6, 7]);
});

test('the local day is the one that clocks show', () => {
  expect(localDay(at('2026-11-20T22:59:59Z'), 'Europe/Amsterdam')).toBe('2026-11-20');
  expect(localDay(at('2026-11-20T23:00:00Z'), 'Europe/Amsterdam')).toBe('2026-11-21');
  expect(localDay(at('2026-11-20T04:59:59Z'), 'America/New_York')).toBe('2026-11-19');
});

test.each([
  ['00:00', 0],
  ['06:00', 360],
  ['23:59', 1439],
  ['24:00', 1440],
  ['24:01', undefined],
  ['12:60', undefined],
  ['6:00', undefined],
  ['', undefined],
])('the clock %s is %s minutes', (text, minutes) => {
  expect(minutesOfClock(text)).toBe(minutes);
});
