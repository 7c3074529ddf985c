import { cordonedByOthers, cordonOpen } from '../cordon-nodes.ts';
import { done, stop, wait, write } from '../decide.ts';
import { isSettled } from '../others-at-work.ts';
import { isDecision, nodesOf, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';
import { scalingProperties } from '../write.ts';

/** Closes the target, once the source can take pods again: else they would have nowhere to go. */
export const closeTarget: StepRule = {
  name: 'close-target',
  needs: () => ['nodes'],

  decide(facts) {
    const pass = readPass(facts, 'nodes');
    if (isDecision(pass)) return pass;
    const { source, target } = pass;
    if (!target) return done('There is no target pool.');
    const { remembered } = facts.migration;
    if (!nodesOf(pass, source).some(({ ready, unschedulable }) => ready && !unschedulable)) {
      return stop(
        'SOURCE_NOT_OPEN',
        'No node of the source is Ready and open, so the target is not closed.',
        'Mend or open a node of the source, then resume; or abort, and pods stay on the target.',
      );
    }
    if (target.scaling.autoscaler) {
      if (!isSettled(target)) return wait(`Azure is changing pool ${target.name} (${target.provisioningState}).`, 15);
      const { count, autoscaler } = target.scaling;
      return write(
        { kind: 'update-pool', poolId: target.id, properties: scalingProperties({ count }), etag: target.etag },
        `The autoscaler of ${target.name} (${autoscaler.min} to ${autoscaler.max}) is held still at ${count} nodes.`,
        { targetScaling: { count, autoscaler } },
      );
    }
    const nodes = nodesOf(pass, target);
    return (
      cordonOpen(nodes, remembered) ??
      done(`All ${nodes.length} nodes of ${target.name} are closed to new pods.`, {
        cordonedBefore: cordonedByOthers(nodes, remembered),
      })
    );
  },
};
