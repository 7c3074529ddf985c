import { done, wait, write } from '../decide.ts';
import { FOLLOW_SECONDS, hasBegun, isUnderWay, isWatchedOnly, POOL_NOT_SEEN, poolOf } from '../in-place/at-work.ts';
import type { StepRule } from '../step-rule.ts';

/** Stops what AKS does for this migration, and nothing that it does for somebody else. */
export const stopUpgrade: StepRule = {
  name: 'stop-upgrade',
  needs: () => [],

  decide(facts) {
    const { migration, azure } = facts;
    const pool = poolOf(facts);
    if (azure.kind === 'seen' && !pool) return done('The pool is gone.');
    if (!pool) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    if (!isUnderWay(pool)) return done('AKS is doing nothing with the pool.');

    const state = pool.provisioningState;
    if (!hasBegun(migration)) {
      return migration.remembered.upgradeSettings === undefined
        ? done(`AKS is at work on the pool (${state}), and not for this migration: that is left alone.`)
        : wait(`AKS still takes the settings in (${state}).`, 10);
    }
    if (/^(cancel|abort|delet)/i.test(state)) return wait(`AKS is stopping (${state}).`, 10);
    if (migration.remembered.restoreAskedAt !== undefined) {
      return wait(`AKS finishes the way back that it was asked for (${state}).`, FOLLOW_SECONDS);
    }
    if (migration.remembered.upgradedAt !== undefined) {
      return wait(`This migration’s upgrade is finished; AKS is at work for somebody else (${state}).`, FOLLOW_SECONDS);
    }
    if (isWatchedOnly(migration) && migration.direction === 'aside') {
      return done(`AKS upgrades the pool by itself (${state}): that is left alone.`);
    }
    return write({ kind: 'stop-operation', poolId: pool.id }, `Asks AKS to stop its upgrade where it is (${state}).`);
  },
};
