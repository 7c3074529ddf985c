import { expect, test } from 'vitest';
import { readSchedule, readTimeZone } from '../../../dev/functions-host/schedule.ts';

const next = (expression: string, from: string, timeZone = 'UTC') =>
  readSchedule(expression, timeZone, 'function "f"').next(new Date(from))?.toISOString();

test.each([
  ['0 0 6 * * *', '2026-11-20T05:59:59Z', '2026-11-20T06:00:00.000Z'],
  ['0 0 6 * * *', '2026-11-20T06:00:00Z', '2026-11-21T06:00:00.000Z'],
  ['0 */5 * * * *', '2026-11-20T06:01:00Z', '2026-11-20T06:05:00.000Z'],
  ['0 0 6 * * MON-FRI', '2026-11-20T07:00:00Z', '2026-11-23T06:00:00.000Z'],
  ['0 0 0 1 JUL *', '2026-11-20T07:00:00Z', '2027-07-01T00:00:00.000Z'],
  // Both the day of the month and the day of the week must fit, as on the platform.
  ['0 0 0 13 * 5', '2026-11-20T07:00:00Z', '2027-08-13T00:00:00.000Z'],
])('%s runs after %s at %s', (expression, from, due) => {
  expect(next(expression, from)).toBe(due);
});

test('a schedule is read in the time zone of the app, through the change of the clocks', () => {
  expect(next('0 30 6 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T05:30:00.000Z');
  expect(next('0 30 6 * * *', '2026-10-23T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-24T04:30:00.000Z');
});

test('a schedule for a day that does not exist has no next run', () => {
  expect(next('0 0 0 30 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
});

test.each([
  ['* * * * *', 'six fields are expected, from second to day of week'],
  ['@daily', 'six fields are expected, from second to day of week'],
  ['0 0 6 L * *', 'L, W, # and ? are not known to the platform'],
  ['0 0 6 15W * *', 'L, W, # and ? are not known to the platform'],
  ['0 0 6 ? * MON', 'L, W, # and ? are not known to the platform'],
  ['0 0 6 * * FRI#2', 'L, W, # and ? are not known to the platform'],
  ['0 0 6 * * 7', 'days of the week go from 0 (Sunday) to 6'],
  ['0 0 6 * * 5-7', 'days of the week go from 0 (Sunday) to 6'],
  ['60 0 6 * * *', 'Invalid value for second: 60'],
])('%s is refused: %s', (expression, reason) => {
  expect(() => next(expression, '2026-11-20T00:00:00Z')).toThrow(
    `function "f" has the schedule "${expression}": ${reason}`,
  );
});

test('the time zone is WEBSITE_TIME_ZONE, else TZ, else UTC', () => {
  expect(readTimeZone({ WEBSITE_TIME_ZONE: 'Europe/Berlin', TZ: 'Asia/Tokyo' })).toBe('Europe/Berlin');
  expect(readTimeZone({ WEBSITE_TIME_ZONE: '', TZ: 'Asia/Tokyo' })).toBe('Asia/Tokyo');
  expect(readTimeZone({})).toBe('UTC');
  expect(() => readTimeZone({ WEBSITE_TIME_ZONE: 'Mars/Olympus' })).toThrow(
    'WEBSITE_TIME_ZONE is "Mars/Olympus"; a name such as Europe/Berlin is expected',
  );
});
