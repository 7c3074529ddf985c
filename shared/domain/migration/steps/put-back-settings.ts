import { done, wait, write } from '../decide.ts';
import { FOLLOW_SECONDS, isUnderWay, POOL_NOT_SEEN, poolOf } from '../in-place/at-work.ts';
import { plannedSettings, putBack, settingsOf } from '../in-place/upgrade-settings.ts';
import type { StepRule } from '../step-rule.ts';

/** Every field that is still as we set it gets back what it had, word for word; what somebody else set since is left. */
export const putBackSettings: StepRule = {
  name: 'put-back-settings',
  needs: () => [],

  decide(facts) {
    const { migration, azure } = facts;
    const before = migration.remembered.upgradeSettings;
    if (before === undefined) return done('The pool’s upgrade settings were not changed.');
    const pool = poolOf(facts);
    if (azure.kind === 'seen' && !pool) return done('The pool is gone, and its settings with it.');
    if (!pool) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    const back = putBack(settingsOf(pool), before, plannedSettings(migration, before));
    if (!back) return done('The pool’s upgrade settings are as they were found, or somebody else’s by now.');
    if (isUnderWay(pool)) {
      return wait(
        `AKS is at work on the pool (${pool.provisioningState}); its settings are put back after that.`,
        FOLLOW_SECONDS,
      );
    }
    return write(
      { kind: 'update-pool', poolId: pool.id, properties: { upgradeSettings: back }, etag: pool.etag },
      'Puts the pool’s upgrade settings back as they were found.',
    );
  },
};
