import { expect, test } from 'vitest';
import type { Cluster } from '../../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../../shared/domain/fleet/node-pool.ts';
import type { ClusterReading } from '../../../shared/domain/fleet/reading.ts';
import type { MigrationPlan, PoolStep } from '../../../shared/domain/plan/migration-plan.ts';
import { planFleet } from '../../../shared/domain/plan/plan-fleet.ts';
import type { PlanInput } from '../../../shared/domain/plan/plan-input.ts';
import { DEFAULT_PLAN_SETTINGS as SETTINGS } from '../../../shared/domain/plan/settings.ts';
import type { RuleId } from '../../../shared/domain/policy/finding.ts';
import { at, givenCluster, givenFinding, givenPool, givenReading } from '../../support/fleet.ts';
import { givenPlanInput } from '../../support/planning.ts';

const OLD_24 = 'AKSUbuntu-2404gen2containerd-202608.05.0';
const NEW_24 = 'AKSUbuntu-2404gen2containerd-202610.08.0';
const OLD_22 = 'AKSUbuntu-2204gen2containerd-202608.05.0';

/** A cluster whose pools all have one finding. */
function withFinding(
  cluster: Partial<Cluster>,
  pools: Partial<NodePool>[] = [{}],
  ruleId: RuleId = 'image-too-old',
  latestImage = NEW_24,
): ClusterReading {
  const made = givenCluster({ maintenance: [], ...cluster });
  const made2 = pools.map((pool) => givenPool({ imageVersion: OLD_24, machineImages: [OLD_24], ...pool }, made));
  return givenReading({
    cluster: made,
    pools: made2.map((pool) => ({ pool, latestImage, unknowns: [] })),
    findings: made2.map(({ id }) => givenFinding({ clusterId: made.id, poolId: id, ruleId })),
  });
}

function planned(overrides: Partial<PlanInput>): MigrationPlan {
  const [plan] = planFleet(givenPlanInput(overrides));
  if (!plan) throw new Error('no plan');
  return plan;
}

function pools(plan: MigrationPlan): PoolStep[] {
  return plan.waves.flatMap(({ clusters }) =>
    clusters.flatMap(({ steps }) => steps.filter((step) => step.kind === 'pool')),
  );
}

const constraints = (plan: MigrationPlan) => plan.constraints.map(({ kind, effect }) => `${kind} ${effect}`);

test('a sound fleet needs no plan', () => {
  expect(planFleet(givenPlanInput({ readings: [givenReading()] }))).toEqual([]);
});

test('one pool: its window lies after the usual notice, at night where it is, and everything about it is told', () => {
  const plan = planned({ readings: [withFinding({})] });
  expect(plan).toMatchObject({
    feasible: true,
    constraints: [],
    leftOut: [],
    images: [{ name: NEW_24, from: 'azure' }],
  });
  expect(pools(plan)[0]).toMatchObject({
    strategy: 'image-upgrade',
    target: { image: NEW_24 },
    windows: [{ opens: at('2026-12-18T23:00:00Z'), closes: at('2026-12-19T05:00:00Z') }],
    readiness: { verdict: 'not-inspected' },
    dependencies: { classification: 'not-inspected' },
    cost: { kind: 'known', amount: 0.16 },
  });
});

test('the control plane goes first when the target needs it, then system pools, then user pools', () => {
  const plan = planned({
    readings: [
      withFinding(
        { kubernetesVersion: '1.30.2', tags: { env: 'dev' } },
        ['a-user', 'z-system'].map((name) => ({
          name,
          mode: name === 'z-system' ? 'System' : 'User',
          imageVersion: OLD_22,
          osSku: 'Ubuntu2204',
        })),
        'support-ends-soon',
      ),
    ],
  });
  const [cluster] = plan.waves[0]?.clusters ?? [];
  expect(cluster?.steps.map((step) => (step.kind === 'pool' ? step.name : step.path.join('>')))).toEqual([
    '1.31>1.32',
    'z-system',
    'a-user',
  ]);
  const starts = cluster?.steps.map(({ windows }) => windows[0]?.opens ?? 0) ?? [];
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(new Set(starts).size).toBe(3);
});

