import type { ClusterEntry } from './fleet-index.ts';

/** Ids and names are compared without case, as Azure does. */
export function clusterFilter(cluster: string | undefined): (entry: ClusterEntry) => boolean {
  if (cluster === undefined) return () => true;
  const wanted = cluster.toLowerCase();
  return ({ id, name }) => id === wanted || name.toLowerCase() === wanted;
}

/** @param wanted ids or names; none of them: every subscription */
export function subscriptionFilter(
  wanted: readonly string[] | undefined,
  names: ReadonlyMap<string, string>,
): (entry: ClusterEntry) => boolean {
  if (!wanted?.length) return () => true;
  const lower = new Set(wanted.map((one) => one.toLowerCase()));
  const ids = new Set([...names].filter(([, name]) => lower.has(name.toLowerCase())).map(([id]) => id));
  return ({ subscriptionId }) => lower.has(subscriptionId) || ids.has(subscriptionId);
}

/** Every word must be somewhere in the texts, in any order and any case. */
export function searchFilter(search: string | undefined): (...texts: readonly (string | undefined)[]) => boolean {
  const words = search?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return (...texts) => words.every((word) => texts.some((text) => text?.includes(word)));
}
