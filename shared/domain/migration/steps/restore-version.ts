import { MS_PER_DAY } from '../../time.ts';
import type { PoolState } from '../azure-look.ts';
import { done, stop, wait, write } from '../decide.ts';
import {
  askedNow,
  FOLLOW_SECONDS,
  hasBegun,
  isUnderWay,
  NODES_NOT_SEEN,
  POOL_NOT_SEEN,
  poolOf,
  wasTaken,
} from '../in-place/at-work.ts';
import { isWholly, progressOf } from '../in-place/progress.ts';
import type { Migration } from '../migration.ts';
import type { Decision, PassFacts, StepRule } from '../step-rule.ts';
import { AKS_ROLLBACK_DAYS, isOn, offeredUntil } from '../viability-in-place.ts';
import type { Write } from '../write.ts';

/**
 * AKS's own rollback of a pool: the version before only, for seven days, never across OS SKUs, and not while the
 * cluster upgrades itself.
 *
 * @see https://learn.microsoft.com/azure/aks/roll-back-node-pool-version
 */
export const restoreVersion: StepRule = {
  name: 'restore-version',
  needs: () => ['nodes'],

  decide(facts) {
    const { migration, look } = facts;
    const { remembered } = migration;
    if (!hasBegun(migration)) return done('No node was replaced: there is nothing to go back from.');
    const pool = poolOf(facts);
    const image = remembered.imageBefore;
    if (!pool || image === undefined) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    const progress = progressOf(look, pool.name, image);
    if (!progress) return wait(NODES_NOT_SEEN, FOLLOW_SECONDS);
    if (isWholly(progress) && !isUnderWay(pool)) return done(`Every node is on ${image} again.`);

    const asked = remembered.restoreAskedAt !== undefined;
    if (isUnderWay(pool)) {
      if (asked) return done(`AKS is at it (${pool.provisioningState}).`);
      return wait(`AKS is still at work on the pool (${pool.provisioningState}).`, FOLLOW_SECONDS);
    }
    if (asked && wasTaken(migration, pool)) return done('AKS was asked already.');
    return ask(facts, pool, image);
  },
};

function ask({ migration, azure, now }: PassFacts, pool: PoolState, image: string): Decision {
  const { work, remembered } = migration;
  if (work.kind === 'pool' && work.strategy === 'os-sku-change') return noWay('AKS does not go back across OS SKUs.');
  if (!pool.recentlyUsed)
    return noWay('AKS does not say what it would go back to, and nothing is asked of it blindly.');
  const usedUntil = offeredUntil(pool, image, remembered.kubernetesBefore);
  if (usedUntil === undefined) return noWay(`AKS does not offer to go back to ${image}.`);
  if (usedUntil + AKS_ROLLBACK_DAYS * MS_PER_DAY <= now)
    return noWay('The seven days in which AKS goes back are over.');
  if (azure.kind === 'seen' && isOn(azure.cluster.upgradeChannel)) {
    return stop(
      'RESTORE_CHANNEL_ON',
      `AKS refuses to go back while the cluster upgrades itself (channel ${azure.cluster.upgradeChannel}).`,
      `Turn it off (az aks update --resource-group ${migration.resourceGroup} --name ${migration.clusterName} --auto-upgrade-channel none), resume, and turn it on again afterwards.`,
    );
  }
  return write(restoreOf(migration, pool, image), `Asks AKS to take the pool back to ${image}.`, {
    restoreAskedAt: remembered.restoreAskedAt ?? now,
    ...askedNow(pool),
  });
}

export function restoreOf({ remembered }: Migration, pool: PoolState, image: string): Write {
  const kubernetes = remembered.kubernetesBefore ?? pool.kubernetesVersion ?? '';
  return { kind: 'restore-version', poolId: pool.id, image, kubernetes };
}

function noWay(why: string): Decision {
  return stop(
    'RESTORE_NOT_POSSIBLE',
    why,
    'Abort leaves the nodes as they are; the way back is then a replacement of the pool, which is another migration.',
  );
}
