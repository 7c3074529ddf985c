import { compareMinors, minorOf, nextMinor } from '../../fleet/kubernetes-version.ts';
import type { AzureLook, PoolState } from '../azure-look.ts';

type SeenAzure = Extract<AzureLook, { kind: 'seen' }>;

/** A kubelet may be three minor versions behind its API server, and never ahead of it. */
const MOST_BEHIND = 3;

/**
 * The next minor of the path, or why there is none.
 * - `there`: the control plane runs the last one, or a later one.
 * - `gap`: AKS goes one minor at a time, and the path does not begin at the next one.
 */
export type NextMinor =
  | { readonly kind: 'there'; readonly minor: string }
  | { readonly kind: 'next'; readonly minor: string }
  | { readonly kind: 'gap'; readonly has: string; readonly wants: string }
  | { readonly kind: 'unknown' };

export function nextOnPath({ cluster }: SeenAzure, path: readonly string[]): NextMinor {
  const has = minorOf(cluster.kubernetesVersion);
  const minors = path.map((version) => minorOf(version));
  if (!has || minors.length === 0 || minors.some((minor) => minor === undefined)) return { kind: 'unknown' };
  const wants = minors.find((minor) => minor !== undefined && compareMinors(minor, has) > 0);
  if (wants === undefined) return { kind: 'there', minor: has };
  return wants === nextMinor(has) ? { kind: 'next', minor: wants } : { kind: 'gap', has, wants };
}

/** Pools whose nodes would be too far behind a control plane of `minor`; those without a version are not known to fit. */
export function poolsTooFarBehind({ pools }: SeenAzure, minor: string): PoolState[] {
  return pools.filter(({ kubernetesVersion }) => {
    const has = minorOf(kubernetesVersion);
    return !has || minorsBetween(has, minor) > MOST_BEHIND;
  });
}

function minorsBetween(from: string, to: string): number {
  const [fromMajor, fromMinor] = from.split('.').map(Number);
  const [toMajor, toMinor] = to.split('.').map(Number);
  if (fromMajor !== toMajor) return Number.POSITIVE_INFINITY;
  return (toMinor ?? 0) - (fromMinor ?? 0);
}
