import type { z } from 'zod';
import { InputError } from '../../domain/errors.ts';
import { type CalendarFacts, CalendarOverride, EntryFile, KubernetesFile } from './calendar-file.ts';
import { readJson } from './read-json.ts';

const FILE = 'calendar.json';
const CODE = 'CALENDAR_UNREADABLE';

/**
 * The bundled facts, extended and overridden by the text of the user's `calendar.json`.
 *
 * @throws InputError CALENDAR_UNREADABLE with the place, when the text or what comes out of it is not sound
 */
export function extendCalendar(bundled: CalendarFacts, text: string): CalendarFacts {
  const own = readJson(FILE, text, CalendarOverride, CODE);
  return {
    asOf: own.asOf ?? bundled.asOf,
    entries: merge<EntryFile>('entries', (entry) => entry.id ?? '', bundled.entries, own.entries, EntryFile),
    kubernetes: merge<KubernetesFile>(
      'kubernetes',
      (entry) => entry.version ?? '',
      bundled.kubernetes,
      own.kubernetes,
      KubernetesFile,
    ),
  };
}

function merge<T>(
  list: string,
  keyOf: (entry: Partial<T>) => string,
  bundled: readonly T[],
  own: readonly Partial<T>[],
  schema: z.ZodType<T>,
): T[] {
  const merged = new Map(bundled.map((entry) => [keyOf(entry), entry]));
  const seen = new Set<string>();
  own.forEach((entry, index) => {
    const key = keyOf(entry);
    if (seen.has(key)) throw refused(`${list}[${index}]: ${key} is there twice`, `${list}[${index}]`);
    seen.add(key);
    const before = merged.get(key);
    // Checked whole: a new entry must have every field, and an overridden one must still be sound.
    const whole = schema.safeParse({ ...before, ...entry });
    if (!whole.success) {
      const [issue] = whole.error.issues;
      const field = [`${list}[${index}]`, ...(issue?.path ?? []).map(String)].join('.');
      const hint = before ? '' : ` (nothing that ships is called ${key}, so it must be whole)`;
      throw refused(`${field}: ${issue?.message}${hint}`, field);
    }
    merged.set(key, whole.data);
  });
  return [...merged.values()];
}

function refused(what: string, field: string): InputError {
  return new InputError(CODE, `${FILE}: ${what}`, { file: FILE, field });
}
