import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { StackError } from './stack-error.ts';

/** A child that does not end by itself in this time is killed. */
const GRACE_MS = 8000;
const LAST_LINES = 12;

export interface Child {
  /** As people call it: `the fleet simulator`. */
  readonly name: string;
  readonly process: ChildProcess;
  /** Resolves when the child has ended, with a line that says how; never rejects. */
  readonly ended: Promise<string>;
  /** Ends the child, by force when it takes too long. Safe to repeat. */
  stop(): Promise<void>;
  /** Waits for the child to be ready; rejects with a StackError when it ends before. */
  ready<T>(isReady: Promise<T>): Promise<T>;
}

export interface ChildOptions {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Whether its last lines are repeated when it ends early: a person has not seen them yet. */
  readonly repeatLastLines: boolean;
  /** Every line of its output and of its errors. */
  readonly onLine: (line: string, stream: 'out' | 'err') => void;
}

/**
 * Starts a Node script that ends with this process, however this process ends: its standard input and
 * its message channel close then. It is in a process group of its own, so that a Ctrl-C in the
 * terminal reaches only the stack, which ends its children in order.
 */
export function startChild({ name, script, args, env, repeatLastLines, onLine }: ChildOptions): Child {
  const child = spawn(process.execPath, [script, ...args], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  // A child that dies while it is written to must not take the stack with it.
  child.stdin?.on('error', () => {});
  const lastLines: string[] = [];
  for (const [stream, source] of [['out', child.stdout] as const, ['err', child.stderr] as const]) {
    if (!source) continue;
    createInterface({ input: source }).on('line', (line) => {
      if (repeatLastLines) lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
      onLine(line, stream);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(`${name} ended (${signal ?? `exit code ${code}`})`));
  });
  let stopping: Promise<void> | undefined;
  return {
    name,
    process: child,
    ended,
    stop() {
      stopping ??= (async () => {
        child.kill('SIGTERM');
        const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
        await ended;
        clearTimeout(force);
      })();
      return stopping;
    },
    ready: (isReady) =>
      Promise.race([
        isReady,
        ended.then((how) => {
          throw new StackError([`${how} before it was ready`, ...lastLines].join('\n  '));
        }),
      ]),
  };
}
