/**
 * Builders of what a cluster's API and ARM say, for tests of readiness and dependencies: everything is sound
 * by default, and a test names only what its rule is about.
 */
import type { ArmFacts, ArmPool } from '../../shared/domain/cluster/arm-facts.ts';
import { indexCluster } from '../../shared/domain/cluster/cluster-index.ts';
import type {
  AdmissionWebhook,
  ClusterFacts,
  DisruptionBudget,
  KubeNode,
  Labels,
  Namespace,
  NodeLeaning,
  PersistentVolume,
  Pod,
  Seen,
  VolumeClaim,
  Workload,
} from '../../shared/domain/cluster/facts.ts';
import { viewPool } from '../../shared/domain/cluster/pool-view.ts';
import type { Cluster } from '../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../shared/domain/fleet/node-pool.ts';
import type { PoolToJudge } from '../../shared/domain/readiness/judge-pool.ts';
import { type Check, DEFAULT_READINESS_LIMITS, type ReadinessSubject } from '../../shared/domain/readiness/subject.ts';
import { clusterId, givenCluster, givenPool, NOW, poolId } from './fleet.ts';

export const GIB = 2 ** 30;
export const IMAGE = 'AKSUbuntu-2404gen2containerd-202610.08.0';

/** A node of the pool `apps`: 4 vCPUs, 16 GiB, 30 pods, zone 1. */
export function givenNode(name: string, overrides: Partial<KubeNode> = {}): KubeNode {
  const pool = 'pool' in overrides ? overrides.pool : 'apps';
  const zone = overrides.zone ?? 'westeurope-1';
  const imageVersion = 'imageVersion' in overrides ? overrides.imageVersion : IMAGE;
  return {
    name,
    ...(pool ? { pool } : {}),
    ...(imageVersion ? { imageVersion } : {}),
    kernel: '6.8.0-1070-azure',
    containerRuntime: 'containerd://2.3.6-1',
    kubelet: 'v1.35.6',
    zone,
    ready: true,
    unschedulable: false,
    taints: [],
    cpu: 4000,
    memory: 16 * GIB,
    podLimit: 30,
    ...overrides,
    labels: {
      ...(pool ? { 'kubernetes.azure.com/agentpool': pool, agentpool: pool } : {}),
      ...(imageVersion ? { 'kubernetes.azure.com/node-image-version': imageVersion } : {}),
      'kubernetes.io/hostname': name,
      'topology.kubernetes.io/zone': zone,
      ...overrides.labels,
    },
  };
}

export function givenLeaning(overrides: Partial<NodeLeaning> = {}): NodeLeaning {
  return {
    hostNetwork: false,
    hostPid: false,
    privileged: false,
    hostPaths: [],
    emptyDir: false,
    seccompProfiles: [],
    appArmorProfiles: [],
    sysctls: [],
    capabilities: [],
    devices: [],
    images: ['registry.example.com/shop/cart:1'],
    ...overrides,
  };
}

/** A ready pod of the ReplicaSet `cart` in `shop`, on `node-1`. */
export function givenPod(
  name: string,
  { leaning, ...overrides }: Omit<Partial<Pod>, 'leaning'> & { leaning?: Partial<NodeLeaning> } = {},
): Pod {
  return {
    namespace: 'shop',
    name,
    node: 'node-1',
    labels: { app: 'cart' },
    owner: { kind: 'ReplicaSet', name: 'cart' },
    phase: 'Running',
    ready: true,
    graceSeconds: 30,
    finalizers: [],
    mirror: false,
    restarts: 0,
    cpu: 100,
    memory: GIB / 8,
    nodeSelector: {},
    nodeAffinity: [],
    antiAffinityTopologies: [],
    tolerations: [],
    claims: [],
    ...overrides,
    leaning: givenLeaning(leaning),
  };
}

/** The same without a node, or without an owner: absent, not `undefined`. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}

export function givenWorkload(kind: string, name: string, overrides: Partial<Workload> = {}): Workload {
  return {
    kind,
    namespace: 'shop',
    name,
    labels: {},
    annotations: {},
    selector: { matchLabels: { app: name }, matchExpressions: [] },
    replicas: 3,
    ready: 3,
    unavailable: 0,
    leaning: givenLeaning(),
    nodeSelector: {},
    nodeAffinity: [],
    tolerations: [],
    ...overrides,
  };
}

/** `cart` in `shop`: three healthy pods of which one may go. */
export function givenBudget(overrides: Partial<DisruptionBudget> = {}): DisruptionBudget {
  return {
    namespace: 'shop',
    name: 'cart',
    labels: {},
    annotations: {},
    selector: { matchLabels: { app: 'cart' }, matchExpressions: [] },
    disruptionsAllowed: 1,
    currentHealthy: 3,
    desiredHealthy: 2,
    expectedPods: 3,
    observed: true,
    ...overrides,
  };
}

export function givenWebhook(overrides: Partial<AdmissionWebhook> = {}): AdmissionWebhook {
  return {
    configuration: 'guard',
    name: 'guard.example.com',
    kind: 'validating',
    failurePolicy: 'Fail',
    timeoutSeconds: 10,
    service: { namespace: 'guard', name: 'guard' },
    concerns: ['eviction'],
    namespaceSelector: { matchLabels: {}, matchExpressions: [] },
    ...overrides,
  };
}

