import type { z } from 'zod';
import { InputError } from '../../domain/errors.ts';

/** More than this is not a hand-kept file; it is refused before it is parsed. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
const MOST_ISSUES = 5;

/**
 * Reads a file that a person keeps by hand.
 *
 * @param file its name, as the person knows it
 * @throws InputError that names the place: `calendar.json: entries[2].supportEnds: expected a real day`
 */
export function readJson<T>(file: string, text: string, schema: z.ZodType<T>, code: string): T {
  if (text.length > MOST_CHARACTERS) throw new InputError(code, `${file}: is larger than 4 MB`, { file });
  let value: unknown;
  try {
    // Editors on Windows put a byte order mark first.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputError(code, `${file}: is not JSON: ${(error as Error).message}`, { file }, { cause: error });
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { issues } = read.error;
  const said = issues.slice(0, MOST_ISSUES).map((issue) => `${pathOf(issue.path)}: ${issue.message}`);
  if (issues.length > MOST_ISSUES) said.push(`and ${issues.length - MOST_ISSUES} more`);
  throw new InputError(code, `${file}: ${said.join('; ')}`, { file, field: pathOf(issues[0]?.path ?? []) });
}

function pathOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the whole file';
  return path.reduce<string>(
    (so, key) => (typeof key === 'number' ? `${so}[${key}]` : so === '' ? String(key) : `${so}.${String(key)}`),
    '',
  );
}
