import { expect, test } from 'vitest';
import { due, fromToday } from '../../shared/app/fleet-words.ts';

test.each([
  { day: '2026-11-20', words: 'today', deadline: '2026-11-20 (today)' },
  { day: '2026-11-21', words: 'tomorrow', deadline: '2026-11-21 (tomorrow)' },
  { day: '2026-11-22', words: 'in 2 days', deadline: '2026-11-22 (in 2 days)' },
  { day: '2026-11-19', words: 'yesterday', deadline: '2026-11-19 (1 day late)' },
  { day: '2026-11-18', words: '2 days ago', deadline: '2026-11-18 (2 days late)' },
])('on 2026-11-20, $day is $words', ({ day, words, deadline }) => {
  expect(fromToday(day, '2026-11-20')).toBe(words);
  expect(due(day, '2026-11-20')).toBe(deadline);
});

test('no deadline is a dash', () => {
  expect(due(undefined, '2026-11-20')).toBe('-');
});
