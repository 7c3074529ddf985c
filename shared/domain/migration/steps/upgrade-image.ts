import { done, stop, wait, write } from '../decide.ts';
import {
  askedNow,
  FOLLOW_SECONDS,
  hasBegun,
  isUnderWay,
  isWatchedOnly,
  NODES_NOT_SEEN,
  POOL_NOT_SEEN,
  poolOf,
  rememberedBefore,
  wasTaken,
} from '../in-place/at-work.ts';
import { progressOf } from '../in-place/progress.ts';
import type { StepRule } from '../step-rule.ts';

/** Asks AKS once; what comes of it is the next step's matter. */
export const upgradeImage: StepRule = {
  name: 'upgrade-image',
  needs: () => ['nodes'],

  decide(facts) {
    const { migration, look, azure } = facts;
    const { work } = migration;
    const pool = poolOf(facts);
    if (work.kind !== 'pool' || azure.kind !== 'seen' || !pool) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    if (isWatchedOnly(migration)) return done('AKS upgrades the pool by itself: nothing is asked of it.');
    const { image } = work.target;
    if (image === undefined) return noTarget();
    const progress = progressOf(look, pool.name, image);
    if (!progress) return wait(NODES_NOT_SEEN, FOLLOW_SECONDS);

    const { nodes, before, quarantined } = progress;
    if (nodes.length > 0 && before.length === 0 && quarantined.length === 0) {
      return done('No node is on an image before the target: nothing is asked of AKS.');
    }
    if (isUnderWay(pool)) {
      if (hasBegun(migration)) return done(`AKS is at it (${pool.provisioningState}).`);
      return wait(
        `AKS is at work on the pool (${pool.provisioningState}), and not for this migration: it waits until that is over.`,
        FOLLOW_SECONDS,
      );
    }
    if (hasBegun(migration) && wasTaken(migration, pool)) return done('AKS was asked already.');
    if (isUnderWay(azure.cluster)) {
      return wait(
        `AKS is at work on the cluster (${azure.cluster.provisioningState}); it waits until that is over.`,
        FOLLOW_SECONDS,
      );
    }
    return write(
      { kind: 'upgrade-image', poolId: work.poolId },
      `Asks AKS to bring ${nodes.length} nodes to ${image}.`,
      { ...rememberedBefore(facts, pool), ...askedNow(pool) },
    );
  },
};

function noTarget() {
  return stop(
    'UPGRADE_NO_TARGET',
    'The plan names no target image, and without one nobody can tell when it is reached.',
    'Abort, and plan again when the target is known.',
  );
}
