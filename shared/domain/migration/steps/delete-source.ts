import { done, wait } from '../decide.ts';
import { deletePool } from '../delete-pool.ts';
import { openAlert } from '../open-alert.ts';
import { isDecision, readPass } from '../pass.ts';
import type { StepRule } from '../step-rule.ts';

/** Deletes the source. An alert that is open or not known keeps what is left of it. */
export const deleteSource: StepRule = {
  name: 'delete-source',
  needs: () => ['nodes', 'pods-of-pools'],

  decide(facts) {
    const pass = readPass(facts, 'nodes', 'pods');
    if (isDecision(pass)) return pass;
    if (!pass.source) return done('The source pool is gone.');
    const held = openAlert(facts.alert);
    if (held) return wait(`The source is kept: ${held}`, 60);
    if (!pass.target) return wait('The target pool is not seen, so the source is kept.', 60);
    return deletePool(pass, pass.source);
  },
};
