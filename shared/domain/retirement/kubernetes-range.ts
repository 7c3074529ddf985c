import { compareMinors } from '../fleet/kubernetes-version.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { KubernetesRange, RetirementCalendar } from './calendar.ts';

/** Does the pool's OS SKU select this OS at Kubernetes `minor`? */
export function rangeCovers(range: KubernetesRange, pool: NodePool, minor: string): boolean {
  return (
    range.osSku.toLowerCase() === pool.osSku?.toLowerCase() &&
    (range.fips === undefined || range.fips === pool.fips) &&
    (range.confidential === undefined || range.confidential === pool.confidential) &&
    (range.min === undefined || compareMinors(minor, range.min) >= 0) &&
    (range.max === undefined || compareMinors(minor, range.max) <= 0)
  );
}

/**
 * Is there an OS that the pool's OS SKU selects at Kubernetes `minor`? The pool may move to another
 * release on the way (`Ubuntu` goes to 24.04 with 1.35): that does not block.
 *
 * @returns `undefined` when the calendar says nothing of this OS SKU
 */
export function runsOn(calendar: RetirementCalendar, pool: NodePool, minor: string): boolean | undefined {
  const ranges = calendar.entries
    .flatMap((entry) => entry.kubernetes)
    .filter((range) => range.osSku.toLowerCase() === pool.osSku?.toLowerCase());
  if (ranges.length === 0) return undefined;
  return ranges.some((range) => rangeCovers(range, pool, minor));
}
