import type { KubeNode } from '../../cluster/facts.ts';
import { RETIRING } from '../azure-look.ts';
import { done, stop, write } from '../decide.ts';
import { othersAtWork } from '../others-at-work.ts';
import { isDecision, nodesOf, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';

/** Nodes that are changed in one pass: it must stay short. */
export const NODES_AT_ONCE = 20;

/** Keeps new pods from the source. A node with a taint of that key that is not ours is left as it is. */
export const taintSource: StepRule = {
  name: 'taint-source',
  needs: () => ['nodes'],

  decide(facts) {
    const pass = readPass(facts, 'nodes');
    if (isDecision(pass)) return pass;
    if (!pass.source) {
      return stop('POOL_VANISHED', 'The source pool is not there any more.', 'Find out who deleted it; then abort.');
    }
    const busy = othersAtWork(pass.source);
    if (busy) return busy;
    const { remembered } = facts.migration;
    const tainted = new Set(remembered.tainted);
    const nodes = nodesOf(pass, pass.source);
    const before = [
      ...new Set([
        ...(remembered.taintedBefore ?? []),
        ...nodes.filter((node) => hasKey(node) && !tainted.has(node.name)).map(({ name }) => name),
      ]),
    ];
    const bare = nodes.filter((node) => !hasKey(node)).slice(0, NODES_AT_ONCE);
    const left = before.length > 0 ? ` Left as they were, with a taint of that key: ${before.join(', ')}.` : '';
    if (bare.length === 0) {
      return done(`All ${nodes.length} nodes of ${pass.source.name} take no new pods.${left}`, {
        taintedBefore: before,
      });
    }
    const names = bare.map(({ name }) => name);
    return write(
      { kind: 'taint', nodes: names, taint: RETIRING },
      `No new pod is to be placed on ${names.join(', ')}.${left}`,
      { tainted: [...new Set([...tainted, ...names])], taintedBefore: before.filter((name) => !names.includes(name)) },
    );
  },
};

function hasKey({ taints }: KubeNode): boolean {
  return taints.some(({ key }) => key === RETIRING.key);
}
