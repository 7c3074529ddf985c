import type { Instant } from '../../../shared/domain/time.ts';
import type { FleetCluster, FleetPool } from './fleet.ts';
import { hexOf } from './stable-hash.ts';

/** One machine of a pool, worked out from the pool: nothing is kept per node. */
export interface FleetNode {
  readonly name: string;
  /** Its number in the pool's scale set. */
  readonly number: number;
  readonly image: string | undefined;
  readonly vmSize: string;
  readonly zone: string;
  readonly ip: string;
}

/** How many nodes a pool has, whatever its kind. */
export function nodeCount(pool: FleetPool): number {
  if (pool.power === 'Stopped') return 0;
  if (pool.sizes) return pool.sizes.reduce((sum, { count }) => sum + count, 0);
  return pool.count;
}

/** `aks-systempool-30482716-vmss`: the scale set, or the common start of the machines' names. */
export function machineGroupName(cluster: FleetCluster, pool: FleetPool): string {
  const digits = String(
    Number.parseInt(hexOf(`${cluster.subscriptionId}/${cluster.name}/${pool.name}`).slice(0, 7), 16),
  );
  const number = digits.padStart(8, '1').slice(0, 8);
  return `aks-${pool.name}-${number}-${pool.kind === 'scale-set' ? 'vmss' : 'vms'}`;
}

/** The nodes of a pool at `now`; in the middle of a move the first ones already run the new image. */
export function nodesOf(cluster: FleetCluster, pool: FleetPool, now: Instant): readonly FleetNode[] {
  // Machines of a pool that is being made are there when it is.
  const count = pool.provisioningState === 'Creating' ? 0 : nodeCount(pool);
  const moved = Math.min(pool.moving ? Math.floor(count * progress(pool.moving, now)) : 0, pool.moving?.upTo ?? count);
  const sizes = pool.sizes?.flatMap(({ size, count: ofSize }) => Array<string>(ofSize).fill(size));
  const group = machineGroupName(cluster, pool);
  return Array.from({ length: count }, (_, at) => {
    const number = pool.nodeNumbers?.[at] ?? at;
    return {
      name: `${group}${number.toString(36).padStart(6, '0')}`,
      number,
      image:
        pool.moving && at < moved && !pool.moving.leftBehind?.includes(number)
          ? pool.moving.to
          : (pool.machineImages?.[at] ?? pool.image),
      vmSize: sizes?.[at] ?? pool.vmSize,
      zone: String((number % 3) + 1),
      ip: `10.240.${Math.floor((number + 4) / 256)}.${(number + 4) % 256}`,
    };
  });
}

function progress({ startedAt, endsAt }: { startedAt: Instant; endsAt: Instant }, now: Instant): number {
  return Math.min(1, Math.max(0, (now - startedAt) / Math.max(1, endsAt - startedAt)));
}
