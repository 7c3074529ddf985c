import { done, stop } from '../decide.ts';
import { DRAIN_NEEDS, drainPool } from '../drain-pool.ts';
import { isDecision, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';

/** Moves workloads back node by node, under the same budgets and the same look at room. */
export const drainTarget: StepRule = {
  name: 'drain-target',
  needs: () => DRAIN_NEEDS,

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    const { source, target } = pass;
    if (!target) return done('There is no target pool, so nothing has to move back.');
    if (!source) {
      return stop(
        'POOL_VANISHED',
        'The source pool is gone, so there is nothing to go back to.',
        'Abort: the pods stay on the target. Going back is another migration.',
      );
    }
    return drainPool(pass, target, source);
  },
};
