import { WATCH_HOURS } from '../plan/gates.ts';
import { MS_PER_HOUR } from '../plan/local-time.ts';
import { type Instant, MS_PER_DAY, momentText } from '../time.ts';
import type { Admission } from './admission.ts';
import { nameOf } from './admission-turn.ts';
import type { Migration } from './migration.ts';

/** The wave before, as it went. */
export interface WaveBefore {
  readonly number: number;
  /** What became of each of its steps that are run from here; `undefined`: not made yet. */
  readonly migrations: readonly (Migration | undefined)[];
}

/**
 * Whether the wave before lets the next one begin: every pool of it runs its target and was watched, and the days of
 * stagger have passed since its work ended. A migration that is completed has its watch behind it.
 *
 * @param before absent: this is the first wave
 */
export function waveGate(before: WaveBefore | undefined, staggerDays: number, now: Instant): Admission['gates'] {
  if (!before) return { kind: 'clear' };
  const { number, migrations } = before;
  let workEnded = Number.NEGATIVE_INFINITY;
  for (const migration of migrations) {
    if (!migration) return { kind: 'shut', why: `Wave ${number} is not through: some of it has not begun.` };
    if (migration.status === 'rolled-back' || migration.status === 'aborted') {
      return { kind: 'shut', why: `${nameOf(migration)} in wave ${number} did not go through (${migration.status}).` };
    }
    if (migration.status !== 'completed') {
      return {
        kind: 'shut',
        why: `${nameOf(migration)} in wave ${number} is not through its watch of ${WATCH_HOURS} hours.`,
      };
    }
    workEnded = Math.max(workEnded, workEndOf(migration));
  }
  const due = workEnded + staggerDays * MS_PER_DAY;
  if (now >= due) return { kind: 'clear' };
  return {
    kind: 'shut',
    why: `${staggerDays} ${staggerDays === 1 ? 'day is' : 'days are'} to pass after wave ${number}: until ${momentText(due)}.`,
  };
}

/** Its work ended when its watch began. A dry run has no watch. */
function workEndOf({ endedAt = 0, dryRun }: Migration): Instant {
  return dryRun ? endedAt : endedAt - WATCH_HOURS * MS_PER_HOUR;
}
