/** A terminal that keeps what a person would be told, and prints nothing. */
import type { Terminal } from '../../dev/stack/terminal.ts';

export interface KeepingTerminal {
  readonly terminal: Terminal;
  /** Lines, results and failures, oldest first. */
  readonly said: readonly string[];
}

export function keepingTerminal(): KeepingTerminal {
  const said: string[] = [];
  const keep = (text: string) => void said.push(text);
  const terminal = {
    part: () => {},
    line: keep,
    detail: () => {},
    progress: () => {},
    result: keep,
    failure: keep,
    width: 120,
  };
  return { terminal, said };
}
