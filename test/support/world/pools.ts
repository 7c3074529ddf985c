/** Node pools as ARM changes them: every change is one operation, and a cluster takes one at a time. */
import type { ModelCluster } from './cluster.ts';
import type { Actor, ModelPool, PoolOperation } from './model.ts';
import { addNode, removeNode } from './nodes.ts';
import { without } from './without.ts';

const WORKING: Readonly<Record<PoolOperation['kind'], string>> = {
  create: 'Creating',
  update: 'Updating',
  delete: 'Deleting',
  'delete-machines': 'Updating',
  upgrade: 'Upgrading',
  restore: 'Upgrading',
};

/** What ARM works out itself, and ignores in a body. */
const READ_ONLY = ['nodeImageVersion', 'provisioningState', 'powerState', 'currentOrchestratorVersion', 'eTag'];

export function poolOf(cluster: ModelCluster, poolId: string): ModelPool | undefined {
  for (const pool of cluster.pools.values()) if (pool.id === poolId) return pool;
  return undefined;
}

export function countOf(cluster: ModelCluster, pool: ModelPool): number {
  const wanted = pool.properties['count'];
  return typeof wanted === 'number' ? wanted : cluster.nodesOf(pool.name).length;
}

export function makePool(cluster: ModelCluster, poolId: string, properties: Record<string, unknown>): ModelPool {
  const osSku = typeof properties['osSKU'] === 'string' ? properties['osSKU'] : 'Ubuntu2404';
  const version = properties['orchestratorVersion'];
  const pool: ModelPool = {
    id: poolId,
    name: poolId.split('/').at(-1) ?? '',
    etag: 1,
    provisioningState: 'Succeeded',
    properties: without(properties, READ_ONLY),
    image: cluster.settings.latestImage(osSku),
    kubernetes: typeof version === 'string' ? version : cluster.kubernetes,
    recentlyUsed: [],
    made: 0,
  };
  cluster.pools.set(pool.name, pool);
  return pool;
}

/** Begins an operation; `finish` is run when it ends, unless it was stopped on the way. */
export function begin(
  cluster: ModelCluster,
  pool: ModelPool,
  kind: PoolOperation['kind'],
  ms: number,
  finish: () => void,
): PoolOperation {
  const operation: PoolOperation = { kind, since: cluster.now, stopped: false };
  pool.operation = operation;
  pool.provisioningState = WORKING[kind];
  pool.failure = undefined;
  touch(cluster, pool);
  cluster.time.after(ms, () => {
    if (operation.stopped || pool.operation !== operation) return;
    finish();
  });
  return operation;
}

/** Ends what is under way: for good, or with the failure that ARM would tell. */
export function end(cluster: ModelCluster, pool: ModelPool, failure?: { code: string; message: string }): void {
  pool.operation = undefined;
  pool.provisioningState = failure ? 'Failed' : 'Succeeded';
  pool.failure = failure;
  if (failure) cluster.note('aks', 'give-up', `pool ${pool.name}`, true, failure.code);
  touch(cluster, pool);
}

export function touch(cluster: ModelCluster, pool: ModelPool): void {
  pool.etag += 1;
  cluster.changed();
}

/** Machines are started or taken away until there are as many as `count` says. */
export function followCount(cluster: ModelCluster, pool: ModelPool, by: Actor): void {
  const wanted = countOf(cluster, pool);
  const there = cluster.nodesOf(pool.name);
  for (let missing = wanted - there.length; missing > 0; missing -= 1) addNode(cluster, pool);
  // The youngest go first, as a scale set's default policy has it.
  const surplus = there.length - wanted;
  if (surplus <= 0) return;
  for (const node of there.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, surplus)) {
    removeNode(cluster, node, by);
  }
}

/** `count`, autoscaler and the rest of a pool as ARM would answer them. */
export function shownProperties(cluster: ModelCluster, pool: ModelPool): Record<string, unknown> {
  return {
    ...pool.properties,
    count: countOf(cluster, pool),
    nodeImageVersion: pool.image,
    currentOrchestratorVersion: pool.kubernetes,
    provisioningState: pool.provisioningState,
    powerState: { code: 'Running' },
  };
}
