import { compareMinors, minorOf, nextMinor } from '../fleet/kubernetes-version.ts';
import type { KnownImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { RetirementCalendar, RetirementEntry } from '../retirement/calendar.ts';
import { rangeCovers } from '../retirement/kubernetes-range.ts';
import { retirementState } from '../retirement/retirement-state.ts';
import type { Day } from '../time.ts';

/** Where a pool goes whose OS ends. */
export interface TargetOs {
  readonly entry: RetirementEntry;
  readonly osSku: string;
  /** Oldest minor, not below the pool's own, on which it runs; absent: it runs on the pool's own. */
  readonly needsMinor?: string;
  readonly reasons: readonly string[];
}

/**
 * The successor that the calendar names, if it runs on such a pool (FIPS and confidential pools cannot follow
 * everywhere); else Azure Linux 3, which takes most of those. The sooner Kubernetes is not in the way.
 *
 * @returns one sentence when there is none
 */
export function targetOsOf(
  pool: NodePool,
  entry: RetirementEntry,
  calendar: RetirementCalendar,
  controlPlane: string | undefined,
  today: Day,
): TargetOs | string {
  const named = successorsOf(entry);
  const fallback = entry.osType === 'Linux' ? ['AzureLinux3'] : [];
  const minor = minorOf(pool.kubernetesVersion ?? controlPlane);
  if (!minor) return 'The Kubernetes version of the pool is not known, so no OS can be chosen for it.';
  for (const osSku of [...named, ...fallback]) {
    const found = onSku(pool, osSku, minor, calendar, today);
    if (!found || found.entry.id === entry.id) continue;
    const instead = named.includes(osSku)
      ? `${osSku} follows ${entry.id}${entry.successorPath ? ` (${entry.successorPath})` : ''}.`
      : `${named.join(' or ') || 'No named successor'} does not run on this kind of pool; ${osSku} does.`;
    return { ...found, reasons: [instead, ...kubernetesReason(found, minor)] };
  }
  return `No supported OS is known to follow ${entry.id} on this kind of pool at Kubernetes ${minor} or later.`;
}

/** `Ubuntu2204 (FIPS) or AzureLinux3 (FIPS)` names two. */
function successorsOf({ successorOsSku }: RetirementEntry): string[] {
  return (successorOsSku ?? '').split(' or ').flatMap((part) => /^\s*([A-Za-z0-9]+)/.exec(part)?.[1] ?? []);
}

function onSku(
  pool: NodePool,
  osSku: string,
  minor: string,
  calendar: RetirementCalendar,
  today: Day,
): Omit<TargetOs, 'reasons'> | undefined {
  const moved = { ...pool, osSku };
  // Fifteen minors are five years of Kubernetes.
  for (let at = minor, steps = 0; steps < 15; at = nextMinor(at), steps += 1) {
    const entry = calendar.entries.find(
      (candidate) =>
        retirementState(candidate, today) === 'supported' &&
        candidate.kubernetes.some((range) => rangeCovers(range, moved, at)),
    );
    if (entry) return { entry, osSku, ...(at === minor ? {} : { needsMinor: at }) };
  }
  return undefined;
}

function kubernetesReason({ osSku, needsMinor }: Omit<TargetOs, 'reasons'>, minor: string): string[] {
  return needsMinor ? [`${osSku} needs Kubernetes ${needsMinor} or later; the pool runs ${minor}.`] : [];
}

/** Minors that the control plane goes through, one at a time; empty when it is there. */
export function kubernetesPath(controlPlane: string | undefined, needs: string | undefined): string[] {
  const from = minorOf(controlPlane);
  if (!from || !needs) return [];
  const path: string[] = [];
  for (let at = from; compareMinors(at, needs) < 0 && path.length < 30; ) {
    at = nextMinor(at);
    path.push(at);
  }
  return path;
}

/** Traits for which AKS refuses to change the OS SKU of a pool, whatever the systems. */
export function inPlaceRefusal(
  pool: NodePool,
  image: KnownImage | undefined,
  entry: RetirementEntry,
): string | undefined {
  if (pool.osType.toLowerCase() === 'windows') return 'Windows pools cannot change their OS SKU in place.';
  if (image?.flags?.kata) return 'Kata pools cannot change their OS SKU in place.';
  if (image?.flags?.gpu) return 'Pools on the dedicated GPU image cannot change their OS SKU in place.';
  if (pool.confidential && entry.id.startsWith('ubuntu-20.04')) {
    return 'Confidential pools on Ubuntu 20.04 cannot change their OS SKU in place.';
  }
  return undefined;
}
