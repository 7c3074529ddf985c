/**
 * What the host prints: one line per event. Text from outside (names, error messages) loses its
 * control characters, so that it cannot move the cursor or forge a second line.
 */
export interface HostLog {
  info(line: string): void;
  warn(line: string): void;
  /** Only with `--verbose`. May hold several lines, as a stack trace does. */
  detail(text: string): void;
  invocation(record: InvocationRecord): void;
}

export interface InvocationRecord {
  readonly functionName: string;
  readonly outcome: 'ok' | 'failed';
  readonly durationMs: number;
  /** What set this invocation apart, as in `GET /api/findings 200` or `delivery 2`. */
  readonly note: string;
  readonly error?: unknown;
}

export interface HostLogOptions {
  readonly write: (line: string) => void;
  readonly now: () => Date;
  readonly verbose: boolean;
  /** Leaves out `info` and the invocations that went well. */
  readonly quiet: boolean;
  /** Told of every invocation, also of those that are not printed. */
  readonly onInvocation?: (record: InvocationRecord) => void;
}

export function hostLog({ write, now, verbose, quiet, onInvocation }: HostLogOptions): HostLog {
  const line = (text: string) => write(`${now().toISOString().slice(11, 19)} ${oneLine(text)}`);
  const log: HostLog = {
    info: (text) => {
      if (!quiet) line(text);
    },
    warn: line,
    detail: (text) => {
      if (verbose) write(printable(text));
    },
    invocation(record) {
      onInvocation?.(record);
      const { functionName, outcome, durationMs, note, error } = record;
      if (outcome === 'ok' && quiet) return;
      const parts = [functionName.padEnd(20), outcome.padEnd(6), `${Math.round(durationMs)} ms`.padStart(8)];
      if (note) parts.push(note);
      if (error !== undefined) parts.push(describeError(error));
      line(parts.join('  ').trimEnd());
      if (error instanceof Error && error.stack) log.detail(error.stack);
    },
  };
  return log;
}

/**
 * `CODE: message` of an error, or its message alone. On one line, or with the message's own lines
 * where a list is expected, as for wrong settings.
 */
export function describeError(error: unknown, shape: 'one line' | 'lines' = 'one line'): string {
  const shaped = shape === 'lines' ? printable : oneLine;
  if (!(error instanceof Error)) return shaped(String(error));
  const { code } = error as { code?: unknown };
  const message = shaped(error.message || error.name);
  return typeof code === 'string' && code !== '' ? `${code}: ${message}` : message;
}

/** Control, formatting and line-separating characters become one space. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

const printable = (text: string): string => text.split('\n').map(oneLine).join('\n');
