import { describe, expect, test } from 'vitest';
import type { Round } from '../../shared/domain/announce/round.ts';
import type { AnnouncementStore } from '../../shared/ports/announcement-store.ts';

const ROUND: Round = {
  format: 1,
  clusterId: '/subscriptions/s/clusters/shop',
  number: 1,
  moves: 0,
  planHash: 'a'.repeat(64),
  work: {
    plan: { id: 'a'.repeat(12), hash: 'a'.repeat(64) },
    clusterId: '/subscriptions/s/clusters/shop',
    cluster: 'shop',
    region: 'westeurope',
    timeZone: 'Europe/Amsterdam',
    environment: 'production',
    window: { opens: 1, closes: 2 },
    steps: [],
    blockers: [],
    dependencies: [],
    owners: [],
  },
  dates: [],
  settled: [],
  told: false,
  over: false,
  toSend: [],
  notes: [],
  dropped: 0,
};

export function announcementStoreContract(name: string, make: () => AnnouncementStore): void {
  describe(`what was announced in ${name}`, () => {
    test('a round comes back as it was saved, and only who knows the etag changes it', async () => {
      const store = make();
      expect(await store.list()).toEqual([]);
      const first = await store.save(ROUND, undefined);
      expect(first).toEqual({ kind: 'saved', etag: expect.any(String) });
      const [stored] = await store.list();
      expect(stored).toEqual({ round: ROUND, etag: first.kind === 'saved' && first.etag });
      const second = await store.save({ ...ROUND, moves: 1 }, stored?.etag);
      expect(await store.save({ ...ROUND, moves: 2 }, stored?.etag)).toEqual({ kind: 'conflict' });
      expect(await store.list()).toEqual([
        { round: { ...ROUND, moves: 1 }, etag: second.kind === 'saved' && second.etag },
      ]);
    });

    test('of two that make the first one, one is told', async () => {
      const store = make();
      const answers = await Promise.all([store.save(ROUND, undefined), store.save(ROUND, undefined)]);
      expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'saved']);
    });
  });
}
