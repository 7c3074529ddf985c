import { problem } from '../problem.ts';
import type { Answer, Reply } from '../route.ts';

/** Before the first sweep nothing can be claimed: an empty list would look like a fleet without findings. */
export function noSweepYet(): Reply {
  return problem(
    503,
    'NO_SWEEP_YET',
    'The first sweep has not started yet, so nothing is known of the fleet. Ask again in a minute.',
    { 'retry-after': '60' },
  );
}

export const NO_SWEEP_YET: Answer = { description: 'No sweep has started yet; ask again after `Retry-After` seconds.' };
