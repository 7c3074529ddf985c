import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import type { Instant } from '../domain/time.ts';
import type { PlanSummary } from '../ports/plan-store.ts';

/** One line of a list of plans. */
export function summaryOf(plan: MigrationPlan, firstProposedAt: Instant): PlanSummary {
  const { id, hash, scope, feasible, waves, minutes, cost, constraints } = plan;
  const clusters = waves.flatMap((wave) => wave.clusters);
  const days = waves.flatMap(({ from, to }) => (from === undefined ? [] : [from, to ?? from])).sort();
  const held = new Set(constraints.filter(({ effect }) => effect === 'holds').map(({ clusterId }) => clusterId));
  return {
    id,
    hash,
    scope,
    feasible,
    waves: waves.length,
    clusters: clusters.length,
    pools: clusters.reduce((sum, { steps }) => sum + steps.filter(({ kind }) => kind === 'pool').length, 0),
    held: clusters.filter(({ clusterId }) => held.has(clusterId)).length,
    ...(days.length > 0 ? { from: days[0], to: days.at(-1) } : {}),
    minutes,
    cost: cost.total,
    firstProposedAt,
  };
}
