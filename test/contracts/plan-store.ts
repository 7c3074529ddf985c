import { beforeEach, describe, expect, test } from 'vitest';
import type { PlanStore, Proposal } from '../../shared/ports/plan-store.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../support/plan.ts';

const NONE: ReadonlySet<string> = new Set();

export function planStoreContract(name: string, make: () => PlanStore): void {
  describe(`plans in ${name}`, () => {
    let store: PlanStore;
    beforeEach(() => {
      store = make();
    });

    const proposal = (basis: string): Proposal => ({
      checkedAt: 200,
      sinceAt: 100,
      plannedFrom: 100,
      sweepId: 's-1',
      whole: false,
      basis,
      plans: [
        {
          id: 'a'.repeat(12),
          hash: 'a'.repeat(64),
          scope: { group: 'payments / #1', part: 1, parts: 2 },
          feasible: true,
          waves: 1,
          clusters: 1,
          pools: 1,
          held: 0,
          minutes: { minutes: 48, atLeast: false, basis: 'One.' },
          cost: { kind: 'unknown', why: ['No price.'] },
          firstProposedAt: 100,
        },
      ],
      changes: [{ scope: { part: 1, parts: 1 }, kind: 'changed', before: 'b', after: 'a', what: ['Wave 2 is later.'] }],
    });

    test('before the first plan there is none', async () => {
      expect([await store.find('a'.repeat(12)), await store.proposal()]).toEqual([undefined, undefined]);
    });

    test('a plan is found by its id and by its whole hash, and by nothing else', async () => {
      expect(await store.save(givenPlan('a'), 1_000)).toEqual({ kind: 'new', firstSavedAt: 1_000 });
      const stored = { plan: givenPlan('a'), firstSavedAt: 1_000, savedAt: 1_000 };
      expect(await store.find('a'.repeat(12))).toEqual(stored);
      expect(await store.find('a'.repeat(64))).toEqual(stored);
      for (const other of ['a'.repeat(11), `${'a'.repeat(12)}${'b'.repeat(52)}`, 'b'.repeat(12), '', "a' or 1 eq 1"]) {
        expect(await store.find(other)).toBeUndefined();
      }
    });

    test('the same plan again is no new record and keeps the time it was first seen', async () => {
      await store.save(givenPlan('a'), 1_000);
      expect(await store.save(givenPlan('a'), 2_000)).toEqual({ kind: 'known', firstSavedAt: 1_000 });
      expect(await store.find('a'.repeat(12))).toEqual({ plan: givenPlan('a'), firstSavedAt: 1_000, savedAt: 2_000 });
    });

    test('what the hash does not cover is renewed under the same id', async () => {
      await store.save(givenPlan('a'), 1_000);
      const dearer = givenPlan('a', { computedAt: 5 });
      expect(await store.save(dearer, 2_000)).toEqual({ kind: 'renewed', firstSavedAt: 1_000 });
      expect(await store.find('a'.repeat(64))).toEqual({ plan: dearer, firstSavedAt: 1_000, savedAt: 2_000 });
    });

    test('a plan of 500 clusters with 2,500 pools comes back whole', async () => {
      const clusters = Array.from({ length: 500 }, (_, at) =>
        givenClusterPlan({
          name: `cluster ${at}`,
          steps: Array.from({ length: 5 }, (_unused, pool) =>
            givenStep({ name: `pool${pool}`, poolId: noise(at * 5 + pool) }),
          ),
        }),
      );
      const large = givenPlan('c', { waves: [givenWave({ clusters })] });
      await store.save(large, 1_000);
      expect((await store.find('c'.repeat(12)))?.plan).toEqual(large);
    });

    test('a proposal replaces the one it was decided on, and no other', async () => {
      expect(await store.propose(proposal('one'), undefined)).toBe('saved');
      expect(await store.propose(proposal('late'), undefined)).toBe('conflict');
      const first = await store.proposal();
      expect(first?.proposal).toEqual(proposal('one'));
      expect(await store.propose(proposal('two'), first?.etag)).toBe('saved');
      expect(await store.propose(proposal('late'), first?.etag)).toBe('conflict');
      expect((await store.proposal())?.proposal).toEqual(proposal('two'));
    });

    test('plans that were last saved before a time are let go, except those to keep', async () => {
      for (const digit of ['a', 'b', 'c']) await store.save(givenPlan(digit), digit === 'c' ? 2_000 : 1_999);
      expect(await store.forget(2_000, new Set(['a'.repeat(12)]))).toBe(1);
      expect(await store.forget(2_000, NONE)).toBe(1);
      expect(await store.find('b'.repeat(12))).toBeUndefined();
      expect((await store.find('c'.repeat(12)))?.plan).toEqual(givenPlan('c'));
    });

    test('a plan that was let go can be saved anew', async () => {
      await store.save(givenPlan('a'), 1_000);
      await store.forget(2_000, NONE);
      expect(await store.save(givenPlan('a'), 3_000)).toEqual({ kind: 'new', firstSavedAt: 3_000 });
      expect((await store.find('a'.repeat(12)))?.firstSavedAt).toBe(3_000);
    });
  });
}

/** Text that does not compress: 100 hexadecimal digits, the same for the same seed. */
function noise(seed: number): string {
  let state = seed + 1;
  let text = '';
  while (text.length < 100) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(16);
  }
  return text;
}
