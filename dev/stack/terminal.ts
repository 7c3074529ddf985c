import pc from 'picocolors';

/** Where the stack prints: what it does on stderr, what was found on stdout, so that results can be piped. */
export interface Terminal {
  /** A part of the stack and where it is. */
  part(name: string, where: string): void;
  line(text: string): void;
  /** Only with `--verbose`. */
  detail(text: string): void;
  /** Replaces the progress line before it. Without a terminal, printed at most every few seconds. */
  progress(text: string): void;
  /** What the run was for. */
  result(text: string): void;
  failure(text: string): void;
  /** Columns to print in. */
  readonly width: number;
}

const QUIET_PROGRESS_MS = 3000;
const CLEAR_LINE = '\r\u001b[K';

export function processTerminal(verbose: boolean): Terminal {
  const { stdout, stderr } = process;
  const live = stderr.isTTY;
  let progressShown = false;
  let lastProgress = { at: 0, text: '' };
  const endProgress = () => {
    if (progressShown) stderr.write(CLEAR_LINE);
    progressShown = false;
  };
  const line = (text: string) => {
    endProgress();
    stderr.write(`${text}\n`);
  };
  return {
    width: stdout.columns ?? 120,
    line,
    part: (name, where) => line(`  ${pc.bold(name.padEnd(22))} ${where}`),
    detail: (text) => {
      if (verbose) line(pc.dim(text));
    },
    progress(text) {
      if (live) {
        stderr.write(`${CLEAR_LINE}${text.slice(0, (stderr.columns ?? 80) - 1)}`);
        progressShown = true;
        return;
      }
      if (text === lastProgress.text || Date.now() - lastProgress.at < QUIET_PROGRESS_MS) return;
      lastProgress = { at: Date.now(), text };
      line(text);
    },
    result(text) {
      endProgress();
      stdout.write(`${text}\n`);
    },
    failure: (text) => line(pc.red(text)),
  };
}
