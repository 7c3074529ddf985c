import { describe, expect, test } from 'vitest';
import type { DigestRecord } from '../../shared/domain/announce/digest-record.ts';
import type { DigestStore } from '../../shared/ports/digest-store.ts';

const RECORD: DigestRecord = {
  format: 1,
  month: '2027-02',
  told: { 'ubuntu-22.04': { supportEnds: '2027-06-30' }, mariner: {} },
  moves: 0,
  toSend: [],
  notes: [],
  dropped: 0,
};

export function digestStoreContract(name: string, make: () => DigestStore): void {
  describe(`what was said of what retires in ${name}`, () => {
    test('the record comes back as it was saved, and only who knows the etag changes it', async () => {
      const store = make();
      expect(await store.find()).toBeUndefined();
      const first = await store.save(RECORD, undefined);
      const stored = await store.find();
      expect(stored).toEqual({ record: RECORD, etag: first.kind === 'saved' && first.etag });
      const second = await store.save({ ...RECORD, moves: 1 }, stored?.etag);
      expect(await store.save({ ...RECORD, moves: 2 }, stored?.etag)).toEqual({ kind: 'conflict' });
      expect(await store.find()).toEqual({
        record: { ...RECORD, moves: 1 },
        etag: second.kind === 'saved' && second.etag,
      });
    });

    test('of two that make the first one, one is told', async () => {
      const store = make();
      const answers = await Promise.all([store.save(RECORD, undefined), store.save(RECORD, undefined)]);
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
    });
  });
}
