import { expect, test } from 'vitest';
import type { WindowRule } from '../../../shared/domain/fleet/maintenance-rule.ts';
import { dayNumber, openingsOf } from '../../../shared/domain/plan/maintenance-windows.ts';
import { at } from '../../support/fleet.ts';

function rule(overrides: Partial<WindowRule> = {}): WindowRule {
  return {
    kind: 'window',
    rhythm: { kind: 'daily', everyDays: 1 },
    startTime: '22:00',
    durationHours: 8,
    utcOffsetMinutes: 0,
    notAllowed: [],
    ...overrides,
  };
}

/** Days from `from` on which it opens, as `start/end` in UTC. */
function opens(given: Parameters<typeof openingsOf>[0], from: string, days: number): string[] | string {
  const openings = openingsOf(given);
  if (typeof openings === 'string') return openings;
  const first = dayNumber(from) ?? 0;
  return Array.from({ length: days }, (_, index) => openings(first + index))
    .flat()
    .map(({ opens: start, closes }) => `${iso(start)}/${iso(closes)}`);
}

function iso(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16);
}

test('a daily window wraps midnight and keeps its fixed offset', () => {
  expect(opens(rule({ utcOffsetMinutes: 330 }), '2026-11-20', 2)).toEqual([
    '2026-11-20T16:30/2026-11-21T00:30',
    '2026-11-21T16:30/2026-11-22T00:30',
  ]);
});

test('the same clock time before and after clocks change: AKS knows no daylight saving', () => {
  expect(opens(rule({ utcOffsetMinutes: 60 }), '2026-03-28', 2)).toEqual([
    '2026-03-28T21:00/2026-03-29T05:00',
    '2026-03-29T21:00/2026-03-30T05:00',
  ]);
});

test('every third day counts from the start date, and needs one', () => {
  const third = { kind: 'daily', everyDays: 3 } as const;
  expect(opens(rule({ rhythm: third, startDate: '2026-11-21' }), '2026-11-19', 7)).toEqual([
    '2026-11-21T22:00/2026-11-22T06:00',
    '2026-11-24T22:00/2026-11-25T06:00',
  ]);
  expect(opens(rule({ rhythm: third }), '2026-11-19', 7)).toBe('it does not say from which day it counts');
});

test('weekly on a weekday, every second week from the first one after its start', () => {
  const second = { kind: 'weekly', everyWeeks: 2, weekday: 6 } as const;
  // 2026-11-20 is a Friday.
  expect(opens(rule({ rhythm: second, startDate: '2026-11-20' }), '2026-11-01', 45)).toEqual([
    '2026-11-21T22:00/2026-11-22T06:00',
    '2026-12-05T22:00/2026-12-06T06:00',
  ]);
  const each = { kind: 'weekly', everyWeeks: 1, weekday: 6 } as const;
  expect(opens(rule({ rhythm: each }), '2026-11-20', 8)).toEqual(['2026-11-21T22:00/2026-11-22T06:00']);
});

test('a month without the day has no window', () => {
  const last = { kind: 'monthly-day', everyMonths: 1, dayOfMonth: 31 } as const;
  expect(opens(rule({ rhythm: last }), '2026-10-01', 130)).toEqual([
    '2026-10-31T22:00/2026-11-01T06:00',
    '2026-12-31T22:00/2027-01-01T06:00',
    '2027-01-31T22:00/2027-02-01T06:00',
  ]);
});

test('every third month counts from the first month that still has the day', () => {
  const quarter = { kind: 'monthly-day', everyMonths: 3, dayOfMonth: 10 } as const;
  expect(opens(rule({ rhythm: quarter, startDate: '2026-10-11' }), '2026-10-01', 140)).toEqual([
    '2026-11-10T22:00/2026-11-11T06:00',
    '2027-02-10T22:00/2027-02-11T06:00',
  ]);
});

test.each([
  [1, '2026-11-01T22:00/2026-11-02T06:00'],
  [4, '2026-11-22T22:00/2026-11-23T06:00'],
  ['last', '2026-11-29T22:00/2026-11-30T06:00'],
] as const)('the %s Sunday of November 2026 opens at %s', (week, expected) => {
  const rhythm = { kind: 'monthly-weekday', everyMonths: 1, week, weekday: 0 } as const;
  expect(opens(rule({ rhythm }), '2026-11-01', 30)).toEqual([expected]);
});

test('closed days are closed from their first to their last, and cut a window that runs into them', () => {
  const closed = rule({ notAllowed: [{ from: '2026-12-18', to: '2026-12-19' }] });
  expect(opens(closed, '2026-12-16', 5)).toEqual([
    '2026-12-16T22:00/2026-12-17T06:00',
    '2026-12-17T22:00/2026-12-18T00:00',
    '2026-12-20T22:00/2026-12-21T06:00',
  ]);
});

test('nothing opens before the start date', () => {
  expect(opens(rule({ startDate: '2026-11-22' }), '2026-11-20', 3)).toEqual(['2026-11-22T22:00/2026-11-23T06:00']);
});

test('hours of the week: neighbours are one stretch, closed times fall out', () => {
  const week = {
    kind: 'week',
    slots: [{ weekday: 1, hours: [2, 1, 5] }],
    notAllowed: [{ from: at('2026-11-23T05:30:00Z'), to: at('2026-11-23T05:45:00Z') }],
  } as const;
  expect(opens(week, '2026-11-22', 9)).toEqual([
    '2026-11-23T01:00/2026-11-23T03:00',
    '2026-11-30T01:00/2026-11-30T03:00',
    '2026-11-30T05:00/2026-11-30T06:00',
  ]);
});

test.each([
  [{ startTime: 'noon' }, 'its start time or its length cannot be read'],
  [{ durationHours: 0 }, 'its start time or its length cannot be read'],
  [{ startDate: '2026-02-30' }, 'its start date cannot be read'],
  [{ rhythm: { kind: 'daily', everyDays: 0 } }, 'its interval cannot be read'],
] as const)('%j is refused in words', (overrides, words) => {
  expect(opens(rule(overrides), '2026-11-20', 1)).toBe(words);
});
