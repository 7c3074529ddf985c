import { FleetError } from '../domain/errors.ts';

/** As the Functions host and a terminal have it. */
export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Text from outside may carry control characters; JSON escapes most of them, this the rest. */
const HIDDEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** One line of JSON: what happened, then the fields by which it is found again. */
export function logLine(event: string, fields: LogFields = {}): string {
  return JSON.stringify({ event, ...fields }).replace(
    HIDDEN,
    (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The fields of an error: code, sentence, remedy and facts of an expected one; the stack only of one that is a bug. */
export function errorFields(error: unknown): LogFields {
  if (error instanceof FleetError) {
    const { code, message, remedy, facts } = error;
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    return { ...facts, code, message, remedy, ...(cause && { cause }), ...(remedy === 'fix-code' && stackOf(error)) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'UNEXPECTED', message, remedy: 'fix-code', ...stackOf(error) };
}

function stackOf(error: unknown): LogFields {
  return error instanceof Error && error.stack ? { stack: error.stack } : {};
}

/**
 * The error as it is handed to the Functions host, which prints the stack of whatever it gets: an
 * expected error has none to show.
 */
export function forTheHost(error: unknown): unknown {
  if (!(error instanceof FleetError) || error.remedy === 'fix-code') return error;
  const shown = new Error(`${error.code}: ${error.message}`);
  shown.stack = shown.message;
  return shown;
}
