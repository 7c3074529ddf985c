import { POOL_TAG } from '../azure-look.ts';
import { done } from '../decide.ts';
import { deletePool } from '../delete-pool.ts';
import { isDecision, nodesOf, readPass } from '../pass.ts';
import { reopen } from '../reopen-nodes.ts';
import type { StepRule } from '../step-rule.ts';
import { autoscalerBack } from './put-back.ts';

/** Deletes the target when that was asked for; only a pool with our tag. Else it is opened again, and stays. */
export const removeTarget: StepRule = {
  name: 'remove-target',
  needs: () => ['nodes', 'pods-of-pools'],

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods');
    if (isDecision(pass)) return pass;
    const { target } = pass;
    const { migration } = facts;
    if (!target) return done('There is no target pool.');
    const ours = target.tags[POOL_TAG] === migration.id;
    if (migration.deleteTarget && ours) return deletePool(pass, target);
    const opening =
      reopen(nodesOf(pass, target), migration) ?? autoscalerBack(target, migration.remembered.targetScaling);
    if (opening) return opening;
    return done(
      migration.deleteTarget
        ? `Pool ${target.name} does not carry this migration's tag any more, so it is left.`
        : `Pool ${target.name} is open to pods again, and stays.`,
    );
  },
};
