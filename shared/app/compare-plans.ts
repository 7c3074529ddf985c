import { diffPlans } from '../domain/plan/diff-plans.ts';
import type { PlanView } from './plan-views.ts';
import { planOfView } from './read/plans.ts';

/** What differs between two plans, in words; empty when they are the same plan. */
export function comparePlans(before: PlanView, after: PlanView): readonly string[] {
  return diffPlans(planOfView(before), planOfView(after));
}
