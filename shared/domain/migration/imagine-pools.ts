import type { KubeNode, Pod } from '../cluster/facts.ts';
import { staysOnNode } from '../cluster/pod-state.ts';
import { type PoolState, RETIRING } from './azure-look.ts';
import { etagAfter, type ImaginedWorld, itemsSeen, withNodes, withPods, withPools } from './imagine-world.ts';
import type { Migration } from './migration.ts';
import type { PoolScaling } from './remembered.ts';
import type { Write } from './write.ts';

type Of<K extends Write['kind']> = Extract<Write, { kind: K }>;

/** The pool is there, its nodes are Ready on the target image, and every DaemonSet of the source runs on them. */
export function imagineCreate(
  migration: Migration,
  world: ImaginedWorld,
  { poolId, body }: Of<'create-pool'>,
): ImaginedWorld {
  const { work } = migration;
  const id = poolId.toLowerCase();
  if (work.kind !== 'pool' || world.azure.pools.some((pool) => pool.id === id)) return world;
  const source = world.azure.pools.find((pool) => pool.id === work.poolId.toLowerCase());
  const properties = recordOf(body['properties']);
  const { image, osSku } = work.target;
  const pool: PoolState = {
    id,
    name: poolId.slice(poolId.lastIndexOf('/') + 1),
    mode: textOf(properties['mode']) ?? source?.mode ?? 'User',
    osType: textOf(properties['osType']) ?? work.osType,
    etag: 'imagined',
    provisioningState: 'Succeeded',
    power: 'running',
    scaling: scalingOf(properties, source?.scaling ?? { count: work.nodes ?? 0 }),
    tags: textsOf(properties['tags']),
    properties,
    ...(image === undefined ? {} : { imageVersion: image }),
    ...optional('osSku', textOf(properties['osSKU']) ?? osSku ?? source?.osSku),
    ...optional('kubernetesVersion', textOf(properties['orchestratorVersion']) ?? source?.kubernetesVersion),
  };
  const made = { ...world, azure: { ...world.azure, pools: [...world.azure.pools, pool] } };
  return imagineCount(made, pool, source?.name);
}

/** Fields are as written; a change of OS SKU replaces the nodes, a change of count adds or takes away. */
export function imagineUpdate(migration: Migration, world: ImaginedWorld, write: Of<'update-pool'>): ImaginedWorld {
  const id = write.poolId.toLowerCase();
  const before = world.azure.pools.find((pool) => pool.id === id);
  if (!before) return world;
  const { properties } = write;
  const after: PoolState = {
    ...before,
    ...etagAfter(before.etag),
    provisioningState: 'Succeeded',
    scaling: scalingOf(properties, before.scaling),
    properties: { ...before.properties, ...properties },
    ...optional('osSku', textOf(properties['osSKU'])),
    ...optional('kubernetesVersion', textOf(properties['orchestratorVersion'])),
  };
  const changed = withPools(world, (pool) => (pool.id === id ? after : pool));
  const target = migration.work.kind === 'pool' ? migration.work.target.image : undefined;
  const replaced = 'osSKU' in properties ? imagineReplaced(changed, id, target, undefined) : changed;
  return after.scaling.count === before.scaling.count ? replaced : imagineCount(replaced, after, before.name);
}

/** Every node of the pool is replaced by one on the image, under its name, and pods are where they were. */
export function imagineReplaced(
  world: ImaginedWorld,
  poolId: string,
  image: string | undefined,
  kubernetes: string | undefined,
): ImaginedWorld {
  const id = poolId.toLowerCase();
  const pool = world.azure.pools.find((one) => one.id === id);
  if (!pool || image === undefined) return world;
  const used = {
    imageVersion: pool.imageVersion ?? 'not known',
    kubernetesVersion: pool.kubernetesVersion ?? 'not known',
    usedUntil: world.azure.readAt,
  };
  const changed = withPools(world, (one) =>
    one.id === id
      ? {
          ...one,
          ...etagAfter(one.etag),
          provisioningState: 'Succeeded',
          imageVersion: image,
          ...optional('kubernetesVersion', kubernetes),
          recentlyUsed: [used, ...(one.recentlyUsed ?? [])],
        }
      : one,
  );
  return withNodes(changed, (nodes) =>
    nodes.map((node) => (node.pool === pool.name ? { ...node, imageVersion: image, ready: true } : node)),
  );
}

