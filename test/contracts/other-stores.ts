import { beforeEach, describe, expect, test } from 'vitest';
import type { OwnFinding } from '../../shared/domain/fleet/own-finding.ts';
import type { SubscriptionOutcome, Sweep } from '../../shared/domain/fleet/sweep.ts';
import type { Exemption } from '../../shared/domain/policy/exemption.ts';
import type { ExemptionStore } from '../../shared/ports/exemption-store.ts';
import type { LatestImageStore } from '../../shared/ports/latest-image-store.ts';
import type { OwnFindingStore } from '../../shared/ports/own-finding-store.ts';
import type { SweepStore } from '../../shared/ports/sweep-store.ts';
import { givenSubscription } from '../support/fleet.ts';

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

export function sweepStoreContract(name: string, make: () => SweepStore): void {
  describe(`sweeps in ${name}`, () => {
    let store: SweepStore;
    beforeEach(() => {
      store = make();
    });
    const sweep = (id: string, startedAt: number, count = 1): Sweep => ({
      id,
      startedAt,
      subscriptions: Array.from({ length: count }, (_, n) => givenSubscription({ name: `sub ${n}` })),
    });
    const outcome = (at: number, clusters: number): SubscriptionOutcome => ({
      sweepId: 's-1',
      subscription: givenSubscription(),
      at,
      clusters,
      pools: 2,
      clustersNotSeen: [],
      changes: { new: 0, worse: 0, better: 0, gone: 0 },
    });

    test('before the first sweep there is none', async () => {
      expect([await store.latest(), await store.byId('s-1')]).toEqual([undefined, undefined]);
      expect([await store.outcomes('s-1'), await store.sightings()]).toEqual([[], []]);
    });

    test('the latest sweep is the one that started last, whatever the order in which they were stored', async () => {
      for (const one of [sweep('s-2', 2_000), sweep('s-3', 3_000), sweep('s-1', 1_000)]) await store.start(one);
      expect(await store.latest()).toEqual(sweep('s-3', 3_000));
      expect(await store.byId('s-1')).toEqual(sweep('s-1', 1_000));
    });

    test('a sweep of 5,000 subscriptions comes back whole', async () => {
      await store.start(sweep('s-1', 1_000, 5_000));
      expect(await store.latest()).toEqual(sweep('s-1', 1_000, 5_000));
    });

    test('a sweep that is stored twice is one sweep', async () => {
      await store.start(sweep('s-1', 1_000));
      await store.start(sweep('s-1', 1_000));
      expect(await store.latest()).toEqual(sweep('s-1', 1_000));
    });

    test('sweeps from before a moment are forgotten with their outcomes, the oldest first and some at a time', async () => {
      for (const at of [1_000, 2_000, 3_000, 4_000]) await store.start(sweep(`s-${at / 1_000}`, at));
      await store.saveOutcome(outcome(100, 1));

      await store.forget(3_000, 1);
      expect([await store.byId('s-1'), await store.outcomes('s-1')]).toEqual([undefined, []]);
      expect(await store.byId('s-2')).toEqual(sweep('s-2', 2_000));

      await store.forget(3_000, 5);
      expect(await store.byId('s-2')).toBe(undefined);
      expect(await store.byId('s-3')).toEqual(sweep('s-3', 3_000));
    });

    test('the latest sweep is never forgotten, however old it is', async () => {
      await store.start(sweep('s-1', 1_000));
      await store.forget(5_000, 5);
      expect(await store.latest()).toEqual(sweep('s-1', 1_000));
    });

    test('a newer outcome of a subscription replaces the one before, an older one does not', async () => {
      await store.saveOutcome(outcome(100, 1));
      await store.saveOutcome(outcome(99, 2));
      expect(await store.outcomes('s-1')).toEqual([outcome(100, 1)]);
      await store.saveOutcome(outcome(100, 3));
      await store.saveOutcome(outcome(101, 4));
      expect(await store.outcomes('s-1')).toEqual([outcome(101, 4)]);
    });

    test('outcomes belong to their sweep', async () => {
      await store.saveOutcome(outcome(100, 1));
      await store.saveOutcome({ ...outcome(100, 2), sweepId: 's-2' });
      expect(await store.outcomes('s-2')).toEqual([{ ...outcome(100, 2), sweepId: 's-2' }]);
    });

    test('150 outcomes reported at the same time are all there', async () => {
      const all = Array.from({ length: 150 }, (_, n) => ({
        ...outcome(100, n),
        subscription: givenSubscription({ id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` }),
      }));
      await Promise.all(all.map((one) => store.saveOutcome(one)));
      expect((await store.outcomes('s-1')).toSorted(byText)).toEqual([...all].toSorted(byText));
    });

    test('a sighting is written over by the next one of the same subject', async () => {
      const cluster = '/subscriptions/s/resourcegroups/g/providers/microsoft.containerservice/managedclusters/c';
      await store.saveSightings([
        { id: 'sub', lastSeen: 1 },
        { id: cluster, notSeenSince: 5 },
      ]);
      await store.saveSightings([
        { id: 'sub', lastSeen: 1, notSeenSince: 2 },
        { id: 'sub', lastSeen: 3 },
      ]);
      expect((await store.sightings()).toSorted(byText)).toEqual([
        { id: cluster, notSeenSince: 5 },
        { id: 'sub', lastSeen: 3 },
      ]);
    });
  });
}

export function latestImageStoreContract(name: string, make: () => LatestImageStore): void {
  describe(`latest images in ${name}`, () => {
    const image = (imageClass: string, readAt: number, version = `v${readAt}`) => ({
      imageClass,
      version,
      askedPoolId: '/pool',
      readAt,
    });

    test('what was asked for is found, and nothing else', async () => {
      const store = make();
      expect(await store.find(['westeurope/Ubuntu/1.34/a'])).toEqual([]);
      await store.save([image('westeurope/Ubuntu/1.34/a', 100), image('b#?\\', 100), image('c', 100)]);
      expect((await store.find(['westeurope/Ubuntu/1.34/a', 'b#?\\', 'never'])).toSorted(byText)).toEqual(
        [image('westeurope/Ubuntu/1.34/a', 100), image('b#?\\', 100)].toSorted(byText),
      );
      expect(await store.find([])).toEqual([]);
    });

    test('a newer answer wins over an older one, in whatever order they come', async () => {
      const store = make();
      await store.save([image('a', 101), image('a', 100)]);
      await store.save([image('a', 99)]);
      expect(await store.find(['a'])).toEqual([image('a', 101)]);
      await store.save([image('a', 102)]);
      expect(await store.find(['a'])).toEqual([image('a', 102)]);
    });

    test('250 classes are saved at once', async () => {
      const store = make();
      const all = Array.from({ length: 250 }, (_, n) => image(`class ${n}`, 100));
      await store.save(all);
      expect(await store.find(all.map(({ imageClass }) => imageClass))).toHaveLength(250);
    });
  });
}

export function exemptionStoreContract(name: string, make: () => ExemptionStore): void {
  describe(`exemptions in ${name}`, () => {
    const exemption = (id: string): Exemption => ({
      id,
      scope: '/subscriptions/11111111-2222-3333-4444-555555555555',
      ruleId: '*',
      owner: 'ops@contoso.example',
      reason: 'waits for the vendor — "really"',
      until: '2026-12-31',
      createdAt: 100,
      createdBy: 'ops',
    });

    test('exemptions are added once, listed and removed once', async () => {
      const store = make();
      expect(await store.list()).toEqual([]);
      expect([await store.add(exemption('x-1')), await store.add(exemption('x-2'))]).toEqual(['added', 'added']);
      expect(await store.add({ ...exemption('x-1'), owner: 'someone else' })).toBe('exists');
      expect((await store.list()).toSorted(byText)).toEqual([exemption('x-1'), exemption('x-2')]);
      expect([await store.remove('x-1'), await store.remove('x-1')]).toEqual(['removed', 'missing']);
      expect(await store.list()).toEqual([exemption('x-2')]);
    });

    test('the announcement of its end is remembered with it', async () => {
      const store = make();
      await store.add(exemption('x-1'));
      expect([await store.endAnnounced('x-1', 500), await store.endAnnounced('x-2', 500)]).toEqual([
        'remembered',
        'missing',
      ]);
      expect(await store.list()).toEqual([{ ...exemption('x-1'), endAnnouncedAt: 500 }]);
    });
  });
}

export function ownFindingStoreContract(name: string, make: () => OwnFindingStore): void {
  describe(`findings about ourselves in ${name}`, () => {
    const finding = (id: string, at: number): OwnFinding => ({
      id,
      code: 'DEAD_LETTER',
      what: `seen at ${at}`,
      nextAction: 'Look at it.',
      since: at,
      lastSeen: at,
    });

    test('a finding that is raised again is renewed and keeps the time it began', async () => {
      const store = make();
      expect(await store.list()).toEqual([]);
      await store.raise([finding('dead-letter/notify/m-1', 1_700_000_000_000)]);
      await store.raise([finding('dead-letter/notify/m-1', 1_800_000_000_000)]);
      expect(await store.list()).toEqual([
        { ...finding('dead-letter/notify/m-1', 1_800_000_000_000), since: 1_700_000_000_000 },
      ]);
    });

    test('a finding that was cleared is gone, and begins anew when it is raised again', async () => {
      const store = make();
      await store.raise([finding('a', 100), finding('b', 100)]);
      await store.clear(['a', 'never']);
      expect(await store.list()).toEqual([finding('b', 100)]);
      await store.raise([finding('a', 200)]);
      expect((await store.list()).toSorted(byText)).toEqual([finding('a', 200), finding('b', 100)]);
    });
  });
}
