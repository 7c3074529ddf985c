import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MaintenanceRule, Weekday } from '../../../shared/domain/fleet/maintenance-rule.ts';
import type { ClusterReading } from '../../../shared/domain/fleet/reading.ts';
import { localDay } from '../../../shared/domain/plan/local-time.ts';
import { openingsOf } from '../../../shared/domain/plan/maintenance-windows.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { planFleet } from '../../../shared/domain/plan/plan-fleet.ts';
import { DEFAULT_PLAN_SETTINGS as SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { givenCluster, givenFinding, givenPool, givenReading, NOW } from '../../support/fleet.ts';
import { givenPlanInput, REGIONS } from '../../support/planning.ts';

const NEW_24 = 'AKSUbuntu-2404gen2containerd-202610.08.0';
const BLACKOUT = { from: '2026-12-20', to: '2027-01-03', reason: 'holidays' };

const anyRule: fc.Arbitrary<MaintenanceRule> = fc.record({
  kind: fc.constant('window' as const),
  rhythm: fc.oneof(
    fc.record({ kind: fc.constant('daily' as const), everyDays: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      kind: fc.constant('weekly' as const),
      everyWeeks: fc.integer({ min: 1, max: 3 }),
      weekday: fc.integer({ min: 0, max: 6 }) as fc.Arbitrary<Weekday>,
    }),
    fc.record({
      kind: fc.constant('monthly-day' as const),
      everyMonths: fc.constant(1),
      dayOfMonth: fc.integer({ min: 1, max: 31 }),
    }),
  ),
  startTime: fc.constantFrom('00:00', '12:30', '22:00'),
  durationHours: fc.integer({ min: 4, max: 24 }),
  utcOffsetMinutes: fc.constantFrom(-420, 0, 60, 330),
  startDate: fc.constant('2026-11-01'),
  notAllowed: fc.constantFrom([], [{ from: '2026-12-24', to: '2026-12-26' }]),
});

const anyReading = fc
  .record({
    region: fc.constantFrom(...REGIONS.regions.keys(), 'atlantis'),
    tags: fc.constantFrom<Record<string, string>[]>(
      {},
      { env: 'dev' },
      { env: 'test' },
      { stage: 'prod', criticality: 'high' },
    ),
    rule: fc.option(anyRule, { nil: undefined }),
    minor: fc.constantFrom('1.30.1', '1.33.1', '1.35.6'),
    pools: fc.array(
      fc.record({
        mode: fc.constantFrom('System', 'User'),
        count: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
        release: fc.constantFrom('2204', '2404'),
        stopped: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ region, tags, rule, minor, pools }) => (index: number): ClusterReading => {
    const cluster = givenCluster({
      name: `c${index}`,
      region,
      tags,
      kubernetesVersion: minor,
      maintenance: rule ? [{ name: 'aksManagedNodeOSUpgradeSchedule', schedule: 'as given', rule }] : [],
    });
    const made = pools.map(({ mode, count, release, stopped }, at) => {
      const imageVersion = `AKSUbuntu-${release}gen2containerd-202608.05.0`;
      return givenPool(
        {
          name: `p${at}`,
          mode,
          count,
          imageVersion,
          machineImages: [imageVersion],
          osSku: `Ubuntu${release}`,
          power: stopped ? 'stopped' : 'running',
        },
        cluster,
      );
    });
    return givenReading({
      cluster,
      pools: made.map((pool) => ({
        pool,
        latestImage: pool.osSku === 'Ubuntu2404' ? NEW_24 : undefined,
        unknowns: [],
      })),
      findings: made.map(({ id, osSku }) =>
        givenFinding({
          clusterId: cluster.id,
          poolId: id,
          ruleId: osSku === 'Ubuntu2204' ? 'support-ends-soon' : 'image-too-old',
        }),
      ),
    });
  });

const anyFleet = fc
  .array(anyReading, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((make, index) => make(index)));
const settings = { ...SETTINGS, blackouts: [BLACKOUT] };
const RUNS = { numRuns: 60 };

function plansOf(readings: readonly ClusterReading[]): MigrationPlan[] {
  return planFleet(givenPlanInput({ readings, settings }));
}

test('every pool with a finding appears once, in a wave or left out', () => {
  fc.assert(
    fc.property(anyFleet, (readings) => {
      const found = plansOf(readings).flatMap(({ waves, leftOut }) => [
        ...waves.flatMap(({ clusters }) =>
          clusters.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'pool' ? [step.poolId] : []))),
        ),
        ...leftOut.map(({ poolId }) => poolId),
      ]);
      expect(found.toSorted()).toEqual(readings.flatMap(({ pools }) => pools.map(({ pool }) => pool.id)).toSorted());
    }),
    RUNS,
  );
});

