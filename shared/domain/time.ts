/** A moment, in milliseconds since 1970-01-01T00:00Z. Always an argument: the domain has no clock. */
export type Instant = number;

/** A calendar day in UTC, `YYYY-MM-DD`. Two of them compare as text. */
export type Day = string;

export const MS_PER_DAY = 86_400_000;

/** The UTC day that `at` falls on. */
export function dayOf(at: Instant): Day {
  const midnight = Math.floor(at / MS_PER_DAY);
  if (midnight !== last.midnight) last = { midnight, day: new Date(at).toISOString().slice(0, 10) };
  return last.day;
}

/** A moment inside a sentence: `2026-11-21 02:35 UTC`. */
export function momentText(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The day asked for before: a sweep asks for the same one hundreds of thousands of times. */
let last: { readonly midnight: number; readonly day: Day } = { midnight: 0, day: '1970-01-01' };

/** Midnight UTC at the start of `day`; `undefined` when there is no such day (`2026-02-30`, `soon`). */
export function startOfDay(day: Day): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || dayOf(at) !== day ? undefined : at;
}

/** Whole days from `from` to `to`: 0 on the same day, negative when `to` lies before `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY);
}

/** The day `days` after `day` (before it when negative). */
export function addDays(day: Day, days: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY);
}
