import { fileURLToPath } from 'node:url';
import type { HostEvent } from '../functions-host/parent.ts';
import { type Child, startChild } from './child.ts';
import { asTaken, exactly, type Port, usualOrFree } from './ports.ts';
import type { Terminal } from './terminal.ts';

const SCRIPT = fileURLToPath(new URL('../functions-host/main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Invocation = Extract<HostEvent, { kind: 'invocation' }>;

export interface FunctionsApp {
  /** Of the dashboard; the API is under `/api`. */
  readonly url: string;
  onInvocation(listener: (invocation: Invocation) => void): void;
}

/** @throws StackError when a person asked for a port that is taken. */
export const functionsPort = (wanted: number | undefined): Promise<Port> =>
  wanted === undefined ? usualOrFree(7071) : exactly(wanted);

/** Starts the Functions host with this project's functions, and waits until it listens. */
export async function startFunctions(
  keep: (child: Child) => Child,
  settings: NodeJS.ProcessEnv,
  taken: Port,
  verbose: boolean,
  terminal: Terminal,
): Promise<FunctionsApp> {
  const child = keep(
    startChild({
      name: 'the Functions host',
      script: SCRIPT,
      repeatLastLines: false,
      args: ['--app', ROOT, '--port', String(taken.port), '--no-local-settings', verbose ? '--verbose' : '--quiet'],
      env: settings,
      onLine: (line) => terminal.line(`  ${line}`),
    }),
  );
  const listeners: ((invocation: Invocation) => void)[] = [];
  const ready = Promise.withResolvers<Extract<HostEvent, { kind: 'ready' }>>();
  child.process.on('message', (event: HostEvent) => {
    if (event.kind === 'ready') ready.resolve(event);
    else for (const listener of listeners) listener(event);
  });
  const { url, functionNames } = await child.ready(ready.promise);
  terminal.part('Functions app', `${url}${asTaken(taken)}; ${functionNames.length} functions`);
  return { url, onInvocation: (listener) => listeners.push(listener) };
}
