import { minorOf } from '../fleet/kubernetes-version.ts';
import type { NodeImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { RetirementCalendar, RetirementEntry } from './calendar.ts';
import { rangeCovers } from './kubernetes-range.ts';

/** An entry, and how it was found. */
export interface EntryFound {
  readonly entry: RetirementEntry;
  /** `os-sku`: the image is not known, but the pool's OS SKU and Kubernetes version leave only this one. */
  readonly by: 'image' | 'os-sku';
}

/**
 * The calendar's entry for an image family. The most specific pattern wins: `AKSUbuntu-1804gpucontainerd`
 * over `AKSUbuntu-1804*`, `AKSAzureLinux-OSGuardV3gen2fipsTL` over anything shorter.
 */
export function entryOfFamily(calendar: RetirementCalendar, family: string): RetirementEntry | undefined {
  let best: { entry: RetirementEntry; rank: number } | undefined;
  for (const entry of calendar.entries) {
    for (const pattern of entry.families) {
      const rank = matchRank(pattern, family);
      if (rank > (best?.rank ?? 0)) best = { entry, rank };
    }
  }
  return best?.entry;
}

/**
 * The entry for a pool: by its image where that is known, otherwise by OS SKU and Kubernetes version if
 * these leave exactly one (`Ubuntu` alone is four different systems).
 */
export function entryOfPool(calendar: RetirementCalendar, pool: NodePool, image: NodeImage): EntryFound | undefined {
  if (image.kind === 'known') {
    const entry = entryOfFamily(calendar, image.family);
    return entry ? { entry, by: 'image' } : undefined;
  }
  const minor = minorOf(pool.kubernetesVersion);
  if (!pool.osSku || !minor) return undefined;
  const [only, ...others] = calendar.entries.filter((entry) =>
    entry.kubernetes.some((range) => rangeCovers(range, pool, minor)),
  );
  return only && others.length === 0 ? { entry: only, by: 'os-sku' } : undefined;
}

/** 0: no match. Longer literal text ranks higher, and a whole name above any pattern. */
function matchRank(pattern: string, family: string): number {
  const wanted = pattern.toLowerCase();
  const name = family.toLowerCase();
  if (wanted.endsWith('*')) return name.startsWith(wanted.slice(0, -1)) ? wanted.length : 0;
  return wanted === name ? Number.MAX_SAFE_INTEGER : 0;
}
