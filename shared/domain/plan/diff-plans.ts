import type { MigrationPlan } from './migration-plan.ts';
export function diffPlans(a: MigrationPlan, b: MigrationPlan): string[] {
  return a.hash === b.hash ? [] : ['x'];
}
