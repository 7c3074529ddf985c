import type { ClusterDraft } from './cluster-draft.ts';
import type { Remedies } from './constraints.ts';
import { deadlinesOf } from './deadline.ts';
import type { PlanInput } from './plan-input.ts';
import { type ClusterSchedule, type ScheduleSettings, scheduleWaves } from './schedule.ts';

export type Waves = readonly { readonly environment: string; readonly clusters: readonly ClusterDraft[] }[];

/** Pools whose windows end after a date that could still be met. */
export function missedPools(
  waves: Waves,
  schedules: ReadonlyMap<string, ClusterSchedule>,
  input: PlanInput,
): Set<string> {
  const missed = new Set<string>();
  for (const { clusters } of waves) {
    for (const { reading, steps } of clusters) {
      const schedule = schedules.get(reading.cluster.id);
      steps.forEach((step, index) => {
        if (step.kind !== 'pool') return;
        const states = deadlinesOf(step.work, schedule?.steps[index] ?? [], input.settings, input.now);
        if (states.some(({ state }) => state === 'missed')) missed.add(step.work.reading.pool.id);
      });
    }
  }
  return missed;
}

const TRIALS: readonly { readonly help: string; readonly change: (settings: ScheduleSettings) => ScheduleSettings }[] =
  [
    { help: 'Lift the blackouts that lie before it.', change: (settings) => ({ ...settings, blackouts: [] }) },
    { help: 'Lift the freeze.', change: ({ freeze: _, ...settings }) => settings },
    { help: 'Shorten the stagger between waves.', change: (settings) => ({ ...settings, staggerDays: () => 0 }) },
    {
      help: 'Open maintenance windows more often: with one each night it would be in time.',
      change: (settings) => ({ ...settings, useMaintenance: false }),
    },
    {
      help: 'Only all of these together: no blackouts, no freeze, no stagger and a window each night.',
      change: ({ freeze: _, ...settings }) => ({
        ...settings,
        blackouts: [],
        staggerDays: () => 0,
        useMaintenance: false,
      }),
    },
  ];

/**
 * What would make missed dates feasible, found out by planning once more without each of the things that could
 * be in the way. Nothing is suggested that was not tried.
 */
export function findRemedies(
  waves: Waves,
  missed: ReadonlySet<string>,
  settings: ScheduleSettings,
  input: PlanInput,
): Remedies {
  if (missed.size === 0) return () => [];
  const stillMissed = TRIALS.map(({ change }) =>
    missedPools(waves, scheduleWaves(waves, change(settings), input.regions), input),
  );
  return (poolId) => {
    if (!missed.has(poolId)) return [];
    const helps = TRIALS.flatMap(({ help }, index) => (stillMissed[index]?.has(poolId) ? [] : [help]));
    return helps.length > 1 ? helps.slice(0, -1) : helps;
  };
}
