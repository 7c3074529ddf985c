import { isWindows } from '../fleet/marks.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { Money, PriceList } from './money.ts';
import { knownMoney } from './sum.ts';

/** Nodes that run beside the pool's own, and for how long. */
export interface Overlap {
  readonly nodes: number;
  readonly hours: number;
}

/** Price of one node of a pool for an hour; one sentence when it is not known. Never 0 for want of a price. */
export function nodePrice(pool: NodePool, prices: PriceList): number | string {
  if (pool.spot)
    return `spot prices change by the hour and are not in the list (${pool.vmSizes.join(', ') || 'no size'})`;
  if (pool.vmSizes.length === 0) return 'the VM size of a pool is not known';
  let dearest = 0;
  for (const size of pool.vmSizes) {
    const price = prices.prices.get(size.toLowerCase());
    const perHour = isWindows(pool) ? price?.windowsPerHour : price?.linuxPerHour;
    if (perHour === undefined) return `no ${isWindows(pool) ? 'Windows' : 'Linux'} price for ${size}`;
    // A pool of several sizes may grow by any of them.
    dearest = Math.max(dearest, perHour);
  }
  return dearest;
}

/** Extra spend of one pool's migration: the nodes that run beside its own. */
export function overlapCost(pool: NodePool, overlap: Overlap, prices: PriceList): Money {
  if (pool.count === undefined) return { kind: 'unknown', why: ['the number of nodes of a pool is not known'] };
  if (overlap.nodes === 0) return knownMoney(0, prices.currency);
  const perHour = nodePrice(pool, prices);
  if (typeof perHour === 'string') return { kind: 'unknown', why: [perHour] };
  return knownMoney(overlap.nodes * overlap.hours * perHour, prices.currency);
}

const BURSTABLE: Readonly<Record<string, string>> = { '2': 'standard_b2ms', '4': 'standard_b4ms' };

/**
 * What the same overlap would save on burstable machines of as many vCPUs.
 *
 * @returns `undefined` when there is no such size, it is no cheaper, or a price is not known
 */
export function burstableSaving(pool: NodePool, overlap: Overlap, prices: PriceList): Money | undefined {
  const [size, ...others] = pool.vmSizes;
  if (!size || others.length > 0 || pool.gpu || pool.arm || pool.confidential || pool.count === undefined)
    return undefined;
  const vcpus = /^standard_[def](\d+)/i.exec(size)?.[1] ?? '';
  const burstable = prices.prices.get(BURSTABLE[vcpus] ?? '');
  const cheap = isWindows(pool) ? burstable?.windowsPerHour : burstable?.linuxPerHour;
  const perHour = nodePrice(pool, prices);
  if (cheap === undefined || typeof perHour === 'string' || cheap >= perHour) return undefined;
  return knownMoney(overlap.nodes * overlap.hours * (perHour - cheap), prices.currency);
}
