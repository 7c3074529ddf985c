import { itemsOf } from '../../cluster/cluster-index.ts';
import { wait } from '../decide.ts';
import { isDecision, nodesOf, readPass, targetImageOf } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';
import { unwellNow, VALIDATE_NEEDS, validate } from '../validate-pool.ts';

/** The last look at nodes, DaemonSets and workloads, when nothing is changed any more. */
export const validateAfter: StepRule = {
  name: 'validate-after',
  needs: () => VALIDATE_NEEDS,

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods', 'workloads');
    if (isDecision(pass)) return pass;
    const { route } = facts.migration;
    if (route === 'control-plane') {
      const nodes = itemsOf(pass.index.facts.nodes);
      return validate(pass, unwellNow(pass, nodes), 'The cluster is healthy under its new control plane.');
    }
    const pool = route === 'pool-replacement' ? pass.target : pass.source;
    if (!pool) return wait('The pool is not there, so nothing can be said of it.', 60);
    const nodes = nodesOf(pass, pool);
    const none = nodes.length === 0 ? [{ key: 'nodes', what: `${pool.name} has no nodes.` }] : [];
    const troubles = [...none, ...unwellNow(pass, nodes, targetImageOf(facts.migration))];
    return validate(pass, troubles, `All ${nodes.length} nodes of ${pool.name} are healthy on the target image.`);
  },
};
