import { wait } from '../decide.ts';
import { isDecision, nodesOf, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';
import { unwellNow, VALIDATE_NEEDS, validate } from '../validate-pool.ts';

/** Everything that ran runs again on the source. */
export const validateBack: StepRule = {
  name: 'validate-back',
  needs: () => VALIDATE_NEEDS,

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    if (!pass.source) return wait('The source pool is not there, so nothing can be said of it.', 60);
    const nodes = nodesOf(pass, pass.source);
    const none = nodes.length === 0 ? [{ key: 'nodes', what: `${pass.source.name} has no nodes.` }] : [];
    const troubles = [...none, ...unwellNow(pass, nodes)];
    return validate(
      pass,
      troubles,
      `Everything that ran runs again, and the ${nodes.length} nodes of ${pass.source.name} are healthy.`,
    );
  },
};
