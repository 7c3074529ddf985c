import { stop } from '../decide.ts';
import { DRAIN_NEEDS, drainPool } from '../drain-pool.ts';
import { isDecision, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';

/** Empties the source one node at a time, the least critical first, through the Eviction API alone. */
export const drainSource: StepRule = {
  name: 'drain-source',
  needs: () => DRAIN_NEEDS,

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    const { source, target } = pass;
    if (!source || !target) {
      return stop(
        'POOL_VANISHED',
        'Source or target pool is not there any more.',
        'Find out who deleted it; roll back.',
      );
    }
    return drainPool(pass, source, target);
  },
};
