import type { PlanRunning, Wave } from './migration-plan.ts';
import type { PlanInput } from './plan-input.ts';

/** Lessons that a runbook repeats; more would not be read. */
const MOST_LESSONS = 20;

/** How the work of a plan is done. Lessons of its own pools come first, then those of others, the latest first. */
export function runningOf(waves: readonly Wave[], { settings, pastRuns = [] }: PlanInput): PlanRunning {
  const own = new Set(
    waves.flatMap(({ clusters }) =>
      clusters.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'pool' ? [step.poolId] : []))),
    ),
  );
  const sorted = pastRuns.toSorted(
    (a, b) =>
      Number(own.has(b.poolId)) - Number(own.has(a.poolId)) || b.endedAt - a.endedAt || (a.poolId < b.poolId ? -1 : 1),
  );
  return {
    surgePercent: settings.surge.percent,
    drainTimeoutMinutes: settings.work.drainTimeoutMinutes,
    graceSeconds: settings.graceSeconds,
    holdHours: settings.holdHours,
    ...(settings.shrinkDuringHold && { shrinkDuringHold: true }),
    signOff: settings.people.signOff,
    told: settings.people.told,
    lessons: [...new Set(sorted.flatMap(({ lessons }) => lessons))].slice(0, MOST_LESSONS),
  };
}
