import { describe, expect, test } from 'vitest';
import type { FreezeWord } from '../../shared/domain/freeze/freeze.ts';
import type { FreezeStore } from '../../shared/ports/freeze-store.ts';

const FROZEN: FreezeWord = {
  id: 'freeze-1',
  what: 'frozen',
  by: { id: 'o-1', name: 'Ada \u{1F9CA}', tenantId: 't-1' },
  at: 1_795_000_000_000,
  reason: 'x'.repeat(1000),
  told: false,
};

export function freezeStoreContract(name: string, make: () => FreezeStore): void {
  describe(`the freeze of the fleet in ${name}`, () => {
    test('nobody has ever said anything', async () => {
      expect(await make().find()).toBeUndefined();
    });

    test('the last word comes back as it was saved, and only who knows the etag says another', async () => {
      const store = make();
      const first = await store.save(FROZEN, undefined);
      expect(first).toEqual({ kind: 'saved', etag: expect.any(String) });
      const stored = await store.find();
      expect(stored).toEqual({ word: FROZEN, etag: first.kind === 'saved' && first.etag });

      const lifted: FreezeWord = { ...FROZEN, what: 'lifted', by: { id: 'o-2', name: 'Ben' }, reason: '', told: true };
      expect((await store.save(lifted, stored?.etag)).kind).toBe('saved');
      expect(await store.save(FROZEN, stored?.etag)).toEqual({ kind: 'conflict' });
      expect(await store.save(FROZEN, undefined)).toEqual({ kind: 'conflict' });
      expect((await store.find())?.word).toEqual(lifted);
    });

    test('of two that say the first word at once, one is told that it came second', async () => {
      const store = make();
      const answers = await Promise.all([store.save(FROZEN, undefined), store.save(FROZEN, undefined)]);
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
    });
  });
}
