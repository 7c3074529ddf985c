import { describe, expect, test } from 'vitest';
import type { WatchState } from '../../shared/domain/alert/alert.ts';
import type { WatchStore } from '../../shared/ports/watch-store.ts';

const STATE: WatchState = {
  format: 1,
  migrationId: 'm-1',
  clusterId: '/subscriptions/s/clusters/shop',
  startedAt: 1,
  rules: [],
  gaps: [],
  counters: [],
  restarts: [],
  suppressions: [],
  toDo: [],
};

export function watchStoreContract(name: string, make: () => WatchStore): void {
  describe(`watch states in ${name}`, () => {
    test('a state comes back as it was saved, and only who knows the etag changes it', async () => {
      const store = make();
      expect(await store.find('m-1')).toBeUndefined();
      expect(await store.save(STATE, undefined)).toBe('saved');
      const first = await store.find('m-1');
      expect(first).toEqual({ state: STATE, etag: expect.any(String) });
      expect(await store.save({ ...STATE, startedAt: 2 }, first?.etag)).toBe('saved');
      expect(await store.save({ ...STATE, startedAt: 3 }, first?.etag)).toBe('conflict');
      expect((await store.find('m-1'))?.state.startedAt).toBe(2);
    });

    test('of two that make the first one, one is told', async () => {
      const store = make();
      const answers = await Promise.all([store.save(STATE, undefined), store.save(STATE, undefined)]);
      expect(answers.toSorted()).toEqual(['conflict', 'saved']);
    });

    test('an hour of charts and thousands of counters fit', async () => {
      const store = make();
      const counters = Array.from({ length: 20_000 }, (_, i) => ({
        pod: { kind: 'Pod', namespace: 'shop', name: `cart-${i}` },
        uid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        node: `aks-web-12345678-vmss${i % 400}`,
        restarts: i % 7,
      }));
      expect(await store.save({ ...STATE, counters }, undefined)).toBe('saved');
      expect((await store.find('m-1'))?.state.counters).toHaveLength(20_000);
    });
  });
}
