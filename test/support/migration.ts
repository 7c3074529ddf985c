/** Builders for migrations and for what one pass of them sees. */
import type { ClusterLook, KubeNode } from '../../shared/domain/cluster/facts.ts';
import { NO_EVIDENCE } from '../../shared/domain/evidence/entry.ts';
import type { AzureLook, PoolState } from '../../shared/domain/migration/azure-look.ts';
import type { Migration } from '../../shared/domain/migration/migration.ts';
import type { Route } from '../../shared/domain/migration/route.ts';
import type { PassFacts } from '../../shared/domain/migration/step-rule.ts';
import type { ControlPlaneStep, PoolStep } from '../../shared/domain/plan/migration-plan.ts';

/** A Friday at eight, as in the demo fleet. */
export const AT = Date.parse('2026-11-20T08:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const CLUSTER_ID =
  '/subscriptions/11111111-0000-0000-0000-000000000001/resourcegroups/shop/providers/microsoft.containerservice/managedclusters/shop-prod';
export const POOL_ID = `${CLUSTER_ID}/agentpools/apps`;
export const OLD_IMAGE = 'AKSUbuntu-2204gen2containerd-202608.05.0';
export const NEW_IMAGE = 'AKSUbuntu-2204gen2containerd-202610.08.0';

export function givenPoolStep(overrides: Partial<PoolStep> = {}): PoolStep {
  return {
    kind: 'pool',
    poolId: POOL_ID,
    name: 'apps',
    mode: 'user',
    osType: 'Linux',
    nodes: 3,
    vmSizes: ['Standard_D4s_v5'],
    strategy: 'image-upgrade',
    reasons: ['a test'],
    source: { osSku: 'Ubuntu', image: OLD_IMAGE },
    target: { os: 'ubuntu-22.04', osSku: 'Ubuntu', image: NEW_IMAGE, reasons: [] },
    findings: [],
    readiness: { verdict: 'ready', blockers: [] },
    dependencies: { classification: 'simple', reasons: [], owners: [] },
    extraNodes: 1,
    windows: [],
    minutes: { minutes: 60, atLeast: false, basis: 'a test' },
    cost: { kind: 'known', amount: 0, currency: 'USD' },
    gate: 'healthy',
    ...overrides,
  };
}

export function givenControlPlaneStep(overrides: Partial<ControlPlaneStep> = {}): ControlPlaneStep {
  return {
    kind: 'control-plane',
    from: '1.33.2',
    path: ['1.34', '1.35'],
    reasons: ['a test'],
    windows: [],
    minutes: { minutes: 40, atLeast: false, basis: 'a test' },
    gate: 'healthy',
    ...overrides,
  };
}

/** An upgrade in place under way; `route` decides what its work is where none is handed in. */
export function givenMigration(overrides: Partial<Migration> = {}): Migration {
  const route: Route = overrides.route ?? 'in-place';
  const strategy = route === 'pool-replacement' ? 'pool-replacement' : 'image-upgrade';
  return {
    format: 1,
    id: 'm-0123456789ab',
    plan: { id: 'p0123456789a', hash: 'a'.repeat(64) },
    clusterId: CLUSTER_ID,
    clusterName: 'shop-prod',
    subscriptionId: '11111111-0000-0000-0000-000000000001',
    resourceGroup: 'shop',
    region: 'westeurope',
    environment: 'production',
    criticality: 'medium',
    work: route === 'control-plane' ? givenControlPlaneStep() : givenPoolStep({ strategy }),
    order: 0,
    wave: 1,
    route,
    running: {
      surgePercent: 10,
      drainTimeoutMinutes: 30,
      graceSeconds: 300,
      holdHours: 4,
      signOff: [],
      told: [],
      lessons: [],
    },
    caps: { maxClustersPerWave: 500, maxClustersPerPlan: 500, maxRegionShare: 0.5, maxNodesOut: 3 },
    dryRun: false,
    createdAt: AT - HOUR,
    startedBy: 'Ada',
    status: 'running',
    direction: 'forward',
    step: 'check',
    stepSince: AT,
    commands: [],
    remembered: {},
    drain: { done: [], stuck: [], evicted: 0 },
    imagined: [],
    tries: 0,
    evidence: { head: NO_EVIDENCE, pending: [] },
    nextPassAt: AT,
    passes: 1,
    ...overrides,
  };
}

export function givenPoolState(overrides: Partial<PoolState> = {}): PoolState {
  return {
    id: POOL_ID,
    name: 'apps',
    mode: 'User',
    osType: 'Linux',
    osSku: 'Ubuntu',
    etag: 'pool-1',
    provisioningState: 'Succeeded',
    power: 'running',
    imageVersion: OLD_IMAGE,
    kubernetesVersion: '1.33.2',
    scaling: { count: 3 },
    tags: {},
    properties: {},
    ...overrides,
  };
}

export type SeenAzure = Extract<AzureLook, { kind: 'seen' }>;

export function givenAzure(
  pools: readonly PoolState[] = [givenPoolState()],
  cluster: Partial<SeenAzure['cluster']> = {},
): SeenAzure {
  return {
    kind: 'seen',
    readAt: AT,
    cluster: {
      id: CLUSTER_ID,
      power: 'running',
      provisioningState: 'Succeeded',
      kubernetesVersion: '1.33.2',
      etag: 'cluster-1',
      ...cluster,
    },
    pools,
  };
}

export function givenNode(name: string, overrides: Partial<KubeNode> = {}): KubeNode {
  return {
    name,
    pool: 'apps',
    imageVersion: OLD_IMAGE,
    kubelet: 'v1.33.2',
    ready: true,
    unschedulable: false,
    taints: [],
    labels: {},
    cpu: 3860,
    memory: 12_000_000_000,
    podLimit: 110,
    ...overrides,
  };
}

/** What the cluster's own API said; lists that are not handed in were not asked for. */
export function givenLook(
  lists: Partial<ClusterLook> & { readonly nodesSeen?: readonly KubeNode[] } = {},
): ClusterLook {
  const { nodesSeen, ...rest } = lists;
  return {
    clusterId: CLUSTER_ID,
    readAt: AT,
    ...(nodesSeen ? { nodes: { kind: 'seen', items: nodesSeen } } : {}),
    ...rest,
  };
}

export function givenPassFacts(overrides: Partial<PassFacts> = {}): PassFacts {
  return {
    now: AT,
    migration: givenMigration(),
    azure: givenAzure(),
    look: givenLook(),
    viability: { kind: 'possible', why: 'a test', endings: [] },
    alert: { kind: 'none', why: 'a test' },
    ...overrides,
  };
}
