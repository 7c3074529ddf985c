import { expect, test } from 'vitest';
import type { Recommendation, WatchState } from '../../../shared/domain/alert/alert.ts';
import { escalationsOf } from '../../../shared/domain/alert/escalation.ts';
import { explainRecommendation } from '../../../shared/domain/alert/explain.ts';
import { CART, givenWatched, MINUTE, NOW, podOf, WELL_BEFORE } from './given-alert.ts';

const RECOMMENDATION: Recommendation = {
  id: 'alert-m-1',
  rules: ['pending-pods'],
  openedAt: NOW,
  updatedAt: NOW,
  version: 1,
  state: 'open',
  proposed: 'roll-back',
};

const STATE: WatchState = {
  format: 1,
  migrationId: 'm-1',
  clusterId: '/clusters/shop',
  startedAt: NOW - 60 * MINUTE,
  before: WELL_BEFORE,
  rules: [
    {
      rule: 'pending-pods',
      kind: 'breached',
      since: NOW - 6 * MINUTE,
      reading: {
        rule: 'pending-pods',
        kind: 'breached',
        value: 2,
        threshold: 0,
        unit: 'pods',
        why: '2 pods have waited for a node longer than 2 minutes.',
        affected: [
          { object: podOf('cart-1'), workload: CART, owner: 'team storefront', detail: 'Pod shop/cart-1 is pending' },
          { object: podOf('cart-2'), workload: CART, owner: 'team storefront', detail: 'Pod shop/cart-2 is pending' },
        ],
        background: [],
        immediate: false,
      },
      chart: [
        { at: NOW - MINUTE, value: 1 },
        { at: NOW, value: 2 },
      ],
    },
  ],
  gaps: [
    { from: NOW - 90 * MINUTE, to: NOW - 58 * MINUTE },
    { from: NOW - 10 * MINUTE, to: NOW - 7 * MINUTE },
  ],
  counters: [],
  restarts: [],
  suppressions: [],
  recommendation: RECOMMENDATION,
  toDo: [],
};

test('a recommendation says the rule, the value, what was done before, whom it touches, the way back and both consequences', () => {
  const watched = givenWatched({
    status: 'paused',
    lately: [{ at: NOW - 7 * MINUTE, what: 'Cordoned node-1.' }],
    viability: { kind: 'ending-soon', until: NOW + 20 * MINUTE, why: 'Possible until the hold ends.', endings: [] },
  });
  const explained = explainRecommendation(STATE, RECOMMENDATION, watched, NOW);
  expect(explained).toEqual({
    recommendation: RECOMMENDATION,
    migrationId: 'm-1',
    cluster: 'aks-shop',
    step: 'drain-source',
    title: 'aks-shop: 2 pods have waited for a node longer than 2 minutes.',
    rules: [
      {
        rule: 'pending-pods',
        since: NOW - 6 * MINUTE,
        why: '2 pods have waited for a node longer than 2 minutes.',
        value: 2,
        threshold: 0,
        unit: 'pods',
        chart: STATE.rules[0]?.chart,
        background: [],
      },
    ],
    lately: [{ at: NOW - 7 * MINUTE, what: 'Cordoned node-1.' }],
    affected: [{ what: 'Deployment shop/cart', owner: 'team storefront' }],
    viability: { why: 'Possible until the hold ends.', until: NOW + 20 * MINUTE },
    ifRolledBack: 'Possible until the hold ends. Pods move once more, under their budgets, one node at a time.',
    ifGoingOn:
      'It is paused: while it is, nothing more is evicted. Going on moves the remaining workloads into the same trouble, if the new image is its cause. The way back ends soon.',
    choices: [
      { choice: 'roll-back', what: expect.any(String), proposed: true },
      { choice: 'hold-and-fix', what: expect.any(String), proposed: false },
      { choice: 'continue', what: expect.any(String), proposed: false },
      { choice: 'false-alarm', what: expect.any(String), proposed: false },
    ],
    told: [{ who: 'on-call', does: 'is-told', why: 'An alert is open on a running migration.' }],
    gapMinutes: 5,
  });
});

test.each([
  { kind: 'over', why: 'The source is gone.', says: 'There is no way back any more: The source is gone.' },
  {
    kind: 'unknown',
    why: 'ARM did not answer.',
    says: 'Whether there is a way back cannot be seen: ARM did not answer.',
  },
] as const)('where the way back is $kind, it is said', ({ kind, why, says }) => {
  const watched = givenWatched({ viability: { kind, why, endings: [] } });
  expect(explainRecommendation(STATE, RECOMMENDATION, watched, NOW).ifRolledBack).toBe(says);
});

const who = (what: Partial<Parameters<typeof escalationsOf>[0]>) =>
  escalationsOf({ openedAt: NOW, needsAppChange: false, now: NOW, ...what }).map((one) => `${one.who} ${one.does}`);

test('who hears of it goes by rule', () => {
  const onCall = 'on-call is-told';
  expect(who({ now: NOW + 30 * MINUTE })).toEqual([onCall]);
  expect(who({ now: NOW + 30 * MINUTE + 1 })).toEqual([onCall, 'security is-told']);
  expect(who({ needsAppChange: true })).toEqual([onCall, 'application approve']);
  expect(who({ choice: 'roll-back' })).toEqual([onCall, 'management is-told', 'security is-told']);
});