/** Machines are gone, and what is left on them with them. */
export function imagineWithout(world: ImaginedWorld, poolId: string, machines: readonly string[]): ImaginedWorld {
  const gone = new Set(machines);
  const counted = withPools(world, (pool) =>
    pool.id === poolId.toLowerCase()
      ? {
          ...pool,
          ...etagAfter(pool.etag),
          scaling: { ...pool.scaling, count: Math.max(0, pool.scaling.count - gone.size) },
        }
      : pool,
  );
  const emptied = withPods(counted, (pods) => pods.filter(({ node }) => node === undefined || !gone.has(node)));
  return withNodes(emptied, (nodes) => nodes.filter(({ name }) => !gone.has(name)));
}

export function imagineDelete(world: ImaginedWorld, poolId: string): ImaginedWorld {
  const id = poolId.toLowerCase();
  const pool = world.azure.pools.find((one) => one.id === id);
  if (!pool) return world;
  const names = itemsSeen(world.look.nodes).flatMap((node) => (node.pool === pool.name ? [node.name] : []));
  const emptied = imagineWithout(world, poolId, names);
  return { ...emptied, azure: { ...emptied.azure, pools: emptied.azure.pools.filter((one) => one.id !== id) } };
}

/** As many nodes as the pool is to have; new ones are like those of `likePool`, and its DaemonSets run on them. */
function imagineCount(world: ImaginedWorld, pool: PoolState, likePool: string | undefined): ImaginedWorld {
  const nodes = itemsSeen(world.look.nodes);
  const own = nodes.filter((node) => node.pool === pool.name);
  const surplus = own.slice(pool.scaling.count);
  if (surplus.length > 0) {
    const gone = new Set(surplus.map(({ name }) => name));
    return withNodes(world, (all) => all.filter(({ name }) => !gone.has(name)));
  }
  const like = own[0] ?? nodes.find((node) => node.pool === likePool);
  if (!like) return world;
  const fresh = Array.from({ length: pool.scaling.count - own.length }, (_, index) =>
    freshNode(like, pool, `${pool.name}-imagined-${own.length + index}`),
  );
  const joined = withNodes(world, (all) => [...all, ...fresh]);
  return withPods(joined, (pods) => [...pods, ...fresh.flatMap((node) => daemonsFor(node, like, pods))]);
}

function freshNode(like: KubeNode, pool: PoolState, name: string): KubeNode {
  return {
    ...like,
    name,
    pool: pool.name,
    ready: true,
    unschedulable: false,
    marks: {},
    conditions: [],
    taints: like.taints.filter(({ key }) => key !== RETIRING.key && !key.startsWith('node.kubernetes.io/')),
    labels: {
      ...like.labels,
      'kubernetes.azure.com/agentpool': pool.name,
      agentpool: pool.name,
      'kubernetes.io/hostname': name,
    },
    ...optional('imageVersion', pool.imageVersion),
  };
}

function daemonsFor(node: KubeNode, like: KubeNode, pods: readonly Pod[]): Pod[] {
  return pods
    .filter((pod) => pod.node === like.name && !pod.mirror && staysOnNode(pod))
    .map((pod) => ({ ...pod, name: `${pod.owner?.name ?? pod.name}-${node.name}`, node: node.name, ready: true }));
}

function scalingOf(properties: Readonly<Record<string, unknown>>, before: PoolScaling): PoolScaling {
  const count = numberOf(properties['count']) ?? before.count;
  if (!('enableAutoScaling' in properties)) return { ...before, count };
  const [min, max] = [numberOf(properties['minCount']), numberOf(properties['maxCount'])];
  const on = properties['enableAutoScaling'] === true && min !== undefined && max !== undefined;
  return on ? { count, autoscaler: { min, max } } : { count };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(recordOf(value)).map(([key, text]) => [key, String(text)]));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
