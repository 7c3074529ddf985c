/** Small worlds: a cluster with a system pool and a pool of applications, everything sound. */
import type { Instant } from '../../../shared/domain/time.ts';
import { clusterId, NOW, poolId, SUBSCRIPTION } from '../fleet.ts';
import { runAutoscaler } from './autoscaler.ts';
import type { ClusterSettings, ModelCluster } from './cluster.ts';
import type { ModelBudget, ModelPool, ModelWorkload } from './model.ts';
import { addNode } from './nodes.ts';
import { makePool } from './pools.ts';
import { World } from './world.ts';

export const OLD_IMAGE = 'AKSUbuntu-2404gen2containerd-202607.31.0';
export const NEW_IMAGE = 'AKSUbuntu-2404gen2containerd-202611.12.0';

export interface GivenWorld {
  readonly world: World;
  readonly cluster: ModelCluster;
}

/** A running cluster without pools. */
export function givenEmptyWorld(
  name = 'payments',
  start: Instant = NOW,
  settings: Partial<ClusterSettings> = {},
): GivenWorld {
  const world = new World(start);
  return { world, cluster: addCluster(world, name, settings) };
}

export function addCluster(
  world: World,
  name: string,
  settings: Partial<ClusterSettings> = {},
  subscription = SUBSCRIPTION,
): ModelCluster {
  const cluster = world.add({
    id: clusterId(name, 'rg-shop', subscription),
    kubernetes: '1.34.7',
    latestImage: () => NEW_IMAGE,
    nodeCpu: 4000,
    nodePods: 12,
    joinMs: 90_000,
    operationMs: 60_000,
    ...settings,
  });
  runAutoscaler(cluster);
  return cluster;
}

/** A pool on an image of summer, whose nodes are Ready. */
export function addPool(
  cluster: ModelCluster,
  name: string,
  nodes: number,
  properties: Record<string, unknown> = {},
): ModelPool {
  const pool = makePool(cluster, poolId(cluster.id, name), {
    count: nodes,
    vmSize: 'Standard_D4s_v5',
    osType: 'Linux',
    osSKU: 'Ubuntu2404',
    mode: 'User',
    type: 'VirtualMachineScaleSets',
    orchestratorVersion: cluster.kubernetes,
    enableAutoScaling: false,
    maxPods: 30,
    upgradeSettings: { maxSurge: '10%', drainTimeoutInMinutes: 30 },
    // A field that no SDK knows yet: it must survive whatever is done to the pool.
    previewOfNextYear: { kept: true },
    ...properties,
  });
  pool.image = OLD_IMAGE;
  for (let missing = nodes; missing > 0; missing -= 1) addNode(cluster, pool, 0);
  return pool;
}

export function addWorkload(
  cluster: ModelCluster,
  name: string,
  overrides: Partial<ModelWorkload> = {},
): ModelWorkload {
  const workload: ModelWorkload = {
    kind: 'Deployment',
    namespace: 'shop',
    name,
    replicas: 2,
    cpu: 100,
    graceSeconds: 30,
    startSeconds: 5,
    stopSeconds: 5,
    nodeSelector: {},
    tolerations: overrides.kind === 'DaemonSet' ? [{ operator: 'Exists' }] : [],
    finalizer: false,
    made: 0,
    ...overrides,
  };
  cluster.workloads.push(workload);
  cluster.changed();
  return workload;
}

export function addBudget(cluster: ModelCluster, app: string, overrides: Partial<ModelBudget> = {}): ModelBudget {
  const budget: ModelBudget = { namespace: 'shop', name: app, app, maxUnavailable: '1', observed: true, ...overrides };
  if (budget.minAvailable !== undefined) budget.maxUnavailable = undefined;
  cluster.budgets.push(budget);
  cluster.changed();
  return budget;
}
