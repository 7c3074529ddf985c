import { BugError } from '../../errors.ts';
import type { StepRule } from '../step-rule.ts';
import type { StepName } from '../step-table.ts';
import { close } from './close.ts';
import { watch } from './watch.ts';

/** What each step decides by. */
const RULES: Readonly<Partial<Record<StepName, StepRule>>> = {
  watch,
  close,
};

/** @throws BugError when a step of a route has no rule */
export function ruleOf(step: StepName): StepRule {
  const rule = RULES[step];
  if (!rule) throw new BugError('STEP_WITHOUT_RULE', 'a step of the route has no rule', { step });
  return rule;
}
