import picocolors from 'picocolors';

/** What the output is written to: how wide it is and whether it shows colours. */
export interface Terminal {
  readonly width: number;
  readonly colour: boolean;
}

/** Width used where there is no terminal to fit: a log, a file, a pipe. */
const WIDTH_WITHOUT_TERMINAL = 120;
const NARROWEST = 48;

/**
 * Colour only on a terminal, and never with `NO_COLOR` (https://no-color.org) or `TERM=dumb`;
 * `COLUMNS` sets the width where the stream has none.
 */
export function terminalOf(
  stream: { isTTY?: boolean; columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const asked = Number(env['COLUMNS']);
  const columns = stream.columns ?? (Number.isInteger(asked) && asked > 0 ? asked : WIDTH_WITHOUT_TERMINAL);
  return {
    width: Math.max(NARROWEST, columns),
    colour: stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  };
}

export function paint(terminal: Terminal) {
  return picocolors.createColors(terminal.colour);
}
