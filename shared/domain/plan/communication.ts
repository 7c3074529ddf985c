import { addDays, type Day } from '../time.ts';
import { COMMUNICATION_KINDS, type CommunicationDate, type CommunicationKind } from './migration-plan.ts';

/** Days before (positive) or after (negative) the first window: earliest and latest good day. */
const DAYS: Readonly<Record<CommunicationKind, readonly [number, number]>> = {
  announce: [42, 28],
  'findings-and-runbook': [28, 14],
  'sign-off-and-lock': [14, 7],
  'day-of': [0, 0],
  retro: [-2, -10],
};

/** @param last day of the last window, in the region's own time */
export function lastRetroDay(last: Day): Day {
  return addDays(last, -DAYS.retro[1]);
}

/**
 * When people hear of a cluster's work, counted back from the day of its first window; the retro counts from the
 * last. What should have been said already is `late`: it is said so, and said at once.
 *
 * @param first, last days of the first and the last window, in the region's own time
 * @param today in the same time
 */
export function communicationDates(first: Day, last: Day, today: Day): CommunicationDate[] {
  return COMMUNICATION_KINDS.map((kind) => {
    const [earliest, latest] = DAYS[kind];
    const base = kind === 'retro' ? last : first;
    const from = addDays(base, -earliest);
    const to = addDays(base, -latest);
    return { kind, from, to, state: today > to ? 'late' : today >= from ? 'now' : 'to-come' };
  });
}
