import type { ClusterNameView } from '../../views.ts';
import { nearest } from './near.ts';

export type ClusterFound =
  | { readonly kind: 'found'; readonly cluster: ClusterNameView; readonly pool?: string }
  /** Several have this name; `pool` is what was said of a pool. */
  | { readonly kind: 'several'; readonly clusters: readonly ClusterNameView[]; readonly pool?: string }
  | { readonly kind: 'none'; readonly near: readonly string[] }
  | {
      readonly kind: 'no-pool';
      readonly cluster: ClusterNameView;
      readonly pool: string;
      readonly near: readonly string[];
    };

/** What is said in place of a pool where a cluster's control plane is meant. */
export const CONTROL_PLANE = 'control-plane';

/**
 * Which cluster somebody means, and which of its pools: by name, by resource group and name, or by ARM id, each with or
 * without a pool behind it. What is mistyped is never taken for a cluster.
 *
 *     shop-prod    shop-prod/apps    shop-rg/shop-prod    shop-rg/shop-prod/apps    /subscriptions/.../managedClusters/shop-prod
 */
export function findCluster(said: string, clusters: readonly ClusterNameView[]): ClusterFound {
  const text = said.toLowerCase().replace(/\/+$/, '');
  if (text.startsWith('/subscriptions/')) return byId(text, clusters);
  const [first = '', second, third, ...more] = text.split('/');
  if (more.length > 0) return { kind: 'none', near: [] };
  if (second !== undefined) {
    const inGroup = clusters.filter(
      (one) => one.resourceGroup.toLowerCase() === first && one.name.toLowerCase() === second,
    );
    if (inGroup.length > 0) return among(inGroup, third);
    if (third !== undefined) return { kind: 'none', near: [] };
  }
  const named = clusters.filter(({ name }) => name.toLowerCase() === first);
  return named.length > 0 ? among(named, second) : { kind: 'none', near: nearNames(first, second, clusters) };
}

function byId(id: string, clusters: readonly ClusterNameView[]): ClusterFound {
  const [clusterId, pool, ...more] = id.split('/agentpools/');
  const cluster = clusters.find((one) => one.id === clusterId);
  return cluster && more.length === 0 ? withPool(cluster, pool) : { kind: 'none', near: [] };
}

/** Clusters of one name; a pool that only one of them has tells them apart. */
function among(found: readonly ClusterNameView[], pool: string | undefined): ClusterFound {
  const having = pool === undefined ? found : found.filter((one) => hasPool(one, pool));
  const [only] = having.length > 0 ? having : found;
  if (only && (having.length === 1 || found.length === 1)) return withPool(only, pool);
  const clusters = having.length > 0 ? having : found;
  return { kind: 'several', clusters, ...(pool !== undefined && { pool }) };
}

function withPool(cluster: ClusterNameView, pool: string | undefined): ClusterFound {
  if (pool === undefined || pool === '') return { kind: 'found', cluster };
  if (hasPool(cluster, pool)) return { kind: 'found', cluster, pool };
  return { kind: 'no-pool', cluster, pool, near: nearest(pool, cluster.pools) };
}

function hasPool({ pools }: ClusterNameView, pool: string): boolean {
  return pool === CONTROL_PLANE || pools.some((name) => name.toLowerCase() === pool);
}

function nearNames(name: string, pool: string | undefined, clusters: readonly ClusterNameView[]): string[] {
  const near = nearest(name, new Set(clusters.map((one) => one.name)));
  return pool === undefined ? near : near.map((one) => `${one}/${pool}`);
}
