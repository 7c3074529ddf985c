import { done } from '../decide.ts';
import type { StepRule } from '../step-rule.ts';

/** The end of every route. Its summary is worked out from the record; see `summary.ts`. */
export const close: StepRule = {
  name: 'close',
  needs: () => [],

  decide({ migration: { direction } }) {
    if (direction === 'forward') return done('Everything is done.');
    return done(direction === 'back' ? 'The way back is done.' : 'What was ours is put back.');
  },
};
