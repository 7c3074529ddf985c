import { done } from '../decide.ts';
import { isDecision, nodesOf, readPass } from '../pass.ts';
import { closedByOthers, reopen } from '../reopen-nodes.ts';
import type { StepRule } from '../step-rule.ts';

/** Opens the source to pods again; aside, the target too. What others have closed stays closed, and is said. */
export const reopenSource: StepRule = {
  name: 'reopen-source',
  needs: () => ['nodes'],

  decide(facts) {
    const pass = readPass(facts, 'nodes');
    if (isDecision(pass)) return pass;
    const { source, target } = pass;
    const aside = facts.migration.direction === 'aside';
    const nodes = [...nodesOf(pass, source), ...(aside ? nodesOf(pass, target) : [])];
    const opening = reopen(nodes, facts.migration);
    if (opening) return opening;
    const closed = closedByOthers(nodes);
    const left = closed.length > 0 ? ` Closed by others, and left so: ${closed.join(', ')}.` : '';
    return done(`Nothing of ours keeps pods from ${aside ? 'source and target' : 'the source'}.${left}`);
  },
};
