import { addDays, type Day, dayOf, type Instant } from '../time.ts';
import type { PoolWork } from './assess-pool.ts';
import type { PlannedWindow } from './migration-plan.ts';
import type { PlanSettings } from './settings.ts';

/** How a pool's windows stand against the next end of its OS. */
export interface DeadlineState {
  readonly kind: 'support-end' | 'images-removed';
  /** From this day on it is over. */
  readonly day: Day;
  /** Last day on which the work may end so that the slack is kept; inside the slack already: the day before. */
  readonly lastGoodDay: Day;
  readonly state: 'kept' | 'missed' | 'passed';
}

const WORDS = { 'support-end': 'support ends', 'images-removed': 'images are removed' } as const;
const PAST = { 'support-end': 'support ended', 'images-removed': 'images were removed' } as const;

/** The last end that has passed, and every one that lies ahead; in order of time. */
export function deadlinesOf(
  { ends }: Pick<PoolWork, 'ends'>,
  windows: readonly PlannedWindow[],
  { slack }: Pick<PlanSettings, 'slack'>,
  now: Instant,
): DeadlineState[] {
  const today = dayOf(now);
  const last = windows.at(-1);
  const endsOn = last ? dayOf(last.closes - 1) : undefined;
  const states = ends
    .map(({ kind, day }): DeadlineState => {
      const spare = kind === 'support-end' ? slack.beforeSupportEndsDays : slack.beforeRemovalDays;
      const wanted = addDays(day, -1 - spare);
      const lastGoodDay = wanted < today ? addDays(day, -1) : wanted;
      if (day <= today) return { kind, day, lastGoodDay: addDays(day, -1), state: 'passed' };
      // No window at all is told by its own reason; it is not a missed date.
      return { kind, day, lastGoodDay, state: endsOn !== undefined && endsOn > lastGoodDay ? 'missed' : 'kept' };
    })
    .toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  const lastPassed = states.findLastIndex(({ state }) => state === 'passed');
  return states.slice(Math.max(0, lastPassed));
}

/** `support ends on 2027-06-30`, for the next one that lies ahead; where none does, the last that passed: `support ended`. */
export function nextDeadline(
  deadlines: readonly DeadlineState[],
): { readonly day: Day; readonly what: string } | undefined {
  const next = deadlines.find(({ state }) => state !== 'passed') ?? deadlines.at(-1);
  return next ? { day: next.day, what: (next.state === 'passed' ? PAST : WORDS)[next.kind] } : undefined;
}

export function deadlineWords({ kind }: DeadlineState): string {
  return WORDS[kind];
}
