import { POOL_TAG } from '../azure-look.ts';
import { done, stop, write } from '../decide.ts';
import { othersAtWork } from '../others-at-work.ts';
import { isDecision, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';
import { targetPoolOf } from '../target-pool.ts';

/** Makes the target pool from the source's own properties. Its name is remembered before it is made. */
export const createTarget: StepRule = {
  name: 'create-target',
  needs: () => [],

  decide(facts) {
    const pass = readPass(facts);
    if (isDecision(pass)) return pass;
    const { source, target, pools } = pass;
    const { id, work, remembered } = facts.migration;
    if (target) {
      if (target.tags[POOL_TAG] === id) return done(`Pool ${target.name} is there, and is this migration's.`);
      return stop(
        'TARGET_NOT_OURS',
        `Pool ${target.name} is there and does not carry this migration's tag.`,
        `Whose pool is it? Rename or delete it, or give it the tag ${POOL_TAG}=${id} if it is this migration's, then resume.`,
      );
    }
    if (!source || work.kind !== 'pool') {
      return stop('POOL_VANISHED', 'The source pool is not there any more.', 'Abort this migration and plan anew.');
    }
    const busy = othersAtWork(source);
    if (busy) return busy;
    const taken = pools.map(({ name }) => name);
    const wanted = targetPoolOf(source, work, id, taken);
    const { poolId, name, body, differences } = wanted;
    const again = remembered.targetPool?.poolId === poolId ? ' (asked for before, and not there)' : '';
    return write(
      { kind: 'create-pool', poolId, body },
      `Pool ${name} is made like ${source.name}${again}. ${differences.join(' ')}`,
      { targetPool: { poolId, name, differences } },
    );
  },
};
