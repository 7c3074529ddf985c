import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../shared/domain/cluster/facts.ts';
import {
  type Answer,
  answered,
  asked,
  type EvictionMemory,
  looked,
  type NodeState,
  newMemory,
} from '../../../shared/domain/drain/eviction-memory.ts';
import { MOST_ASKED_AT_ONCE, MOST_IN_A_MOMENT, nextEvictions } from '../../../shared/domain/drain/next-evictions.ts';
import { givenBudget, givenPod, without } from '../../support/kubernetes.ts';

const NOW = Date.UTC(2026, 10, 20, 8);
const pod = (name: string, overrides: Parameters<typeof givenPod>[1] = {}) =>
  givenPod(name, { uid: name, ...overrides });
const free = (name: string) => pod(name, { labels: { app: 'free' } });
const many = (count: number, make: (name: string) => Pod) => Array.from({ length: count }, (_, n) => make(`p${n}`));

function names(state: NodeState, memory = newMemory(), now = NOW): string[] {
  return nextEvictions(state, looked(memory, state, now), now).ask.map(({ name }) => name);
}

/** All that is asked is answered so. */
function after(state: NodeState, answer: Answer, memory = newMemory(), now = NOW): EvictionMemory {
  const seen = looked(memory, state, now);
  return nextEvictions(state, seen, now).ask.reduce(
    (known, one) => answered(asked(known, one, now), one, answer, state, now),
    seen,
  );
}

describe('which pods are asked to leave', () => {
  test('DaemonSet, mirror, finished and leaving pods are not, nor those that nothing would start again', () => {
    const pods = [
      pod('daemon', { owner: { kind: 'DaemonSet', name: 'd' } }),
      pod('mirror', { mirror: true }),
      pod('finished', { phase: 'Succeeded' }),
      pod('leaving', { terminatingSince: NOW }),
      without(pod('bare'), 'owner'),
      pod('scratch', { leaning: { emptyDir: true } }),
    ];
    expect(names({ pods, budgets: [] })).toEqual(['scratch']);
  });

  test.each([
    [0, []],
    [1, ['a']],
    [2, ['a', 'b']],
  ])('a budget that allows %i is asked for no more than that', (disruptionsAllowed, expected) => {
    const state = { pods: ['a', 'b', 'c'].map((name) => pod(name)), budgets: [givenBudget({ disruptionsAllowed })] };
    expect(names(state)).toEqual(expected);
  });

  test('a budget whose controller has not looked yet is not asked, whatever its status says', () => {
    expect(names({ pods: [pod('a')], budgets: [givenBudget({ observed: false, disruptionsAllowed: 3 })] })).toEqual([]);
  });

  test('budgets take turns, and the slowest pods of each begin', () => {
    const other = givenBudget({
      name: 'web',
      disruptionsAllowed: 2,
      selector: { matchLabels: { app: 'web' }, matchExpressions: [] },
    });
    const pods = [
      pod('a'),
      pod('b', { graceSeconds: 90 }),
      pod('x', { labels: { app: 'web' } }),
      pod('y', { labels: { app: 'web' } }),
    ];
    expect(names({ pods, budgets: [givenBudget({ disruptionsAllowed: 2 }), other] })).toEqual(['b', 'x', 'a', 'y']);
  });

  test('what was asked and is not yet seen to go counts against the room', () => {
    const state = { pods: ['a', 'b', 'c'].map((name) => pod(name)), budgets: [givenBudget({ disruptionsAllowed: 1 })] };
    expect(names(state, after(state, { kind: 'accepted' }))).toEqual([]);
  });

  test('a pod that is not Ready goes although its budget has no room, where enough others are healthy', () => {
    const state = (currentHealthy: number) => ({
      pods: [pod('a', { ready: false })],
      budgets: [givenBudget({ disruptionsAllowed: 0, currentHealthy, desiredHealthy: 2 })],
    });
    expect(names(state(2))).toEqual(['a']);
    expect(names(state(1))).toEqual([]);
  });

  test('so many begin in a moment, and the next when it is over', () => {
    const budgets = [givenBudget({ disruptionsAllowed: 20 })];
    for (const [state, most] of [
      [{ pods: many(20, free), budgets: [] }, MOST_ASKED_AT_ONCE],
      [{ pods: many(20, (name) => pod(name)), budgets }, MOST_IN_A_MOMENT.bound],
    ] as const) {
      expect(names(state)).toHaveLength(most);
      const memory = after(state, { kind: 'accepted' });
      const more = nextEvictions(state, memory, NOW);
      expect(more.ask).toHaveLength(state.budgets.length > 0 ? 0 : MOST_IN_A_MOMENT.free - MOST_ASKED_AT_ONCE);
      expect(more.againAt).toBe(NOW + 1_500);
      expect(names(state, memory, NOW + 1_500).length).toBeGreaterThan(0);
    }
  });
});

