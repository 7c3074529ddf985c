import { expect, test } from 'vitest';
import { memoryReadingStore } from '../../../shared/adapters/memory/reading-store.ts';
import { systemPacking } from '../../../shared/adapters/system/packing.ts';
import { keptIndex } from '../../../shared/app/read/kept-index.ts';
import { givenCluster, givenReading, NOW } from '../../support/fleet.ts';

/** A store that counts how often all of it is read, each time for so long. */
function countingStore(tookMs = 0) {
  const store = memoryReadingStore();
  const clock = { at: NOW, now: () => clock.at };
  let reads = 0;
  return {
    clock,
    reads: () => reads,
    store: {
      ...store,
      async *all() {
        reads += 1;
        clock.at += tookMs;
        yield* store.all();
      },
    },
    add: (name: string) =>
      store.save([{ reading: givenReading({ cluster: givenCluster({ name }) }), toAnnounce: [], basedOn: undefined }]),
  };
}

test('nothing is read again while nothing has changed, and everything once something has', async () => {
  const { clock, store, reads, add } = countingStore();
  const index = keptIndex({ readings: store, clock, packing: systemPacking });
  await add('a');
  await index();
  await index();
  expect(reads()).toBe(1);
  await add('b');
  expect([...(await index()).clusters.values()].map(({ name }) => name)).toEqual(['a', 'b']);
  expect(reads()).toBe(2);
});

test('requests that come together share one reading', async () => {
  const { clock, store, reads, add } = countingStore();
  await add('a');
  const index = keptIndex({ readings: store, clock, packing: systemPacking });
  const [first, second] = await Promise.all([index(), index()]);
  expect([reads(), first === second]).toEqual([1, true]);
});

test.each([
  { tookMs: 999, laterMs: 0, reads: 2 },
  { tookMs: 2_000, laterMs: 19_999, reads: 1 },
  { tookMs: 2_000, laterMs: 20_000, reads: 2 },
  { tookMs: 30_000, laterMs: 60_000, reads: 2 },
])(
  'a reading that took $tookMs ms, asked $laterMs ms later in a fleet that changed: $reads readings',
  async (given) => {
    const { clock, store, reads, add } = countingStore(given.tookMs);
    const index = keptIndex({ readings: store, clock, packing: systemPacking });
    await index();
    await add('a');
    clock.at += given.laterMs;
    await index();
    expect(reads()).toBe(given.reads);
  },
);

test('a reading that failed is not kept', async () => {
  const { clock, store } = countingStore();
  let fails = true;
  const index = keptIndex({
    clock,
    packing: systemPacking,
    readings: {
      ...store,
      async *all() {
        if (fails) throw new Error('table is not there');
        yield* store.all();
      },
    },
  });
  await expect(index()).rejects.toThrow('table is not there');
  fails = false;
  expect((await index()).clusters.size).toBe(0);
});

test('a cluster that is gone is not in it, though its record waits for its last announcement', async () => {
  const { clock, store, add } = countingStore();
  await add('a');
  const stored = await store.byCluster(givenCluster({ name: 'a' }).id);
  await store.remove([
    {
      clusterId: givenCluster({ name: 'a' }).id,
      toAnnounce: [{ kind: 'gone', finding: {} as never }],
      readAt: NOW + 1,
      basedOn: stored?.etag ?? '',
    },
  ]);
  expect((await keptIndex({ readings: store, clock, packing: systemPacking })()).clusters.size).toBe(0);
});
