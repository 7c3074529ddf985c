import { expect, test } from 'vitest';
import { alertWord } from '../../../shared/domain/alert/alert-word.ts';
import type { AlertVerdict } from '../../../shared/domain/alert/verdict.ts';
import { MINUTE, NOW } from './given-alert.ts';

const RUNNING = { dryRun: false, status: 'running' } as const;
const SEEN = '2026-11-20 21:56 UTC';

function verdictOf(kind: AlertVerdict['kind'], ageMs: number): AlertVerdict {
  return { migrationId: 'm-1', kind, why: 'As it is.', since: NOW - 30 * MINUTE, evaluatedAt: NOW - ageMs };
}

test('a verdict counts for three minutes', () => {
  const since = NOW - 30 * MINUTE;
  expect(alertWord(RUNNING, true, verdictOf('healthy', 3 * MINUTE), NOW)).toEqual({
    kind: 'healthy',
    why: 'As it is.',
    since,
  });
  const old = NOW - 3 * MINUTE - 1;
  expect(alertWord(RUNNING, true, verdictOf('healthy', 3 * MINUTE + 1), NOW)).toEqual({
    kind: 'unknown',
    why: `Nobody has looked since ${SEEN}; then it was healthy.`,
    since: old,
  });
});

test('a breach that nobody has seen the end of stays one', () => {
  expect(alertWord(RUNNING, true, verdictOf('breached', 3 * MINUTE + 1), NOW)).toEqual({
    kind: 'breached',
    why: `Nobody has looked since ${SEEN}, and then it was breached: As it is.`,
    since: NOW - 30 * MINUTE,
  });
});

test('before anybody has looked it is unknown', () => {
  expect(alertWord(RUNNING, true, undefined, NOW)).toEqual({
    kind: 'unknown',
    why: "Nobody has looked at the cluster's health yet.",
  });
});

test('where nobody watches nothing is claimed, whatever was said once', () => {
  const verdict = verdictOf('breached', 0);
  expect(alertWord(RUNNING, false, verdict, NOW)).toEqual({
    kind: 'none',
    why: 'Nobody watches it: alerts are switched off (ALERTS=off).',
  });
  expect(alertWord({ ...RUNNING, dryRun: true }, true, undefined, NOW).kind).toBe('none');
  expect(alertWord({ dryRun: false, status: 'completed' }, true, undefined, NOW).kind).toBe('none');
});

test('after a way back somebody looks on', () => {
  const ended = { dryRun: false, status: 'rolled-back' } as const;
  expect(alertWord(ended, true, verdictOf('breached', MINUTE), NOW).kind).toBe('breached');
  expect(alertWord(ended, true, verdictOf('breached', 4 * MINUTE), NOW).kind).toBe('none');
});
