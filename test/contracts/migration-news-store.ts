import { describe, expect, test } from 'vitest';
import type { NewsRecord } from '../../shared/domain/announce/news-record.ts';
import type { MigrationNewsStore } from '../../shared/ports/migration-news-store.ts';

const RECORD: NewsRecord = {
  format: 1,
  migrationId: 'm-0123456789ab',
  settled: ['started'],
  toSend: [],
  notes: [{ word: 'started', at: 1, why: 'A test.' }],
  dropped: 1,
};

export function migrationNewsStoreContract(name: string, make: () => MigrationNewsStore): void {
  describe(`what was said of migrations in ${name}`, () => {
    test('a record comes back as it was saved, and only who knows the etag changes it', async () => {
      const store = make();
      expect(await store.list()).toEqual([]);
      const first = await store.save(RECORD, undefined);
      const [stored] = await store.list();
      expect(stored).toEqual({ record: RECORD, etag: first.kind === 'saved' && first.etag });
      const second = await store.save({ ...RECORD, halfAt: 2 }, stored?.etag);
      expect(await store.save({ ...RECORD, halfAt: 3 }, stored?.etag)).toEqual({ kind: 'conflict' });
      expect(await store.save(RECORD, undefined)).toEqual({ kind: 'conflict' });
      expect(await store.list()).toEqual([
        { record: { ...RECORD, halfAt: 2 }, etag: second.kind === 'saved' && second.etag },
      ]);
    });

    test('of two that make the first one, one is told', async () => {
      const store = make();
      const answers = await Promise.all([store.save(RECORD, undefined), store.save(RECORD, undefined)]);
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
    });

    test('a record is removed only as it was seen; one that is gone may be removed again', async () => {
      const store = make();
      await store.save({ ...RECORD, migrationId: 'm-other' }, undefined);
      const first = await store.save(RECORD, undefined);
      const etag = first.kind === 'saved' ? first.etag : '';
      const second = await store.save({ ...RECORD, halfAt: 2 }, etag);
      await store.remove(RECORD.migrationId, etag);
      expect(await store.list()).toHaveLength(2);
      const now = second.kind === 'saved' ? second.etag : '';
      await store.remove(RECORD.migrationId, now);
      await store.remove(RECORD.migrationId, now);
      expect((await store.list()).map(({ record }) => record.migrationId)).toEqual(['m-other']);
      expect((await store.save(RECORD, undefined)).kind).toBe('saved');
    });
  });
}
