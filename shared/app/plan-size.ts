import type { Wave } from '../domain/plan/migration-plan.ts';
import type { Day } from '../domain/time.ts';
import type { WaveView } from './plan-views.ts';

/** How large a plan, or a part of one, is. */
export interface PlanSize {
  readonly clusters: number;
  readonly pools: number;
  /** First and last day of a window; absent when nothing has one. */
  readonly from?: Day;
  readonly to?: Day;
}

export function planSize(waves: readonly (Wave | WaveView)[]): PlanSize {
  const clusters = waves.flatMap((wave): readonly { steps: readonly { kind: string }[] }[] => wave.clusters);
  const days = waves.flatMap(({ from, to }) => (from === undefined ? [] : [from, to ?? from])).toSorted();
  const [from] = days;
  return {
    clusters: clusters.length,
    pools: clusters.reduce((sum, { steps }) => sum + steps.filter(({ kind }) => kind === 'pool').length, 0),
    ...(from === undefined ? {} : { from, to: days.at(-1) ?? from }),
  };
}
