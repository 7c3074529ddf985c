import { describe, expect, test } from 'vitest';
import type { Inspection } from '../../shared/domain/inspection/inspection.ts';
import type { InspectionStore } from '../../shared/ports/inspection-store.ts';

const ID =
  '/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/a';

function inspection(readAt: number, more: Partial<Inspection> = {}): Inspection {
  return {
    clusterId: ID,
    name: 'a',
    readAt,
    notSeen: [{ list: 'pods', reason: 'forbidden', detail: 'no \u202e role' }],
    arm: 'asked',
    nodes: 1,
    pods: 2,
    pools: [],
    ...more,
  };
}

export function inspectionStoreContract(name: string, make: () => InspectionStore): void {
  describe(`inspections in ${name}`, () => {
    test('an inspection comes back as it was saved, and only for its cluster', async () => {
      const store = make();
      expect(await store.byCluster(ID)).toBeUndefined();
      expect(await store.save(inspection(100))).toBe('saved');
      expect(await store.byCluster(ID)).toEqual(inspection(100));
      expect(await store.byCluster(`${ID}b`)).toBeUndefined();
    });

    test('a newer inspection wins, in whatever order they come; saving one twice is no matter', async () => {
      const store = make();
      await store.save(inspection(100));
      expect([await store.save(inspection(101, { nodes: 2 })), await store.save(inspection(99))]).toEqual([
        'saved',
        'older',
      ]);
      expect(await store.save(inspection(101, { nodes: 2 }))).toBe('saved');
      expect(await store.byCluster(ID)).toEqual(inspection(101, { nodes: 2 }));
    });

    test('its version is another one after every inspection that was saved, and the same after an older one', async () => {
      const store = make();
      const versions = [await store.version()];
      for (const [id, readAt] of [
        [ID, 100],
        [`${ID}b`, 100],
        [ID, 101],
      ] as const) {
        await store.save(inspection(readAt, { clusterId: id }));
        versions.push(await store.version());
      }
      expect(new Set(versions).size).toBe(4);
      await store.save(inspection(99));
      expect(await store.version()).toBe(versions.at(-1));
    });

    test('a long inspection is stored whole, also after a short one and before one', async () => {
      const store = make();
      const notSeen = Array.from({ length: 3_000 }, (_, n) => ({
        list: `${n}`,
        reason: 'x',
        detail: `${Math.sin(n)}`,
      }));
      for (const [readAt, lists] of [
        [1, []],
        [2, notSeen],
        [3, []],
      ] as const) {
        await store.save(inspection(readAt, { notSeen: lists }));
        expect(await store.byCluster(ID)).toEqual(inspection(readAt, { notSeen: lists }));
      }
    });

    test('of many at once the newest stays', async () => {
      const store = make();
      await Promise.all([3, 1, 2].map((readAt) => store.save(inspection(readAt))));
      expect(await store.byCluster(ID)).toEqual(inspection(3));
    });
  });
}
