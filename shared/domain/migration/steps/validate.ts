import { stop } from '../decide.ts';
import { isDecision, movableOn, nodesOf, readPass, targetImageOf } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';
import { unwellNow, VALIDATE_NEEDS, validate as validatePool } from '../validate-pool.ts';

/** Everything that ran runs again, on the target image, and nothing is left on the source. */
export const validate: StepRule = {
  name: 'validate',
  needs: () => VALIDATE_NEEDS,

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
    const left = nodesOf(pass, source).flatMap(({ name }) => movableOn(pass, name));
    if (left.length > 0) {
      const names = left.slice(0, 3).map(({ namespace, name, node }) => `${namespace}/${name} on ${node}`);
      return stop(
        'SOURCE_NOT_EMPTY',
        `Pods run on the emptied source again: ${names.join(', ')}.`,
        'Find out who let them in; move them and resume, or roll back.',
      );
    }
    const nodes = nodesOf(pass, target);
    const none = nodes.length === 0 ? [{ key: 'nodes', what: `${target.name} has no nodes.` }] : [];
    const troubles = [...none, ...unwellNow(pass, nodes, targetImageOf(facts.migration))];
    return validatePool(
      pass,
      troubles,
      `Everything that ran runs again; ${nodes.length} nodes are on the target image.`,
    );
  },
};
