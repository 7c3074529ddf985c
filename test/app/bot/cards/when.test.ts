import { expect, test } from 'vitest';
import { localMomentText, momentText, windowText } from '../../../../shared/app/bot/cards/when.ts';

const window = { opens: '2026-12-18T23:00:00.000Z', closes: '2026-12-19T05:00:00.000Z' };

test.each([
  { zone: undefined, says: 'Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC' },
  { zone: 'UTC', says: 'Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC' },
  {
    zone: 'Europe/Amsterdam',
    says: 'Sat 2026-12-19 00:00 to 06:00 in Europe/Amsterdam (Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC)',
  },
  {
    zone: 'Asia/Kolkata',
    says: 'Sat 2026-12-19 04:30 to 10:30 in Asia/Kolkata (Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC)',
  },
  { zone: 'No/Such_Zone', says: 'Fri 2026-12-18 23:00 to Sat 2026-12-19 05:00 UTC' },
])('a window is told in the time of its place and in UTC: $zone', ({ zone, says }) => {
  expect(windowText(window, zone)).toBe(says);
});

test('a window over the hour that clocks skip is told as clocks show it', () => {
  const skipped = { opens: Date.UTC(2027, 2, 28, 0, 30), closes: Date.UTC(2027, 2, 28, 1, 30) };
  expect(windowText(skipped, 'Europe/Amsterdam')).toBe(
    'Sun 2027-03-28 01:30 to 03:30 in Europe/Amsterdam (Sun 2027-03-28 00:30 to 01:30 UTC)',
  );
});

test('a moment', () => {
  expect([
    momentText('2026-11-20T08:00:00.000Z'),
    localMomentText(Date.UTC(2026, 10, 20, 8), 'Europe/Amsterdam'),
  ]).toEqual(['2026-11-20 08:00 UTC', 'Fri 2026-11-20 09:00 in Europe/Amsterdam (Fri 2026-11-20 08:00 UTC)']);
});
