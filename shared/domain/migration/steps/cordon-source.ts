import { cordonedByOthers, cordonOpen } from '../cordon-nodes.ts';
import { done, stop } from '../decide.ts';
import { othersAtWork } from '../others-at-work.ts';
import { isDecision, nodesOf, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';

/** Closes the source's nodes to new pods. An operator's own cordon was here first and is not ours to lift. */
export const cordonSource: StepRule = {
  name: 'cordon-source',
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
    const nodes = nodesOf(pass, pass.source);
    const closing = cordonOpen(nodes, remembered);
    if (closing) return closing;
    const before = cordonedByOthers(nodes, remembered);
    const left = before.length > 0 ? ` Cordoned by others before: ${before.join(', ')}.` : '';
    return done(`All ${nodes.length} nodes of ${pass.source.name} are closed to new pods.${left}`, {
      cordonedBefore: before,
    });
  },
};
