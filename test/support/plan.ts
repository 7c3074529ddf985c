/** A plan of one wave with one cluster, for tests of what is done with plans. */
import type { ClusterPlan, MigrationPlan, PoolStep, Wave } from '../../shared/domain/plan/migration-plan.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../shared/domain/plan/settings.ts';
import { givenCluster, NOW } from './fleet.ts';

const HOUR = 3_600_000;
export const OPENS = Date.UTC(2026, 11, 18, 23);

export function givenStep(overrides: Partial<PoolStep> = {}): PoolStep {
  return {
    kind: 'pool',
    poolId: `${givenCluster().id}/agentpools/apps`,
    name: 'apps',
    mode: 'user',
    osType: 'Linux',
    nodes: 3,
    vmSizes: ['Standard_D4s_v5'],
    strategy: 'image-upgrade',
    reasons: ['The image of the same family is newer.'],
    source: { osSku: 'Ubuntu2404', image: 'AKSUbuntu-2404gen2containerd-202607.31.0' },
    target: { image: 'AKSUbuntu-2404gen2containerd-202611.12.0', reasons: ['It is the newest that Azure offers.'] },
    findings: [{ ruleId: 'image-too-old', severity: 'high', deadline: '2027-01-31' }],
    readiness: { verdict: 'not-inspected', blockers: [] },
    dependencies: { classification: 'not-inspected', reasons: [], owners: [] },
    extraNodes: 1,
    windows: [{ opens: OPENS, closes: OPENS + 6 * HOUR }],
    minutes: { minutes: 48, atLeast: false, basis: '3 nodes of 11 min and 15 min of validation.' },
    cost: { kind: 'known', amount: 0.15, currency: 'USD' },
    gate: 'Every node of apps is Ready on the target image for 15 min.',
    ...overrides,
  };
}

export function givenClusterPlan(overrides: Partial<ClusterPlan> = {}): ClusterPlan {
  const cluster = givenCluster();
  return {
    clusterId: cluster.id,
    name: cluster.name,
    subscriptionId: cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    region: cluster.region,
    environment: 'production',
    criticality: 'medium',
    steps: [givenStep()],
    windowRule: {
      kind: 'default',
      from: '00:00',
      to: '06:00',
      timeZone: 'Europe/Amsterdam',
      why: 'The cluster has no maintenance configuration.',
    },
    communication: [
      { kind: 'announce', from: '2026-11-06', to: '2026-11-20', state: 'now' },
      { kind: 'findings-and-runbook', from: '2026-11-20', to: '2026-12-04', state: 'now' },
      { kind: 'sign-off-and-lock', from: '2026-12-04', to: '2026-12-11', state: 'to-come' },
      { kind: 'day-of', from: '2026-12-18', to: '2026-12-18', state: 'to-come' },
      { kind: 'retro', from: '2026-12-21', to: '2026-12-28', state: 'to-come' },
    ],
    minutes: { minutes: 48, atLeast: false, basis: 'One pool after another.' },
    cost: { kind: 'known', amount: 0.15, currency: 'USD' },
    ...overrides,
  };
}

export function givenWave(overrides: Partial<Wave> = {}): Wave {
  return {
    number: 1,
    name: 'canary',
    environment: 'production',
    criticality: 'medium',
    from: '2026-12-18',
    to: '2026-12-18',
    clusters: [givenClusterPlan()],
    gates: ['Nothing: this is the first.'],
    minutes: { minutes: 48, atLeast: false, basis: 'Clusters side by side.' },
    cost: { kind: 'known', amount: 0.15, currency: 'USD' },
    ...overrides,
  };
}

/** @param digit fills its hash, so that two of them can be told apart */
export function givenPlan(digit = 'a', overrides: Partial<MigrationPlan> = {}): MigrationPlan {
  const money = { kind: 'known', amount: 0.15, currency: 'USD' } as const;
  return {
    format: 1,
    id: digit.repeat(12),
    hash: digit.repeat(64),
    scope: { part: 1, parts: 1 },
    images: [
      {
        family: 'AKSUbuntu-2404gen2containerd',
        version: '202611.12.0',
        name: 'AKSUbuntu-2404gen2containerd-202611.12.0',
        from: 'azure',
      },
    ],
    waves: [givenWave()],
    leftOut: [],
    feasible: true,
    constraints: [],
    caps: DEFAULT_PLAN_SETTINGS.caps,
    running: {
      surgePercent: 10,
      drainTimeoutMinutes: 30,
      graceSeconds: 300,
      holdHours: 4,
      signOff: ['service owner'],
      told: ['on-call'],
      lessons: [],
    },
    cost: {
      basis: { currency: 'USD', asOf: '2026-10', source: 'price tables', region: 'eastus' },
      total: money,
      perYear: { ...money, amount: 1.8 },
      roundsPerYear: 12,
      savings: [],
    },
    minutes: { minutes: 48, atLeast: false, basis: 'Waves one after another.' },
    computedAt: NOW,
    ...overrides,
  };
}
