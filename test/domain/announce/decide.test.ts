import { expect, test } from 'vitest';
import { Notify } from '../../../shared/app/messages.ts';
import { decideRound, type PlannedNow, type RoundFacts, sendable } from '../../../shared/domain/announce/decide.ts';
import { plannedOf, whyMoved } from '../../../shared/domain/announce/planned.ts';
import { isAwake, lastWakingBefore, quietProblem } from '../../../shared/domain/announce/quiet.ts';
import { givenClusterPlan, givenPlan, givenStep, OPENS } from '../../support/plan.ts';

const QUIET = { from: '20:00', to: '08:00' };
const ZONE = 'Europe/Amsterdam';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CLUSTER = givenClusterPlan().clusterId;

function planned(opens = OPENS, digit = 'a'): PlannedNow {
  const steps = [givenStep({ windows: [{ opens, closes: opens + 6 * HOUR }] })];
  const found = plannedOf(givenPlan(digit), givenClusterPlan({ steps }), ZONE, QUIET);
  if (!found) throw new Error('it has a window');
  return found;
}

function facts(at: string, overrides: Partial<RoundFacts> = {}): RoundFacts {
  const none = { whole: true, begun: false, ended: false, why: () => ['Tests failed.'], idOf: (text: string) => text };
  return { now: Date.parse(at), quiet: QUIET, planned: planned(), ...none, ...overrides };
}

function decide(before: ReturnType<typeof decideRound>, at: string, overrides: Partial<RoundFacts> = {}) {
  const decided = decideRound(before, CLUSTER, facts(at, overrides));
  if (!decided) throw new Error('there is a round');
  return decided;
}

const wordsOf = (round: ReturnType<typeof decide>) => round.toSend.map(({ work }) => work.what);

test.each([
  ['2026-11-20T06:59:59Z', false],
  ['2026-11-20T07:00:00Z', true],
  ['2026-11-20T18:59:59Z', true],
  ['2026-11-20T19:00:00Z', false],
])('at %s people in Amsterdam may be told: %s', (at, awake) => {
  expect(isAwake(Date.parse(at), QUIET, ZONE)).toBe(awake);
});

test('on the day means the last hours of day before the window, with an hour in them', () => {
  const before = (at: string) => new Date(lastWakingBefore(Date.parse(at), QUIET, ZONE)).toISOString();
  expect(before('2026-12-18T23:00:00Z')).toBe('2026-12-18T07:00:00.000Z');
  expect(before('2026-12-18T08:00:00Z')).toBe('2026-12-18T07:00:00.000Z');
  expect(before('2026-12-18T07:59:59Z')).toBe('2026-12-17T07:00:00.000Z');
});

test('quiet hours that leave no day are refused, none at all are fine', () => {
  expect(quietProblem({ from: '08:00', to: '08:00' })).toBeUndefined();
  expect(quietProblem({ from: '10:00', to: '08:00' })).toBeUndefined();
  expect(quietProblem({ from: '09:59', to: '08:00' })).toMatch(/less than two hours/);
  expect(quietProblem({ from: '00:00', to: '24:00' })).toMatch(/less than two hours/);
});

test('what was missed is caught up by the latest that is still true, the others are dropped with a note', () => {
  const night = decide(undefined, '2026-12-05T02:00:00Z');
  expect(wordsOf(night)).toEqual([]);
  const day = decide(night, '2026-12-05T09:00:00Z');
  expect(wordsOf(day)).toEqual(['sign-off-and-lock']);
  expect(day.notes.map(({ word }) => word)).toEqual(['announce', 'findings-and-runbook']);
  expect(decide(day, '2026-12-05T09:15:00Z')).toBe(day);
});

test('what the window overtook is never said', () => {
  const round = decide({ ...decide(undefined, '2026-12-05T09:00:00Z'), toSend: [] }, '2026-12-19T09:00:00Z', {
    begun: true,
  });
  expect(wordsOf(round)).toEqual([]);
  expect(round.notes.at(-1)?.word).toBe('day-of');
});

test('what a crash left unsent is dropped when its time is over, and waits while it is night', () => {
  const round = decide(undefined, '2026-12-05T09:00:00Z');
  expect(sendable(round, Date.parse('2026-12-05T22:00:00Z'), QUIET)).toEqual({ send: [], round });
  const late = sendable(round, OPENS, QUIET);
  expect([late.send, late.round.toSend, late.round.notes.at(-1)?.word]).toEqual([[], [], 'sign-off-and-lock']);
});

test('a window that moved is told with why, and what is due later is said again for the new one', () => {
  const told = { ...decide(undefined, '2026-12-05T09:00:00Z'), toSend: [] };
  const later = planned(OPENS + 7 * DAY, 'b');
  expect(decide(told, '2026-12-06T02:00:00Z', { planned: later })).toBe(told);
  const moved = decide(told, '2026-12-06T09:00:00Z', { planned: later });
  const [news] = moved.toSend;
  expect(news?.work).toMatchObject({
    what: 'moved',
    before: { opens: OPENS },
    window: { opens: OPENS + 7 * DAY },
    why: ['Tests failed.'],
  });
  expect(Notify.parse({ kind: 'planned-work', id: 'a-1', at: moved.toSend[0]?.at, ...news?.work })).toMatchObject({
    what: 'moved',
  });
  expect(moved.settled).not.toContain('day-of');
});

test('nobody hears of a move of what nobody was told', () => {
  const untold = decide(undefined, '2026-11-01T09:00:00Z');
  expect([
    untold.told,
    wordsOf(decide(untold, '2026-11-02T09:00:00Z', { planned: planned(OPENS + 7 * DAY, 'b') })),
  ]).toEqual([false, []]);
});

test('work that no plan has any more is called off once, and only when the whole fleet was seen', () => {
  const told = { ...decide(undefined, '2026-12-05T09:00:00Z'), toSend: [] };
  const { planned: before, ...gone } = facts('2026-12-06T09:00:00Z');
  expect(before).toBeDefined();
  expect(decideRound(told, CLUSTER, { ...gone, whole: false })?.toSend).toEqual([]);
  const off = decideRound(told, CLUSTER, gone);
  expect([off?.over, off?.toSend.map(({ work }) => work.what)]).toEqual([true, ['called-off']]);
  expect(decideRound(off, CLUSTER, gone)).toBe(off);
});

test('the retro is asked for only when migrations ran and ended', () => {
  const done = { ...decide(undefined, '2026-12-18T09:00:00Z'), toSend: [] };
  const at = '2026-12-22T09:00:00Z';
  expect(wordsOf(decide(done, at))).toEqual([]);
  expect(wordsOf(decide(done, at, { begun: true }))).toEqual([]);
  expect(wordsOf(decide(done, at, { begun: true, ended: true }))).toEqual(['retro']);
});

test('a failed test is the first reason of a move', () => {
  const what = 'Tests on the new image failed.';
  const failed = { kind: 'test-failed', effect: 'holds', what, remedy: 'Mend it.' } as const;
  expect(whyMoved(givenPlan('a'), givenPlan('b', { constraints: [failed] }), 'shop')[0]).toBe(what);
  expect(whyMoved(undefined, givenPlan('b'), 'shop')).toEqual(['The plan that was announced is not kept any more.']);
});
