import type { PoolState } from '../azure-look.ts';
import type { Migration } from '../migration.ts';
import type { PassFacts } from '../step-rule.ts';

/** States in which AKS does nothing with a pool or a cluster; any other one, also an unknown one, holds things. */
const AT_REST: ReadonlySet<string> = new Set(['succeeded', 'failed', 'canceled']);

export function isUnderWay({ provisioningState }: { readonly provisioningState: string }): boolean {
  return !AT_REST.has(provisioningState.toLowerCase());
}

/** The pool that is upgraded, as Azure has it now; absent when it was not seen or is gone. */
export function poolOf({ azure, migration: { work } }: Pick<PassFacts, 'azure' | 'migration'>): PoolState | undefined {
  if (azure.kind !== 'seen' || work.kind !== 'pool') return undefined;
  const id = work.poolId.toLowerCase();
  return azure.pools.find((pool) => pool.id === id);
}

/** AKS has begun to replace nodes, or was asked to: whatever is under way is this migration's. */
export function hasBegun({ remembered }: Migration): boolean {
  return remembered.imageBefore !== undefined;
}

/**
 * AKS was asked and the pool is not as it was then: what came of it can be read. While the etag is the same, an earlier
 * pass ended before it could ask.
 */
export function wasTaken({ remembered: { askedEtag }, intent }: Migration, { etag }: PoolState): boolean {
  return etag === undefined ? intent === undefined : etag !== askedEtag;
}

export function askedNow({ etag }: PoolState): { askedEtag?: string } {
  return etag === undefined ? {} : { askedEtag: etag };
}

/** AKS replaces the nodes by the cluster's own settings and channels; nothing is asked of it. */
export function isWatchedOnly({ work }: Migration): boolean {
  return work.kind === 'pool' && (work.strategy === 'native-rolling' || work.strategy === 'node-os-channel');
}

/** What is known of the pool before its nodes are replaced; what was remembered before stays. */
export function rememberedBefore({ migration, look }: PassFacts, pool: PoolState) {
  const { remembered, work } = migration;
  const nodes = look.nodes?.kind === 'seen' ? look.nodes.items.filter((node) => node.pool === pool.name) : [];
  const kubernetes = remembered.kubernetesBefore ?? pool.kubernetesVersion;
  const planned = work.kind === 'pool' ? work.source.image : undefined;
  return {
    imageBefore: remembered.imageBefore ?? pool.imageVersion ?? planned ?? 'not known',
    ...(kubernetes === undefined ? {} : { kubernetesBefore: kubernetes }),
    cordonedBefore:
      remembered.cordonedBefore ?? nodes.filter(({ unschedulable }) => unschedulable).map(({ name }) => name),
  };
}

export const POOL_NOT_SEEN = 'The pool could not be seen.';
export const NODES_NOT_SEEN = 'The pool’s nodes could not be seen, and nothing is concluded without them.';

/** Seconds until AKS's work is looked at again. */
export const FOLLOW_SECONDS = 30;
