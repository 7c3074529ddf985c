import { type Day, startOfDay } from '../../../domain/time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A day as somebody says it: `2026-12-31`, `2026/12/31`, `31-Dec-2026`. `undefined`: it is none. Numbers alone in another
 * order are not taken for a day, because half the world reads them the other way round.
 */
export function dayMeant(said: string): Day | undefined {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(said) ?? [];
  if (year !== undefined) return dayOf(year, Number(month), Number(day));
  const [, date, name, inYear] = /^(\d{1,2})[-/. ]?([a-z]{3})[a-z]*[-/. ]?(\d{4})$/i.exec(said) ?? [];
  const at = MONTHS.indexOf((name ?? '').toLowerCase());
  return inYear === undefined || at < 0 ? undefined : dayOf(inYear, at + 1, Number(date));
}

function dayOf(year: string, month: number, day: number): Day | undefined {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return startOfDay(text) === undefined ? undefined : text;
}
