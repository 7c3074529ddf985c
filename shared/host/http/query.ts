import type { z } from 'zod';
import { InputError } from '../../domain/errors.ts';
import { expectationOf, kindOf } from './expectation.ts';

/** Where the Functions host takes its key from; ours to ignore. */
const KEY_PARAMETERS = ['code', 'clientId'];

/**
 * The parameters of an address, by a schema. A list is given by repeating its parameter; an empty
 * parameter counts as not given, as a form sends what nobody filled in.
 *
 * @throws InputError that names the first wrong parameter, what was read and what is expected
 */
export function parseQuery<T extends z.ZodObject>(schema: T, search: URLSearchParams): z.infer<T> {
  const given: Record<string, unknown> = {};
  for (const name of new Set(search.keys())) {
    const field = (schema.shape as Record<string, z.ZodType>)[name];
    if (!field) {
      if (KEY_PARAMETERS.includes(name)) continue;
      throw new InputError(
        'QUERY_NOT_UNDERSTOOD',
        `${quoted(name)}: there is no such parameter; there are ${Object.keys(schema.shape).join(', ')}`,
      );
    }
    const values = search.getAll(name).filter((value) => value !== '');
    if (values.length === 0) continue;
    if (values.length > 1 && kindOf(field) !== 'array') {
      throw new InputError('QUERY_NOT_UNDERSTOOD', `${name}: given ${values.length} times, expected once`);
    }
    given[name] = fromText(kindOf(field), values);
  }
  return checked(schema, given);
}

/** A JSON body by a schema. @throws InputError as `parseQuery` does, for fields */
export function parseBody<T extends z.ZodObject>(schema: T, text: string): z.infer<T> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new InputError('BODY_NOT_UNDERSTOOD', 'The body is not JSON.');
  }
  return checked(schema, given, 'BODY_NOT_UNDERSTOOD');
}

function checked<T extends z.ZodObject>(schema: T, given: unknown, code = 'QUERY_NOT_UNDERSTOOD'): z.infer<T> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0] ?? '');
  const field = (schema.shape as Record<string, z.ZodType>)[name];
  if (!field)
    throw new InputError(code, `expected ${Object.keys(schema.shape).join(', ')} as the fields of one object`);
  const read = (given as Record<string, unknown>)[name];
  throw new InputError(
    code,
    `${name}: read ${read === undefined ? 'nothing' : quoted(read)}, expected ${expectationOf(field)}`,
  );
}

function fromText(kind: string, values: readonly string[]): unknown {
  const value = values[0] ?? '';
  if (kind === 'array') return values;
  if (kind === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (kind === 'number') return /^-?\d+$/.test(value) ? Number(value) : value;
  return value;
}

/** What was read, short enough for one line. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
