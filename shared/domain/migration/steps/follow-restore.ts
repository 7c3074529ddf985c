import { done, wait } from '../decide.ts';
import { FOLLOW_SECONDS, hasBegun, POOL_NOT_SEEN, poolOf } from '../in-place/at-work.ts';
import { followNodes } from '../in-place/follow.ts';
import type { StepRule } from '../step-rule.ts';
import { restoreOf } from './restore-version.ts';

/** AKS takes the pool back; it is finished when every node's own label shows the image from before and it is Ready. */
export const followRestore: StepRule = {
  name: 'follow-restore',
  needs: () => ['nodes', 'budgets', 'events'],

  decide(facts) {
    const { migration } = facts;
    if (!hasBegun(migration)) return done('No node was replaced: there is nothing to follow.');
    const pool = poolOf(facts);
    const image = migration.remembered.imageBefore;
    if (!pool || image === undefined) return wait(POOL_NOT_SEEN, FOLLOW_SECONDS);
    return followNodes(facts, { pool, image, way: 'back', again: restoreOf(migration, pool, image) });
  },
};
