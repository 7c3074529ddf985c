import { type Day, daysBetween } from '../../shared/domain/time.ts';

/** How far a day lies from today, in words: `in 10 days`, `tomorrow`, `today`, `3 days ago`. */
export function fromToday(day: Day, today: Day): string {
  const days = daysBetween(today, day);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** A deadline: `2026-11-30 (in 10 days)`, or `2026-03-17 (248 days late)`; `-` when there is none. */
export function due(deadline: Day | undefined, today: Day): string {
  if (deadline === undefined) return '-';
  const days = daysBetween(today, deadline);
  if (days >= 0) return `${deadline} (${fromToday(deadline, today)})`;
  return `${deadline} (${-days === 1 ? '1 day' : `${-days} days`} late)`;
}