describe('when a refused pod is asked again', () => {
  const full = { pods: [pod('a'), pod('b')], budgets: [givenBudget({ disruptionsAllowed: 0, currentHealthy: 2 })] };
  const refusal: Answer = { kind: 'budget', because: 'no room', observed: true, budget: 'cart' };

  test('a status without room is believed for 10 s, then one pod is asked, then for longer each time', () => {
    const memory = looked(newMemory(), full, NOW);
    expect(nextEvictions(full, memory, NOW + 9_999)).toEqual({ ask: [], againAt: NOW + 10_000 });
    expect(names(full, memory, NOW + 10_000)).toEqual(['a']);
    const refused = after(full, refusal, memory, NOW + 10_000);
    expect(names(full, refused, NOW + 29_999)).toEqual([]);
    expect(names(full, refused, NOW + 30_000)).toEqual(['a']);
  });

  test('a budget that opens is asked at once, however often it said no', () => {
    const refused = after(full, refusal, looked(newMemory(), full, NOW), NOW + 10_000);
    const open = { ...full, budgets: [givenBudget({ disruptionsAllowed: 1, currentHealthy: 3 })] };
    expect(names(open, refused, NOW + 10_001)).toEqual(['a']);
  });

  test('a refusal against a status with room is not repeated until the status is another', () => {
    const open = { ...full, budgets: [givenBudget({ disruptionsAllowed: 1 })] };
    const refused = after(open, refusal);
    expect(names(open, refused, NOW + 1_000)).toEqual([]);
    const changed = { ...open, budgets: [givenBudget({ disruptionsAllowed: 1, currentHealthy: 4 })] };
    expect(names(changed, refused, NOW + 1_000)).toEqual(['a']);
  });

  test('a busy server is left alone for as long as it said, by every pod', () => {
    const state = { pods: many(20, free), budgets: [] };
    const seen = looked(newMemory(), state, NOW);
    const [first] = nextEvictions(state, seen, NOW).ask as [Pod];
    const memory = answered(asked(seen, first, NOW), first, { kind: 'busy', againSeconds: 7 }, state, NOW);
    expect(nextEvictions(state, memory, NOW + 6_999)).toEqual({ ask: [], againAt: NOW + 7_000 });
    expect(names(state, memory, NOW + 7_000).length).toBeGreaterThan(0);
  });

  test('one pod that a webhook refuses is asked less and less often: no storm', () => {
    const state = { pods: [free('a')], budgets: [] };
    let memory = newMemory();
    const askedAt: number[] = [];
    for (let now = NOW; now < NOW + 3_600_000; now += 1_000) {
      memory = looked(memory, state, now);
      if (nextEvictions(state, memory, now).ask.length === 0) continue;
      askedAt.push((now - NOW) / 1_000);
      memory = after(state, { kind: 'webhook', because: 'no' }, memory, now);
    }
    expect(askedAt.slice(0, 5)).toEqual([0, 10, 30, 70, 150]);
    expect(askedAt.length).toBeLessThan(20);
  });
});

test('whatever was answered before, no budget is asked for more than its status has room for, nor anyone twice at once', () => {
  const answers = fc.constantFrom<Answer>(
    { kind: 'accepted' },
    { kind: 'budget', because: 'no', observed: true },
    { kind: 'busy', againSeconds: 1 },
    { kind: 'refused', status: 500, because: 'x' },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(answers, fc.nat(4), fc.nat(20_000)), { maxLength: 20 }), (story) => {
      let memory = newMemory();
      let now = NOW;
      for (const [answer, disruptionsAllowed, later] of story) {
        now += later;
        const state = { pods: many(6, (name) => pod(name)), budgets: [givenBudget({ disruptionsAllowed })] };
        memory = looked(memory, state, now);
        const { ask } = nextEvictions(state, memory, now);
        // One may be asked past the status, to hear from the server itself.
        expect(ask.length).toBeLessThanOrEqual(Math.max(1, disruptionsAllowed));
        expect(new Set(ask).size).toBe(ask.length);
        for (const one of ask) memory = answered(asked(memory, one, now), one, answer, state, now);
      }
    }),
    { numRuns: 200 },
  );
});