export function givenVolume(name: string, claim: string, overrides: Partial<PersistentVolume> = {}): PersistentVolume {
  return {
    name,
    claim: { namespace: 'shop', name: claim },
    driver: 'disk.csi.azure.com',
    local: false,
    nodeAffinity: [],
    ...overrides,
  };
}

export function givenClaim(name: string, volume: string): VolumeClaim {
  return { namespace: 'shop', name, volume, accessModes: ['ReadWriteOnce'] };
}

export function givenNamespace(name: string, labels: Labels = {}, annotations: Labels = {}): Namespace {
  return { name, labels, annotations, terminating: false };
}

export function seen<T>(...items: T[]): Seen<T> {
  return { kind: 'seen', items };
}

export const FORBIDDEN: Seen<never> = { kind: 'not-seen', reason: 'forbidden', detail: 'the role may not list them' };

/** Two nodes of `apps`, two of `spare`, three pods of the Deployment `cart` on `node-1`. */
export function givenClusterFacts(overrides: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    clusterId: clusterId('payments'),
    readAt: NOW,
    serverVersion: 'v1.35.6',
    nodes: seen(
      givenNode('node-1'),
      givenNode('node-2'),
      givenNode('spare-1', { pool: 'spare' }),
      givenNode('spare-2', { pool: 'spare' }),
    ),
    pods: seen(givenPod('cart-1'), givenPod('cart-2'), givenPod('cart-3')),
    workloads: seen(
      givenWorkload('Deployment', 'cart'),
      givenWorkload('ReplicaSet', 'cart', { owner: { kind: 'Deployment', name: 'cart' } }),
    ),
    budgets: seen(),
    namespaces: seen(givenNamespace('shop'), givenNamespace('guard')),
    volumes: seen(),
    claims: seen(),
    csiDrivers: seen(),
    webhooks: seen(),
    networkPolicies: seen(),
    ...overrides,
  };
}

export function givenArmPool(overrides: Partial<ArmPool> = {}): ArmPool {
  const name = overrides.name ?? 'apps';
  return {
    poolId: poolId(clusterId('payments'), name),
    name,
    provisioningState: 'Succeeded',
    power: 'running',
    count: 2,
    vmSize: 'Standard_D4s_v5',
    zones: [],
    maxPods: 30,
    autoscaler: { enabled: false },
    nodeTaints: [],
    nodeLabels: {},
    ...overrides,
  };
}

/** A cluster in a subnet of 100 addresses with plenty of room and quota. */
export function givenArmFacts(overrides: Partial<ArmFacts> = {}): ArmFacts {
  return {
    clusterId: clusterId('payments'),
    readAt: NOW,
    provisioningState: 'Succeeded',
    power: 'running',
    networkMode: 'overlay',
    pools: seen(givenArmPool()),
    quotas: seen(
      { region: 'westeurope', family: 'standardDSv5Family', used: 0, limit: 100 },
      { region: 'westeurope', family: 'cores', used: 0, limit: 1000 },
    ),
    subnets: seen(),
    vmSizes: seen(),
    fleets: seen(),
    ...overrides,
  };
}

export interface ReadinessCase {
  facts?: Partial<ClusterFacts>;
  arm?: Partial<ArmFacts> | 'not-asked';
  cluster?: Partial<Cluster>;
  pool?: Partial<NodePool>;
  move?: ReadinessSubject['move'];
  window?: ReadinessSubject['window'];
  otherRuns?: ReadinessSubject['otherRuns'];
}

/** A pool with nothing to find: no channel, an open window, one surge node. */
export function givenPoolToJudge({
  facts,
  arm,
  cluster,
  pool,
  move,
  window,
  otherRuns,
}: ReadinessCase = {}): PoolToJudge {
  const ofCluster = givenCluster({ nodeOsChannel: 'None', ...cluster });
  return {
    cluster: ofCluster,
    pool: givenPool({ count: 2, ...pool }, ofCluster),
    index: indexCluster(givenClusterFacts(facts)),
    ...(arm === 'not-asked' ? {} : { arm: givenArmFacts(arm) }),
    move: move ?? { kind: 'in-place', surge: 1, unavailable: 0 },
    window: window ?? { kind: 'open', name: 'aksManagedNodeOSUpgradeSchedule', until: NOW + 3_600_000 },
    otherRuns: otherRuns ?? [],
    now: NOW,
  };
}

/** Puts one check to one pool. */
export function judge(check: Check, given: ReadinessCase = {}) {
  const asked = givenPoolToJudge(given);
  const view = viewPool(asked.index, asked.pool);
  return check.judge({ ...asked, view, limits: DEFAULT_READINESS_LIMITS, otherRuns: asked.otherRuns ?? [] });
}

/** `blocks PodDisruptionBudget shop/cart`: what a truth table needs of the findings. */
export function levels(findings: ReturnType<typeof judge>): string[] {
  return findings.map(
    ({ level, object }) => `${level} ${object.kind} ${object.namespace ? `${object.namespace}/` : ''}${object.name}`,
  );
}
