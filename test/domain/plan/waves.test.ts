import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { formWaves, mostOfRegion, type WaveCandidate } from '../../../shared/domain/plan/waves.ts';
import { REGIONS } from '../../support/planning.ts';

const { caps } = DEFAULT_PLAN_SETTINGS;

function candidate(clusterId: string, overrides: Partial<WaveCandidate> = {}): WaveCandidate {
  return {
    clusterId,
    region: 'westeurope',
    environment: 'production',
    environmentRank: 3,
    criticality: 'medium',
    criticalityRank: 1,
    nodes: 3,
    clear: true,
    ...overrides,
  };
}

const anyCandidates = fc
  .array(
    fc.record({
      region: fc.constantFrom(...REGIONS.regions.keys(), 'atlantis', ''),
      environmentRank: fc.integer({ min: 0, max: 2 }),
      criticalityRank: fc.integer({ min: 0, max: 2 }),
      nodes: fc.integer({ min: 0, max: 20 }),
      clear: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map((one, index) =>
      candidate(`c${index}`, {
        ...one,
        environment: `e${one.environmentRank}`,
        criticality: `k${one.criticalityRank}`,
      }),
    ),
  );

test('no wave has all of a region that has several clusters, or both of a pair; every cluster is in one', () => {
  fc.assert(
    fc.property(
      anyCandidates,
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 9 }),
      (all, share, most) => {
        const limits = { ...caps, maxRegionShare: share, maxClustersPerWave: most };
        const waves = formWaves(all, REGIONS, limits);
        expect(waves.flatMap(({ clusterIds }) => clusterIds).toSorted()).toEqual(
          all.map(({ clusterId }) => clusterId).toSorted(),
        );
        const regionOf = new Map(all.map(({ clusterId, region }) => [clusterId, region]));
        for (const { clusterIds } of waves) {
          expect(clusterIds.length).toBeLessThanOrEqual(most);
          const regions = clusterIds.map((id) => regionOf.get(id) ?? '');
          for (const region of new Set(regions)) {
            const inWave = regions.filter((one) => one === region).length;
            const inPlan = all.filter((one) => one.region === region).length;
            if (inPlan > 1) expect(inWave).toBeLessThan(inPlan);
            expect(inWave).toBeLessThanOrEqual(mostOfRegion(inPlan, limits));
            for (const pair of REGIONS.regions.get(region)?.pairs ?? []) expect(regions).not.toContain(pair);
          }
        }
      },
    ),
  );
});

test('environments and criticalities come in their order, the canary alone and first', () => {
  fc.assert(
    fc.property(anyCandidates, (all) => {
      const waves = formWaves(all, REGIONS, caps);
      const [canary, ...rest] = waves;
      if (!canary) return;
      expect(canary).toMatchObject({ name: 'canary', clusterIds: { length: 1 } });
      const ranks = rest.map(({ environment, criticality }) => `${environment} ${criticality}`);
      expect(ranks).toEqual(ranks.toSorted());
    }),
  );
});

test('the order of the input does not matter', () => {
  fc.assert(
    fc.property(
      anyCandidates.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        expect(formWaves(shuffled, REGIONS, caps)).toEqual(formWaves(all, REGIONS, caps));
      },
    ),
  );
});

test('the canary is of the mildest environment, clear of obstacles, and small', () => {
  const waves = formWaves(
    [
      candidate('big', { environment: 'test', environmentRank: 1, nodes: 50 }),
      candidate('blocked', { environment: 'test', environmentRank: 1, nodes: 1, clear: false }),
      candidate('small', { environment: 'test', environmentRank: 1, nodes: 2 }),
      candidate('shop', { nodes: 1 }),
    ],
    REGIONS,
    caps,
  );
  expect(waves[0]?.clusterIds).toEqual(['small']);
});

test('a pair that is told from one side only counts from both', () => {
  // West US 3 names East US; East US names West US.
  const waves = formWaves(
    [
      candidate('a', { region: 'polandcentral', nodes: 0 }),
      candidate('b', { region: 'eastus' }),
      candidate('c', { region: 'westus3' }),
    ],
    REGIONS,
    caps,
  );
  expect(waves.map(({ clusterIds }) => clusterIds)).toEqual([['a'], ['b'], ['c']]);
});

test.each([
  [1, 0.5, 1],
  [2, 1, 1],
  [3, 0.5, 1],
  [4, 0.5, 2],
  [4, 0.49, 1],
  [10, 1, 9],
  [10, 0.01, 1],
])('of %i clusters of a region, with a share of %d, at most %i go at once', (inRegion, maxRegionShare, most) => {
  expect(mostOfRegion(inRegion, { ...caps, maxRegionShare })).toBe(most);
});
