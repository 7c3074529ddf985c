import type { ClusterLook, KubeNode, Pod, Seen } from '../cluster/facts.ts';
import type { AzureLook, PoolState } from './azure-look.ts';

/** A world that a dry run goes on in. */
export interface ImaginedWorld {
  readonly azure: Extract<AzureLook, { kind: 'seen' }>;
  readonly look: ClusterLook;
}

export function withPools(world: ImaginedWorld, change: (pool: PoolState) => PoolState): ImaginedWorld {
  return { ...world, azure: { ...world.azure, pools: world.azure.pools.map(change) } };
}

/** Lists that were not asked for, or not seen, stay as they are. */
export function withNodes(
  world: ImaginedWorld,
  change: (nodes: readonly KubeNode[]) => readonly KubeNode[],
): ImaginedWorld {
  const { nodes } = world.look;
  if (nodes?.kind !== 'seen') return world;
  return { ...world, look: { ...world.look, nodes: { kind: 'seen', items: change(nodes.items) } } };
}

export function withPods(world: ImaginedWorld, change: (pods: readonly Pod[]) => readonly Pod[]): ImaginedWorld {
  const { pods } = world.look;
  if (pods?.kind !== 'seen') return world;
  return { ...world, look: { ...world.look, pods: { kind: 'seen', items: change(pods.items) } } };
}

export function itemsSeen<T>(list: Seen<T> | undefined): readonly T[] {
  return list?.kind === 'seen' ? list.items : [];
}

/** Of the pool; changed by every imagined write, as Azure's is by every real one. */
export function etagAfter(etag: string | undefined): { readonly etag?: string } {
  return etag === undefined ? {} : { etag: `${etag}+` };
}