test('all waves go to one image, and regions that have not got it yet are waited for', () => {
  const plan = planned({
    readings: [
      withFinding({ name: 'here' }),
      withFinding(
        { name: 'there', region: 'eastus' },
        [{}],
        'image-too-old',
        'AKSUbuntu-2404gen2containerd-202609.20.0',
      ),
    ],
    now: at('2026-09-20'),
  });
  expect(pools(plan).map(({ target }) => target.image)).toEqual([NEW_24, NEW_24]);
  expect(constraints(plan)).toContain('image-not-in-region note');
  const there = plan.waves.flatMap(({ clusters }) => clusters).find(({ name }) => name === 'there');
  expect(there?.steps[0]?.windows[0]?.opens).toBeGreaterThanOrEqual(at('2026-10-22'));
});

test.each<[string, Partial<NodePool>, Partial<Cluster>, string]>([
  ['a stopped pool', { power: 'stopped' }, {}, 'cluster-stopped'],
  ['a pool of a stopped cluster', {}, { power: 'stopped' }, 'cluster-stopped'],
  ['auto-provisioned nodes', { kind: 'auto-provisioned' }, {}, 'auto-provisioned'],
  ['an image that cannot be read', { imageVersion: 'own-image' }, {}, 'unknown-image'],
  ['the newest image', { imageVersion: NEW_24, machineImages: [NEW_24] }, {}, 'nothing-to-do'],
])('%s is left out, with the reason', (_what, pool, cluster, reason) => {
  const plan = planned({ readings: [withFinding(cluster, [pool])] });
  expect(plan.leftOut.map((one) => one.reason)).toEqual([reason]);
  expect(plan.waves).toEqual([]);
});

test('an exempted pool is left out, and told', () => {
  const reading = withFinding({});
  const exemption = { id: 'e-1', owner: 'me', reason: 'later', until: '2027-01-01' };
  const plan = planned({
    readings: [{ ...reading, findings: reading.findings.map((finding) => ({ ...finding, exemption })) }],
  });
  expect(plan.leftOut).toMatchObject([{ reason: 'exempted' }]);
});

test('windows that are not known hold a cluster; nothing is made up', () => {
  const plan = planned({ readings: [withFinding({ maintenance: undefined })] });
  expect(constraints(plan)).toEqual(['window-unknown holds']);
  expect(pools(plan)[0]?.windows).toEqual([]);
});

test.each([
  ['failed', 'failed', false],
  ['passed afterwards', 'passed', true],
] as const)('a test that %s decides over dates', (_what, outcome, scheduled) => {
  const test = (at_: string, was: 'passed' | 'failed') => ({
    image: NEW_24,
    outcome: was,
    at: at(at_),
    by: 'night run',
  });
  const plan = planned({
    readings: [withFinding({})],
    testResults: [test('2026-11-19', outcome), test('2026-11-18', 'failed')],
  });
  expect(pools(plan)[0]?.windows.length).toBe(scheduled ? 1 : 0);
  expect(plan.feasible).toBe(scheduled);
  expect(constraints(plan)).toEqual(scheduled ? [] : ['test-failed infeasible']);
});

test('a target that is known to be bad, or not approved, is no target', () => {
  const images = (approved: string[] | undefined, pattern: string) => ({
    ...(approved ? { approved } : {}),
    knownBad: [{ pattern, reason: 'It crashes.' }],
  });
  for (const policy of [images(undefined, 'AKSUbuntu-2404*'), images(['AKSAzureLinux*'], 'none')]) {
    const plan = planned({ readings: [withFinding({})], images: policy });
    expect(constraints(plan)).toEqual(['target-unknown holds']);
  }
  expect(
    constraints(
      planned({
        readings: [withFinding({})],
        images: { knownBad: [{ pattern: 'AKSUbuntu-2404*', reason: 'x', fixedIn: '202610.08.0' }] },
      }),
    ),
  ).toEqual([]);
});

test('a date that the usual notice would miss shortens it; people are told that it is short', () => {
  const readings = [withFinding({}, [{ imageVersion: OLD_22, osSku: 'Ubuntu2204' }], 'support-ends-soon')];
  const plan = planned({ readings, now: at('2027-06-01') });
  expect(plan.feasible).toBe(true);
  expect(constraints(plan)).toEqual(['notice-short note', 'image-ages note']);
  expect(plan.waves[0]?.from).toBe('2027-06-08');
});