test('no window lies outside its rule, before the shortest notice or on a blackout day', () => {
  fc.assert(
    fc.property(anyFleet, (readings) => {
      const byId = new Map(readings.map(({ cluster }) => [cluster.id, cluster]));
      for (const { waves } of plansOf(readings)) {
        for (const plan of waves.flatMap(({ clusters }) => clusters)) {
          const cluster = byId.get(plan.clusterId);
          const rule = cluster?.maintenance?.[0]?.rule;
          const zone = REGIONS.regions.get(plan.region)?.timeZone ?? 'UTC';
          for (const { opens, closes } of plan.steps.flatMap((step) => step.windows)) {
            expect(opens).toBeGreaterThanOrEqual(NOW + SETTINGS.shortestNoticeDays * 86_400_000);
            expect(closes).toBeGreaterThan(opens);
            for (const at of [opens, closes - 1]) {
              const day = localDay(at, zone);
              expect(day < BLACKOUT.from || day > BLACKOUT.to).toBe(true);
              if (!rule) expect(new Date(at).toLocaleTimeString('en-GB', { timeZone: zone }) < '06:00:00').toBe(true);
            }
            const openings = rule ? openingsOf(rule) : undefined;
            if (typeof openings !== 'function') continue;
            const day = Math.floor(opens / 86_400_000);
            const inside = [-2, -1, 0, 1]
              .flatMap((by) => openings(day + by))
              .some((window) => window.opens <= opens && closes <= window.closes);
            expect(inside).toBe(true);
          }
        }
      }
    }),
    RUNS,
  );
});

test('order is kept: control plane, system, user; and a wave only after the one before it', () => {
  fc.assert(
    fc.property(anyFleet, (readings) => {
      for (const { waves } of plansOf(readings)) {
        let ended = 0;
        for (const { clusters } of waves) {
          const starts: number[] = [];
          for (const { steps } of clusters) {
            const ranks = steps.map((step) => (step.kind === 'control-plane' ? 0 : step.mode === 'system' ? 1 : 2));
            expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
            let before = 0;
            for (const { windows } of steps) {
              const first = windows[0];
              if (!first) continue;
              expect(first.opens).toBeGreaterThanOrEqual(before);
              before = Math.max(before, first.opens);
              starts.push(first.opens);
            }
          }
          if (starts.length > 0) expect(Math.min(...starts)).toBeGreaterThanOrEqual(ended);
          ended = Math.max(
            ended,
            ...clusters.flatMap(({ steps }) => steps.flatMap(({ windows }) => windows.map(({ closes }) => closes))),
          );
        }
      }
    }),
    RUNS,
  );
});

test('the order of clusters, pools and findings changes neither plan nor hash', () => {
  fc.assert(
    fc.property(anyFleet, (readings) => {
      const turned = readings
        .toReversed()
        .map((reading) => ({ ...reading, pools: reading.pools.toReversed(), findings: reading.findings.toReversed() }));
      expect(plansOf(turned)).toEqual(plansOf(readings));
    }),
    RUNS,
  );
});

