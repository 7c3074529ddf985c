import type { ClusterLook } from '../cluster/facts.ts';
import type { AzureLook } from './azure-look.ts';
import { imagineCordon, imagineDrain, imagineTaint, imagineUncordon, imagineUntaint } from './imagine-nodes.ts';
import { imagineCreate, imagineDelete, imagineReplaced, imagineUpdate, imagineWithout } from './imagine-pools.ts';
import { imagineScale } from './imagine-scale.ts';
import { type ImaginedWorld, withPools } from './imagine-world.ts';
import type { Migration } from './migration.ts';
import type { Write } from './write.ts';

/**
 * The world as a dry run's writes would have made it: everything goes well and at once. What was not seen stays so, and
 * what others do meanwhile shows.
 */
export function imagine(
  migration: Migration,
  azure: AzureLook,
  look: ClusterLook,
): { readonly azure: AzureLook; readonly look: ClusterLook } {
  if (azure.kind !== 'seen') return { azure, look };
  return migration.imagined.reduce<ImaginedWorld>((world, write) => imagineOne(migration, world, write), {
    azure,
    look,
  });
}

function imagineOne(migration: Migration, world: ImaginedWorld, write: Write): ImaginedWorld {
  switch (write.kind) {
    case 'create-pool':
      return imagineCreate(migration, world, write);
    case 'update-pool':
      return imagineUpdate(migration, world, write);
    case 'delete-machines':
      return imagineWithout(world, write.poolId, write.machines);
    case 'delete-pool':
      return imagineDelete(world, write.poolId);
    case 'upgrade-image':
      return imagineReplaced(world, write.poolId, targetImageOf(migration), undefined);
    case 'restore-version':
      return imagineReplaced(world, write.poolId, write.image, write.kubernetes);
    case 'upgrade-control-plane': {
      const cluster = { ...world.azure.cluster, kubernetesVersion: write.version };
      return { ...world, azure: { ...world.azure, cluster } };
    }
    case 'stop-operation':
      return withPools(world, (pool) => (pool.id === write.poolId ? { ...pool, provisioningState: 'Canceled' } : pool));
    case 'taint':
      return imagineTaint(world, write.nodes, write.taint, migration.id);
    case 'untaint':
      return imagineUntaint(world, write.nodes, write.taint);
    case 'cordon':
      return imagineCordon(world, write.nodes, migration.id);
    case 'uncordon':
      return imagineUncordon(world, write.nodes);
    case 'scale':
      return imagineScale(world, write);
    case 'drain':
      return imagineDrain(migration, world, write.node);
  }
}

function targetImageOf({ work }: Migration): string | undefined {
  return work.kind === 'pool' ? work.target.image : undefined;
}
