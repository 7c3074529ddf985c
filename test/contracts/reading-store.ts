import { beforeEach, describe, expect, test } from 'vitest';
import type { ClusterReading } from '../../shared/domain/fleet/reading.ts';
import type { FindingChange } from '../../shared/domain/policy/change.ts';
import type { ReadingStore, ReadingToSave, StoredReading } from '../../shared/ports/reading-store.ts';
import { givenCluster, givenFinding, givenReading, SUBSCRIPTION } from '../support/fleet.ts';

const OTHER = '22222222-2222-3333-4444-555555555555';
const change: FindingChange = { kind: 'new', finding: givenFinding() };

function reading(name: string, readAt: number, subscriptionId = SUBSCRIPTION): ClusterReading {
  return givenReading({ cluster: givenCluster({ name, subscriptionId }), readAt, findings: [givenFinding()] });
}

const first = (read: ClusterReading): ReadingToSave => ({ reading: read, toAnnounce: [change], basedOn: undefined });

async function everything(store: ReadingStore): Promise<(readonly StoredReading[])[]> {
  const found: (readonly StoredReading[])[] = [];
  for await (const readings of store.all()) found.push(readings);
  return found;
}

/** What every store of readings does. */
export function readingStoreContract(name: string, make: () => ReadingStore): void {
  describe(`readings in ${name}`, () => {
    let store: ReadingStore;
    beforeEach(() => {
      store = make();
    });

    async function saved(read: ClusterReading): Promise<string> {
      const [answer] = await store.save([first(read)]);
      expect(answer).toEqual({ clusterId: read.cluster.id, kind: 'saved', etag: expect.any(String) });
      return answer?.etag ?? '';
    }

    test('a store that was never written has no readings', async () => {
      expect(await store.ofSubscription(SUBSCRIPTION)).toEqual([]);
      expect(await store.byCluster(givenCluster().id)).toBeUndefined();
      expect(await everything(store)).toEqual([]);
      expect(await store.save([])).toEqual([]);
    });

    test('a reading comes back as it was saved, with its changes', async () => {
      const read = reading('payments', 100);
      const etag = await saved(read);

      const stored = { reading: read, toAnnounce: [change], gone: false, etag };
      expect(await store.ofSubscription(SUBSCRIPTION)).toEqual([stored]);
      expect(await store.byCluster(read.cluster.id)).toEqual(stored);
    });

    test('hostile text comes back as it was', async () => {
      const hostile = '\u001b[31m<script>"\'\\ \u0000 ünïcödé 𝄞 </script>'.repeat(200);
      const read = { ...reading('payments', 100), cluster: givenCluster({ tags: { owner: hostile } }) };
      await saved(read);
      expect((await store.byCluster(read.cluster.id))?.reading).toEqual(read);
    });

    test('a newer reading of the same record replaces it, an older one does not', async () => {
      const etag = await saved(reading('payments', 100));
      const id = givenCluster().id;

      const older = await store.save([{ reading: reading('payments', 99), toAnnounce: [], basedOn: etag }]);
      expect(older).toEqual([{ clusterId: id, kind: 'older', etag }]);
      const newer = await store.save([{ reading: reading('payments', 101), toAnnounce: [], basedOn: etag }]);
      expect(newer).toEqual([{ clusterId: id, kind: 'saved', etag: expect.any(String) }]);
      expect(newer[0]?.etag).not.toBe(etag);
      expect((await store.byCluster(id))?.reading.readAt).toBe(101);
    });

    test('the same reading again, decided on the record it made, is saved', async () => {
      const etag = await saved(reading('payments', 100));
      const again = await store.save([{ reading: reading('payments', 100), toAnnounce: [], basedOn: etag }]);
      expect(again).toMatchObject([{ kind: 'saved' }]);
    });

    test('a reading decided on a record that has changed since is a conflict and changes nothing', async () => {
      const before = await saved(reading('payments', 100));
      await store.save([{ reading: reading('payments', 101), toAnnounce: [], basedOn: before }]);
      const now = await store.byCluster(givenCluster().id);

      const onOldRecord = await store.save([{ reading: reading('payments', 102), toAnnounce: [], basedOn: before }]);
      const onNoRecord = await store.save([{ reading: reading('payments', 102), toAnnounce: [], basedOn: undefined }]);
      const conflict = { clusterId: givenCluster().id, kind: 'conflict', etag: now?.etag };
      expect([onOldRecord, onNoRecord]).toEqual([[conflict], [conflict]]);
      expect(await store.byCluster(givenCluster().id)).toEqual(now);
    });

    test('a reading decided on a record that is gone is a conflict', async () => {
      const answer = await store.save([{ reading: reading('payments', 100), toAnnounce: [], basedOn: 'W/"1"' }]);
      expect(answer).toEqual([{ clusterId: givenCluster().id, kind: 'conflict' }]);
    });

    test('one conflict in a save does not hold back the others', async () => {
      await saved(reading('a', 100));
      const answers = await store.save([first(reading('a', 101)), first(reading('b', 101)), first(reading('c', 101))]);
      expect(answers.map(({ kind }) => kind)).toEqual(['conflict', 'saved', 'saved']);
    });

    test('250 clusters of two subscriptions are saved at once, each under its own subscription', async () => {
      const many = Array.from({ length: 250 }, (_, n) => reading(`c${n}`, 100, n % 2 === 0 ? SUBSCRIPTION : OTHER));
      const answers = await store.save(many.map(first));

      expect(answers.map(({ clusterId, kind }) => [clusterId, kind])).toEqual(
        many.map(({ cluster }) => [cluster.id, 'saved']),
      );
      const perSubscription = await everything(store);
      expect(perSubscription.map((readings) => readings.length)).toEqual([125, 125]);
      for (const readings of perSubscription) {
        expect(new Set(readings.map(({ reading: { cluster } }) => cluster.subscriptionId)).size).toBe(1);
      }
    });

    test('of two that save at the same time on the same record, one is saved and one conflicts', async () => {
      const etag = await saved(reading('payments', 100));
      const answers = await Promise.all([
        store.save([{ reading: reading('payments', 101), toAnnounce: [], basedOn: etag }]),
        store.save([{ reading: reading('payments', 101), toAnnounce: [], basedOn: etag }]),
      ]);
      expect(answers.map(([answer]) => String(answer?.kind)).toSorted()).toEqual(['conflict', 'saved']);
    });

    test('announced changes are struck out once, and only from the record they were read from', async () => {
      const read = reading('payments', 100);
      const etag = await saved(read);

      await store.announced([{ clusterId: read.cluster.id, etag: 'W/"other"' }]);
      expect((await store.byCluster(read.cluster.id))?.toAnnounce).toEqual([change]);
      await store.announced([{ clusterId: read.cluster.id, etag }]);
      const after = await store.byCluster(read.cluster.id);
      expect(after).toEqual({ reading: read, toAnnounce: [], gone: false, etag: expect.any(String) });
      expect(after?.etag).not.toBe(etag);
    });

    test('a cluster that is gone keeps its record until its changes are announced', async () => {
      const read = reading('payments', 100);
      const basedOn = await saved(read);
      const gone: FindingChange = { kind: 'gone', finding: givenFinding() };

      await store.remove([{ clusterId: read.cluster.id, toAnnounce: [gone], readAt: 200, basedOn }]);
      const kept = await store.byCluster(read.cluster.id);
      expect(kept).toEqual({
        reading: { ...read, readAt: 200 },
        toAnnounce: [gone],
        gone: true,
        etag: expect.any(String),
      });
      await store.announced([{ clusterId: read.cluster.id, etag: kept?.etag ?? '' }]);
      expect(await store.ofSubscription(SUBSCRIPTION)).toEqual([]);
    });

    test('a cluster that is gone with nothing to announce is deleted at once', async () => {
      const read = reading('payments', 100);
      const basedOn = await saved(read);
      await store.remove([{ clusterId: read.cluster.id, toAnnounce: [], readAt: 200, basedOn }]);
      expect(await store.byCluster(read.cluster.id)).toBeUndefined();
    });

    test.each([
      { readAt: 99, gone: false },
      { readAt: 100, gone: true },
    ])('a removal read at $readAt of a record read at 100: gone $gone', async ({ readAt, gone }) => {
      const read = reading('payments', 100);
      const basedOn = await saved(read);
      await store.remove([{ clusterId: read.cluster.id, toAnnounce: [change], readAt, basedOn }]);
      expect((await store.byCluster(read.cluster.id))?.gone).toBe(gone);
    });

    test('a removal decided on another record changes nothing, nor does one of a cluster never seen', async () => {
      const read = reading('payments', 100);
      await saved(read);
      await store.remove([
        { clusterId: read.cluster.id, toAnnounce: [], readAt: 200, basedOn: 'W/"other"' },
        { clusterId: givenCluster({ name: 'never' }).id, toAnnounce: [], readAt: 200, basedOn: 'W/"other"' },
      ]);
      expect((await store.ofSubscription(SUBSCRIPTION)).map(({ gone }) => gone)).toEqual([false]);
    });

    test('a cluster that comes back after it was gone is there again', async () => {
      const read = reading('payments', 100);
      await store.remove([
        { clusterId: read.cluster.id, toAnnounce: [change], readAt: 200, basedOn: await saved(read) },
      ]);
      const basedOn = (await store.byCluster(read.cluster.id))?.etag;
      await store.save([{ reading: reading('payments', 300), toAnnounce: [], basedOn }]);
      expect(await store.byCluster(read.cluster.id)).toMatchObject({ gone: false, toAnnounce: [] });
    });

    test('the version is another one after every change, and the same while nothing changes', async () => {
      const versions = [await store.version()];
      const etag = await saved(reading('payments', 100));
      versions.push(await store.version());
      await store.announced([{ clusterId: givenCluster().id, etag }]);
      versions.push(await store.version());
      const basedOn = (await store.byCluster(givenCluster().id))?.etag ?? '';
      await store.remove([{ clusterId: givenCluster().id, toAnnounce: [], readAt: 200, basedOn }]);
      versions.push(await store.version());

      expect(new Set(versions).size).toBe(4);
      expect(await store.version()).toBe(versions.at(-1));
    });
  });
}