test.each<[string, (reading: ClusterReading) => ClusterReading, boolean]>([
  ['another sweep of the same fleet', (reading) => ({ ...reading, sweepId: 's-2', readAt: NOW - 1 }), false],
  ['another node', (reading) => withPool(reading, { count: 4 }), true],
  ['another VM size', (reading) => withPool(reading, { vmSizes: ['Standard_D8s_v5'] }), true],
  ['another image', (reading) => withPool(reading, { imageVersion: 'AKSUbuntu-2404gen2containerd-202608.12.0' }), true],
  ['another region', (reading) => ({ ...reading, cluster: { ...reading.cluster, region: 'eastus' } }), true],
  [
    'another criticality',
    (reading) => ({ ...reading, cluster: { ...reading.cluster, tags: { criticality: 'high' } } }),
    true,
  ],
  ['a pool that was stopped', (reading) => withPool(reading, { power: 'stopped' }), true],
  [
    'a newer image to go to',
    (reading) => ({
      ...reading,
      pools: reading.pools.map((pool) => ({ ...pool, latestImage: 'AKSUbuntu-2404gen2containerd-202610.15.0' })),
    }),
    true,
  ],
])('%s makes another plan: %s', (_what, change, changes) => {
  const cluster = givenCluster({ maintenance: [] });
  const pool = givenPool({ imageVersion: 'AKSUbuntu-2404gen2containerd-202608.05.0', machineImages: [] }, cluster);
  const reading = givenReading({
    cluster,
    pools: [{ pool, latestImage: NEW_24, unknowns: [] }],
    findings: [givenFinding({ clusterId: cluster.id, poolId: pool.id })],
  });
  const hashOf = (given: ClusterReading) => plansOf([given]).map(({ hash }) => hash);
  expect(hashOf(change(reading))[0] === hashOf(reading)[0]).toBe(!changes);
});

test('prices do not change the hash, for the plan is the same', () => {
  const cluster = givenCluster({ maintenance: [] });
  const pool = givenPool({ imageVersion: 'AKSUbuntu-2404gen2containerd-202608.05.0' }, cluster);
  const readings = [
    givenReading({
      cluster,
      pools: [{ pool, latestImage: NEW_24, unknowns: [] }],
      findings: [givenFinding({ clusterId: cluster.id, poolId: pool.id })],
    }),
  ];
  const input = givenPlanInput({ readings });
  const dear = { ...input, prices: { ...input.prices, prices: new Map() } };
  expect(planFleet(dear)[0]?.hash).toBe(planFleet(input)[0]?.hash);
  expect(planFleet(dear)[0]?.cost.total.kind).toBe('unknown');
});

test('a fleet of 1,000 clusters and 5,000 pools is planned whole', () => {
  const regions = [...REGIONS.regions.keys()];
  const readings = Array.from({ length: 1000 }, (_, index) => {
    const cluster = givenCluster({ name: `c${index}`, region: regions[index % regions.length] ?? '', maintenance: [] });
    const pools = [0, 1, 2, 3, 4].map((at) =>
      givenPool({ name: `p${at}`, imageVersion: 'AKSUbuntu-2404gen2containerd-202608.05.0' }, cluster),
    );
    return givenReading({
      cluster,
      pools: pools.map((pool) => ({ pool, latestImage: NEW_24, unknowns: [] })),
      findings: pools.map(({ id }) => givenFinding({ clusterId: cluster.id, poolId: id })),
    });
  });
  const plans = plansOf(readings);
  expect(
    plans.every(({ waves }) => waves.flatMap(({ clusters }) => clusters).length <= SETTINGS.caps.maxClustersPerPlan),
  ).toBe(true);
  expect(
    plans.flatMap(({ waves }) => waves.flatMap(({ clusters }) => clusters.flatMap(({ steps }) => steps))),
  ).toHaveLength(5000);
});

function withPool(
  reading: ClusterReading,
  overrides: Partial<ClusterReading['pools'][number]['pool']>,
): ClusterReading {
  return { ...reading, pools: reading.pools.map((read) => ({ ...read, pool: { ...read.pool, ...overrides } })) };
}
