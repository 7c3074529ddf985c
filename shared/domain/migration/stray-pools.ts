import { type AzureLook, POOL_TAG, type PoolState } from './azure-look.ts';
import type { Owners, StrayMark } from './stray-mark.ts';

/** Target pools that nobody finishes. The pool of a migration that completed is what was wanted. */
export function strayPools(
  { running, ended, unreadable }: Owners,
  { pools }: Extract<AzureLook, { kind: 'seen' }>,
): StrayMark[] {
  return pools.flatMap((pool): StrayMark[] => {
    const id = pool.tags[POOL_TAG];
    if (id === undefined || running.some((migration) => migration.id === id)) return [];
    const owner = ended.find((migration) => migration.id === id);
    if (owner?.status === 'completed') return [];
    const whose = owner
      ? `, which has ended (${owner.status})`
      : `, ${unreadable.has(id) ? 'whose record cannot be read' : 'of which there is no record'}`;
    return [
      {
        kind: 'target-pool',
        subject: pool.name,
        migrationId: id,
        what: `Pool ${pool.name} (${nodes(pool)}) was made by migration ${id}${whose}.`,
        nextAction: `Delete it when nothing runs on it and it is not wanted (az aks nodepool delete); to keep it, take its tag ${POOL_TAG} off.`,
      },
    ];
  });
}

function nodes({ scaling: { count } }: PoolState): string {
  return `${count} ${count === 1 ? 'node' : 'nodes'}`;
}
