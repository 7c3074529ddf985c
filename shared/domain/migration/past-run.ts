import type { PastRun } from '../plan/plan-input.ts';
import type { OtherRun } from '../readiness/subject.ts';
import type { Migration } from './migration.ts';
import { hasEnded } from './status-table.ts';
import { LETS_CLUSTER_GO, STEPS } from './step-table.ts';

/** What the planner learns from a migration; `undefined`: it has not ended, was a dry run, or moved no pool. */
export function pastRunOf({ work, status, endedAt, summary, dryRun, clusterName }: Migration): PastRun | undefined {
  if (work.kind !== 'pool' || dryRun || endedAt === undefined || !summary || !hasEnded(status)) return undefined;
  return {
    poolId: work.poolId,
    osType: work.osType,
    strategy: work.strategy,
    endedAt,
    nodes: summary.nodes,
    minutes: summary.workMinutes,
    outcome: status === 'completed' ? 'completed' : status === 'rolled-back' ? 'rolled-back' : 'failed',
    lessons: (summary.lessons ?? []).map((lesson) => `${clusterName}/${work.name}: ${lesson}`),
  };
}

/** What readiness is told of a migration that has its cluster in hand; `undefined`: it has not begun, has let the cluster go, or has ended. */
export function otherRunOf({ id, work, status, step, dryRun }: Migration): OtherRun | undefined {
  if (dryRun || hasEnded(status) || status === 'waiting' || LETS_CLUSTER_GO.has(step)) return undefined;
  const what = `migration ${id} is ${status === 'paused' ? 'paused' : 'at work'} (${STEPS[step].does})`;
  return work.kind === 'pool' ? { what, poolId: work.poolId } : { what };
}
