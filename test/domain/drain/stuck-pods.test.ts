import { describe, expect, test } from 'vitest';
import type { DisruptionBudget, Pod } from '../../../shared/domain/cluster/facts.ts';
import { type Answer, answered, asked, looked, newMemory } from '../../../shared/domain/drain/eviction-memory.ts';
import { findRoom } from '../../../shared/domain/drain/room.ts';
import type { StuckPod } from '../../../shared/domain/drain/stuck.ts';
import { onlyPeopleCanHelp, pastGrace, stuckPods } from '../../../shared/domain/drain/stuck-pods.ts';
import { givenBudget, givenPod, without } from '../../support/kubernetes.ts';

const NOW = Date.UTC(2026, 10, 20, 8);
const CONTEXT = { node: 'node-1', ownerKeys: ['team'] };
const pod = (overrides: Parameters<typeof givenPod>[1] = {}) =>
  givenPod('cart-6d5f-x', {
    uid: 'x',
    labels: { app: 'cart', team: 'checkout', 'pod-template-hash': '6d5f' },
    owner: { kind: 'ReplicaSet', name: 'cart-6d5f' },
    ...overrides,
  });

/** The pod was asked to leave at `NOW`, and it is one minute later. */
function stuck(one: Pod, budgets: readonly DisruptionBudget[], answer?: Answer, seconds = 60): StuckPod | undefined {
  const state = { pods: [one], budgets };
  const seen = looked(newMemory(), state, NOW);
  const memory = answer ? answered(asked(seen, one, NOW), one, answer, state, NOW) : seen;
  return stuckPods(state, memory, CONTEXT, NOW + seconds * 1000)[0];
}

const full = givenBudget({ minAvailable: '3', disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3 });
const kinds = (found: StuckPod | undefined) => found?.remedies.map(({ kind }) => kind);

describe('a pod that does not leave', () => {
  test('behind a full budget: whose, with what arithmetic, since when, what it blocks and what would help', () => {
    const refusal = { kind: 'budget', because: 'needs 3 and has 3', observed: true, budget: 'cart' } as const;
    expect(stuck(pod(), [full], refusal)).toMatchObject({
      pod: { namespace: 'shop', name: 'cart-6d5f-x' },
      node: 'node-1',
      cause: 'budget-full',
      since: NOW,
      seenAt: NOW + 60_000,
      refusals: 1,
      why: 'PodDisruptionBudget shop/cart lets none go: minAvailable 3; expected 3, healthy 3, must stay healthy 3: 0 may go.',
      by: { kind: 'PodDisruptionBudget', namespace: 'shop', name: 'cart' },
      budget: { expected: 3, healthy: 3, desired: 3, allowed: 0 },
      workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
      owner: 'checkout',
      blocks: 'Node node-1 cannot be emptied, and every node after it waits.',
      remedies: [
        { kind: 'scale-up', command: 'kubectl scale deployment cart --namespace shop --replicas=4' },
        { kind: 'change-budget' },
        { kind: 'ask-owner', what: 'Ask checkout, who owns Deployment shop/cart.' },
        { kind: 'force' },
      ],
    });
  });

  test('behind a budget that opens when its pods are well again: waiting comes first', () => {
    const ill = givenBudget({ minAvailable: '2', disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 });
    const found = stuck(pod(), [ill]);
    expect(kinds(found)?.slice(0, 2)).toEqual(['wait', 'look']);
    expect(found?.remedies[0]?.what).toContain('1 more of its pods is Ready');
  });

  test('more pods do not help where the budget grows with them', () => {
    const none = givenBudget({ maxUnavailable: '0', disruptionsAllowed: 0, currentHealthy: 3, desiredHealthy: 3 });
    expect(kinds(stuck(pod(), [none]))).toEqual(['change-budget', 'ask-owner', 'force']);
  });

  test('a budget that only takes its time is not stuck for 20 s; one that can never open is at once', () => {
    const slow = givenBudget({ disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 });
    expect(stuck(pod(), [slow], undefined, 19)).toBeUndefined();
    expect(stuck(pod(), [slow], undefined, 20)?.cause).toBe('budget-full');
    expect(stuck(pod(), [full], undefined, 0)?.cause).toBe('budget-full');
  });

  const unobserved = givenBudget({ observed: false, disruptionsAllowed: 0 });
  const bare = without(pod(), 'owner') as Pod;
  const two = [givenBudget(), givenBudget({ name: 'cart-too' })];
  const terminating = (more: Parameters<typeof givenPod>[1] = {}) => pod({ terminatingSince: NOW - 60_000, ...more });
  test.each<[string, Pod, readonly DisruptionBudget[], Answer | undefined, string | undefined, RegExp, string]>([
    ['budget-not-observed', pod(), [unobserved], undefined, 'cart', /has not counted its pods/, 'wait'],
    [
      'budgets-overlap',
      pod(),
      two,
      { kind: 'budgets-overlap', because: 'more' },
      'cart',
      /shop\/cart and shop\/cart-too/,
      'change-budget',
    ],
    [
      'webhook',
      pod(),
      [],
      { kind: 'webhook', because: 'admission webhook "g" denied the request: no', name: 'g' },
      'g',
      /refuses the eviction/,
      'ask-owner',
    ],
    [
      'webhook',
      pod(),
      [],
      { kind: 'webhook', because: 'failed calling webhook "g": no endpoints', name: 'g' },
      'g',
      /does not answer/,
      'fix-webhook',
    ],
    [
      'forbidden',
      pod(),
      [],
      { kind: 'refused', status: 403, because: 'cannot create pods/eviction' },
      undefined,
      /may not evict/,
      'look',
    ],
    ['upstream', pod(), [], { kind: 'refused', status: 503, because: 'no leader' }, undefined, /no leader/, 'wait'],
    ['unmanaged', bare, [], undefined, 'cart-6d5f-x', /nothing would start it again/, 'ask-owner'],
    [
      'finalizer',
      terminating({ finalizers: ['a/b'], graceSeconds: 0 }),
      [],
      undefined,
      'cart-6d5f-x',
      /a finalizer keeps it: a\/b/,
      'wait',
    ],
    [
      'volume',
      terminating({ claims: ['data'], phase: 'Succeeded' }),
      [],
      undefined,
      'data',
      /still on node node-1/,
      'look',
    ],
    ['past-grace', terminating(), [], undefined, 'cart-6d5f-x', /end within 30 s/, 'look'],
  ])('%s is told apart and explained', (cause, one, budgets, answer, by, why, first) => {
    const found = stuck(one, budgets, answer);
    expect(found).toMatchObject({ cause, why: expect.stringMatching(why) });
    expect(found?.by?.name).toBe(by);
    expect(kinds(found)?.[0]).toBe(first);
    expect(kinds(found)).toContain('ask-owner');
  });

  test('a busy server is said for as long as it is busy', () => {
    const busy: Answer = { kind: 'busy', againSeconds: 30 };
    expect(stuck(pod(), [], busy, 29)?.cause).toBe('server-busy');
    expect(stuck(pod(), [], busy, 30)).toBeUndefined();
  });

  test('a pod has its grace period and 10 s before it is stuck, and then it speaks for a rollback', () => {
    const leaving = pod({ terminatingSince: NOW, graceSeconds: 30 });
    expect(stuck(leaving, [], undefined, 39)).toBeUndefined();
    const late = stuck(leaving, [], undefined, 40);
    expect(late).toMatchObject({ cause: 'past-grace', since: NOW + 30_000 });
    const other = stuck(pod(), [full]);
    expect(pastGrace([late, other].filter((one) => one !== undefined))).toEqual([late]);
  });

  test('a name is never a command', () => {
    const hostile = pod({
      namespace: 'shop; rm -rf /',
      finalizers: ['x'],
      graceSeconds: 0,
      terminatingSince: NOW - 60_000,
    });
    for (const { command } of stuck(hostile, [])?.remedies ?? []) {
      if (command) expect(command).toContain("--namespace 'shop; rm -rf /'");
    }
  });
});

