import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coverageOf, isWhole, sweepFinishedAt } from '../../../shared/domain/fleet/coverage-of.ts';
import type { SubscriptionOutcome, Sweep } from '../../../shared/domain/fleet/sweep.ts';
import { at, givenSubscription } from '../../support/fleet.ts';

const start = at('2026-11-20T08:00:00Z');
const soon = at('2026-11-20T08:01:00Z');
const [one, two] = [givenSubscription({ id: 'one', name: 'One' }), givenSubscription({ id: 'two', name: 'Two' })];
const sweep: Sweep = { id: 's-1', startedAt: start, subscriptions: [one, two] };
const seen = (of = one, overrides: Partial<SubscriptionOutcome> = {}): SubscriptionOutcome => ({
  sweepId: 's-1',
  subscription: of,
  at: soon,
  clusters: 2,
  pools: 5,
  clustersNotSeen: [],
  ...overrides,
});
const forbidden = { reason: 'forbidden', detail: 'Give the identity the reader role.' } as const;

test('a sweep that saw everything is whole', () => {
  const coverage = coverageOf(sweep, [seen(one), seen(two)], [], soon);
  expect(coverage).toEqual({
    subscriptionsExpected: 2,
    subscriptionsSeen: 2,
    clustersSeen: 4,
    poolsSeen: 10,
    notSeen: [],
  });
  expect(isWhole(coverage)).toBe(true);
});

test.each([
  ['2026-11-20T08:00:00Z', 'pending'],
  ['2026-11-20T09:59:59.999Z', 'pending'],
  ['2026-11-20T10:00:00Z', 'timed-out'],
])('a subscription that has not reported at %s is %s, and the sweep is not whole', (now, reason) => {
  const coverage = coverageOf(sweep, [seen(one)], [], at(now));
  expect(coverage.notSeen).toMatchObject([{ subscriptionId: 'two', subscriptionName: 'Two', reason, since: start }]);
  expect(coverage.subscriptionsSeen).toBe(1);
  expect(isWhole(coverage)).toBe(false);
});

test('what was not seen says why, since when over all sweeps, and when it was last seen', () => {
  const cluster = { clusterId: '/c/1', reason: 'throttled', detail: 'Azure asked to wait.' } as const;
  const outcomes = [
    seen(one, { clustersNotSeen: [cluster] }),
    seen(two, { clusters: 9, pools: 9, notSeen: forbidden }),
  ];
  const sightings = [
    { id: 'two', lastSeen: at('2026-11-01'), notSeenSince: at('2026-11-02') },
    { id: '/c/1', lastSeen: at('2026-11-19') },
  ];
  expect(coverageOf(sweep, outcomes, sightings, soon)).toEqual({
    subscriptionsExpected: 2,
    subscriptionsSeen: 1,
    clustersSeen: 2,
    poolsSeen: 5,
    notSeen: [
      { subscriptionId: 'one', subscriptionName: 'One', ...cluster, since: soon, lastSeen: at('2026-11-19') },
      {
        subscriptionId: 'two',
        subscriptionName: 'Two',
        ...forbidden,
        since: at('2026-11-02'),
        lastSeen: at('2026-11-01'),
      },
    ],
  });
});

describe('outcomes come in any order and more than once', () => {
  test('of several the newest counts', () => {
    const early = seen(one, { notSeen: forbidden, at: start });
    for (const outcomes of [
      [early, seen(one)],
      [seen(one), early],
    ]) {
      expect(coverageOf(sweep, [...outcomes, seen(two)], [], soon).notSeen).toEqual([]);
    }
  });

  test('those of another sweep or of a subscription that was not asked for do not count', () => {
    const outcomes = [seen(one, { sweepId: 's-0' }), seen(givenSubscription({ id: 'three' }))];
    expect(coverageOf(sweep, outcomes, [], soon)).toMatchObject({ subscriptionsSeen: 0, clustersSeen: 0 });
  });

  test('seen and not seen always add up to what was expected', () => {
    const outcome = fc.record({ of: fc.constantFrom(one, two), at: fc.nat(10_000), bad: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome), fc.nat(10_000_000), (given, later) => {
        const outcomes = given.map(({ of, at: when, bad }) =>
          seen(of, { at: start + when, ...(bad ? { notSeen: forbidden } : {}) }),
        );
        const coverage = coverageOf(sweep, outcomes, [], start + later);
        expect(coverage.subscriptionsSeen + coverage.notSeen.length).toBe(coverage.subscriptionsExpected);
      }),
    );
  });
});

test.each([
  ['nobody reported', [], '2026-11-20T08:30:00Z', undefined],
  ['one reported', [seen(one)], '2026-11-20T09:59:59Z', undefined],
  ['one reported and time is up', [seen(one)], '2026-11-20T12:00:00Z', at('2026-11-20T10:00:00Z')],
  ['all reported', [seen(one), seen(two, { at: soon + 5 })], '2026-11-20T12:00:00Z', soon + 5],
  [
    'one reported after time was up',
    [seen(one, { at: at('2026-11-20T11:00:00Z') })],
    '2026-11-20T12:00:00Z',
    at('2026-11-20T11:00:00Z'),
  ],
])('a sweep is over when %s: %s', (_, outcomes, now, expected) => {
  expect(sweepFinishedAt(sweep, outcomes, at(now))).toBe(expected);
});

test('a sweep of nothing is over as it starts, and is not whole: it saw no fleet', () => {
  const empty = { ...sweep, subscriptions: [] };
  expect(sweepFinishedAt(empty, [], start)).toBe(start);
  expect(isWhole(coverageOf(empty, [], [], start))).toBe(false);
});
