import { expect, test } from 'vitest';
import { communicationDates } from '../../../shared/domain/plan/communication.ts';

test('dates are counted back from the first window, the retro from the last', () => {
  expect(communicationDates('2027-01-15', '2027-01-16', '2026-11-20')).toEqual([
    { kind: 'announce', from: '2026-12-04', to: '2026-12-18', state: 'to-come' },
    { kind: 'findings-and-runbook', from: '2026-12-18', to: '2027-01-01', state: 'to-come' },
    { kind: 'sign-off-and-lock', from: '2027-01-01', to: '2027-01-08', state: 'to-come' },
    { kind: 'day-of', from: '2027-01-15', to: '2027-01-15', state: 'to-come' },
    { kind: 'retro', from: '2027-01-18', to: '2027-01-26', state: 'to-come' },
  ]);
});

test.each([
  ['2026-12-03', 'to-come'],
  ['2026-12-04', 'now'],
  ['2026-12-18', 'now'],
  ['2026-12-19', 'late'],
])('on %s the announcement is %s', (today, state) => {
  expect(communicationDates('2027-01-15', '2027-01-15', today)[0]?.state).toBe(state);
});