test('looking on is worth while when a change may come by itself, and not when all wait for a person', () => {
  const judge = (one: Pod, budgets: readonly DisruptionBudget[], answer?: Answer) => {
    const state = { pods: [one], budgets };
    const seen = looked(newMemory(), state, NOW);
    return onlyPeopleCanHelp(state, answer ? answered(asked(seen, one, NOW), one, answer, state, NOW) : seen, NOW);
  };
  expect(judge(pod(), [full])).toBe(false);
  expect(judge(pod({ terminatingSince: NOW }), [])).toBe(false);
  expect(judge(pod({ terminatingSince: NOW - 3_600_000 }), [])).toBe(true);
  expect(judge(without(pod(), 'owner') as Pod, [])).toBe(true);
  expect(judge(pod(), [], { kind: 'webhook', because: 'no' })).toBe(true);
});

describe('room for pods that left', () => {
  const waiting = (seconds: number) => ({
    kind: 'seen' as const,
    items: [without(pod({ phase: 'Pending', createdAt: NOW - seconds * 1000 }), 'node') as Pod],
  });
  test.each([
    [9, 'found'],
    [10, 'waiting'],
    [119, 'waiting'],
    [120, 'missing'],
  ])('a pod without a node for %i s: %s', (seconds, kind) => {
    expect(findRoom(waiting(seconds), NOW - 3_600_000, new Set(), NOW).kind).toBe(kind);
  });

  test('pods of before are not this drain’s doing, and what was not seen is unknown', () => {
    expect(findRoom(waiting(300), NOW - 200_000, new Set(), NOW).kind).toBe('found');
    expect(findRoom(waiting(300), 0, new Set(['Pod|shop|cart-6d5f-x']), NOW).kind).toBe('found');
    const unseen = { kind: 'not-seen', reason: 'forbidden', detail: '403' } as const;
    expect(findRoom(unseen, 0, new Set(), NOW)).toEqual({
      kind: 'unknown',
      why: 'Pods that wait for a node could not be seen: 403.',
    });
  });
});
