import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Parts } from '../../shared/app/parts.ts';
import { fleetOf } from '../../shared/app/use-cases.ts';
import type { ClusterWithPools } from '../../shared/ports/fleet-reader.ts';
import { givenSubscription, NOW } from '../support/fleet.ts';
import { changesIn, clusterWith, FRESH, type GivenApp, givenApp, OLD } from './given-app.ts';

const SHOP = givenSubscription();
const HOUR = 3_600_000;
const NAMES = ['a', 'b', 'c'] as const;

/** What Azure said at one time: for each cluster the image of its pool, or nothing when there is no such cluster. */
const picture = fc.record({
  a: fc.constantFrom(FRESH, OLD, undefined),
  b: fc.constantFrom(FRESH, OLD, undefined),
  c: fc.constantFrom(FRESH, OLD, undefined),
});
type Picture = Readonly<Record<(typeof NAMES)[number], string | undefined>>;

const clustersOf = (seen: Picture): ClusterWithPools[] =>
  NAMES.flatMap((name) => {
    const image = seen[name];
    return image === undefined ? [] : [clusterWith(name, image)];
  });

/** Sweep 0 is done; sweeps 1 to n are recorded and their messages wait to be handled. */
async function given(pictures: readonly Picture[]): Promise<GivenApp> {
  const app = givenApp({ subscriptions: [SHOP] });
  app.world.clusters[SHOP.id] = clustersOf(pictures[0] as Picture);
  await app.sweep();
  for (const index of pictures.keys()) {
    if (index > 0)
      await app.parts.sweeps.start({ id: `sweep-${index}`, startedAt: atOf(index), subscriptions: [SHOP] });
  }
  app.world.now = atOf(pictures.length);
  return app;
}

const atOf = (index: number) => NOW + index * HOUR;

/** Handles one message in a process of its own, which asked Azure when its sweep ran, however late it stores the answer. */
function handle(parts: Parts, pictures: readonly Picture[], index: number) {
  const answer = {
    kind: 'seen' as const,
    readAt: atOf(index),
    clusters: clustersOf(pictures[index] as Picture),
    notUnderstood: [],
  };
  const fleet = fleetOf({ ...parts, reader: { readSubscription: async () => answer } });
  return fleet.sweepSubscription({ sweepId: `sweep-${index}`, subscriptionId: SHOP.id });
}

async function findingsOf(app: GivenApp) {
  const stored = await app.parts.readings.ofSubscription(SHOP.id);
  return {
    clusters: stored
      .filter(({ gone }) => !gone)
      .map(({ reading }) => [reading.cluster.name, reading.readAt] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    findings: stored.flatMap(({ reading, gone }) => (gone ? [] : reading.findings.map(({ id }) => id))).toSorted(),
    pending: stored.flatMap(({ toAnnounce }) => toAnnounce),
  };
}

/** What somebody believes who only ever heard the announcements, in the order in which they went out. */
function believed(before: readonly string[], app: GivenApp): string[] {
  const open = new Set(before);
  for (const news of app.announced()) {
    for (const { kind, finding } of news.kind === 'findings-changed' ? news.changes : []) {
      if (kind === 'gone') open.delete(finding.id);
      else open.add(finding.id);
    }
  }
  return [...open].toSorted();
}

const deliveries = fc.array(picture, { minLength: 3, maxLength: 5 }).chain((pictures) =>
  fc.tuple(
    fc.constant(pictures),
    fc.shuffledSubarray(
      [...pictures.keys(), ...pictures.keys()].filter((index) => index > 0),
      { minLength: 2 * (pictures.length - 1) },
    ),
  ),
);

test('messages in any order, each of them twice, end in the newest reading, and nothing is left untold', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ([pictures, order]) => {
      const app = await given(pictures);
      const before = await findingsOf(app);
      for (const index of order) {
        await handle(app.parts, pictures, index);
        await app.drain();
      }
      const newest = pictures.length - 1;
      const expected = NAMES.filter((name) => pictures[newest]?.[name]).map((name) => [name, atOf(newest)]);
      const after = await findingsOf(app);
      expect({ clusters: after.clusters, pending: after.pending }).toEqual({ clusters: expected, pending: [] });
      expect(believed(before.findings, app)).toEqual(after.findings);
      expect((await app.parts.sweeps.sightings()).map(({ lastSeen }) => lastSeen)).toEqual([atOf(newest)]);
    }),
    { numRuns: 150 },
  );
});

/** Lets the scheduler decide which of the waiting calls goes on next. */
function interleaved(parts: Parts, scheduler: fc.Scheduler): Parts {
  const guard = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return scheduler.scheduleFunction((...args: unknown[]) => method.apply(target, args));
      },
    });
  return { ...parts, readings: guard(parts.readings), sweeps: guard(parts.sweeps), sender: guard(parts.sender) };
}

test('two sweeps of one subscription at the same time end in the newer reading, and nothing is left untold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(picture, picture, picture), fc.scheduler(), async (pictures, scheduler) => {
      const app = await given(pictures);
      const before = await findingsOf(app);
      const parts = interleaved(app.parts, scheduler);
      const handled = Promise.all([handle(parts, pictures, 1), handle(parts, pictures, 2), handle(parts, pictures, 2)]);
      await scheduler.waitFor(handled);
      await app.drain();

      // The next sweep finds the fleet as it was; what the race left is put right and told.
      await app.parts.sweeps.start({ id: 'sweep-3', startedAt: atOf(3), subscriptions: [SHOP] });
      await handle(app.parts, [...pictures, pictures[2]], 3);
      await app.drain();
      const after = await findingsOf(app);
      expect(after.clusters).toEqual(NAMES.filter((name) => pictures[2][name]).map((name) => [name, atOf(3)]));
      expect(after.pending).toEqual([]);
      const told = changesIn(app.announced());
      for (const id of after.findings) if (!before.findings.includes(id)) expect(told).toContain(newsOf('new', id));
      for (const id of before.findings) if (!after.findings.includes(id)) expect(told).toContain(newsOf('gone', id));
    }),
    { numRuns: 150 },
  );
});

function newsOf(kind: string, findingId: string): string {
  const [subject = '', rule] = findingId.split('|');
  return `${kind} ${subject.split('/')[8]} ${rule}`;
}