test('a blackout over the last weeks makes it infeasible, and lifting it is what helps', () => {
  const readings = [withFinding({}, [{ imageVersion: OLD_22, osSku: 'Ubuntu2204' }], 'support-ends-soon')];
  const blackouts = [{ from: '2027-05-01', to: '2027-07-15', reason: 'peak' }];
  const plan = planned({ readings, now: at('2027-05-10'), settings: { ...SETTINGS, blackouts } });
  expect(plan.feasible).toBe(false);
  expect(plan.constraints.find(({ kind }) => kind === 'support-end')).toMatchObject({
    effect: 'infeasible',
    what: 'payments/apps: support ends on 2027-06-30, it should be done by 2027-06-15, and the windows end on 2027-07-16.',
    remedy: 'Lift the blackouts that lie before it.',
  });
});

test('a freeze without an end stops everything and says so', () => {
  const plan = planned({ readings: [withFinding({})], settings: { ...SETTINGS, freeze: { reason: 'audit' } } });
  expect(constraints(plan)).toEqual(['freeze infeasible']);
});

test('settings that contradict each other give no dates at all', () => {
  const plan = planned({ readings: [withFinding({})], settings: { ...SETTINGS, noticeDays: 1 } });
  expect([plan.feasible, constraints(plan), pools(plan)[0]?.windows]).toEqual([
    false,
    ['settings-contradict infeasible'],
    [],
  ]);
});

test('what blocks a drain today holds the pool and is named with its remedy', () => {
  const reading = withFinding({});
  const id = reading.pools[0]?.pool.id ?? '';
  const readiness = {
    poolId: id,
    verdict: 'blocked' as const,
    readAt: at('2026-11-20'),
    findings: [
      {
        check: 'budget-allows-nothing' as const,
        level: 'blocks' as const,
        object: { kind: 'PodDisruptionBudget', name: 'cart' },
        what: 'Budget cart lets nothing go.',
        remedy: 'Scale cart up by one.',
      },
    ],
  };
  const plan = planned({ readings: [reading], inspections: new Map([[id, { readiness }]]) });
  expect(constraints(plan)).toEqual(['readiness-blocked holds']);
  expect(pools(plan)[0]?.readiness).toMatchObject({
    verdict: 'blocked',
    blockers: ['Budget cart lets nothing go. Scale cart up by one.'],
  });
});

test('a longer grace period than planned is named with its pods, and holds nothing', () => {
  const reading = withFinding({});
  const id = reading.pools[0]?.pool.id ?? '';
  const readiness = {
    poolId: id,
    verdict: 'ready-with-warnings' as const,
    readAt: at('2026-11-20'),
    findings: [
      {
        check: 'long-grace-period' as const,
        level: 'warns' as const,
        object: { kind: 'StatefulSet', namespace: 'shop', name: 'db' },
        owner: 'team-db',
        what: 'It may take longer to stop.',
        arithmetic: 'grace period 600 s > plan 300 s, 2 pods',
        remedy: 'Shorten it.',
      },
    ],
  };
  const plan = planned({ readings: [reading], inspections: new Map([[id, { readiness }]]) });
  expect(constraints(plan)).toEqual([]);
  expect(pools(plan)[0]?.readiness).toEqual({
    verdict: 'ready-with-warnings',
    blockers: [],
    longStops: ['StatefulSet shop/db: grace period 600 s > plan 300 s, 2 pods. Shorten it. (team-db)'],
    readAt: at('2026-11-20'),
  });
});

test('work longer than a window takes several, and what does not fit waits for the next', () => {
  const plan = planned({
    readings: [
      withFinding({ tags: { criticality: 'high' } }, [
        { name: 'long', count: 90 },
        { name: 'short', count: 3 },
      ]),
    ],
  });
  const [long, short] = pools(plan);
  expect(long?.windows).toHaveLength(2);
  expect(short?.windows[0]?.opens).toBeGreaterThanOrEqual(long?.windows[1]?.opens ?? 0);
});

test('plans are made by the value of a tag, and large ones are cut between waves', () => {
  const readings = ['a', 'b', 'c', 'd'].map((name, index) =>
    withFinding({ name, tags: { Team: index < 3 ? 'shop' : 'search' }, region: 'polandcentral' }),
  );
  const plans = planFleet(
    givenPlanInput({
      readings,
      settings: { ...SETTINGS, groupByTag: 'team', caps: { ...SETTINGS.caps, maxClustersPerPlan: 2 } },
    }),
  );
  expect(
    plans.map(({ scope, waves }) => [scope.group, scope.part, scope.parts, waves.map(({ number }) => number)]),
  ).toEqual([
    ['search', 1, 1, [1]],
    ['shop', 1, 2, [1, 2]],
    ['shop', 2, 2, [3]],
  ]);
});
