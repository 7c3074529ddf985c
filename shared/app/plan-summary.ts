import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import type { Instant } from '../domain/time.ts';
import type { PlanSummary } from '../ports/plan-store.ts';
import { planSize } from './plan-size.ts';

/** One line of a list of plans. */
export function summaryOf(plan: MigrationPlan, firstProposedAt: Instant): PlanSummary {
  const { id, hash, scope, feasible, waves, minutes, cost, constraints } = plan;
  const clusters = waves.flatMap((wave) => wave.clusters);
  const held = new Set(constraints.filter(({ effect }) => effect === 'holds').map(({ clusterId }) => clusterId));
  return {
    id,
    hash,
    scope,
    feasible,
    waves: waves.length,
    ...planSize(waves),
    held: clusters.filter(({ clusterId }) => held.has(clusterId)).length,
    minutes,
    cost: cost.total,
    firstProposedAt,
  };
}
