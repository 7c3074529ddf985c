import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { HostEvent } from '../../../dev/functions-host/parent.ts';

const MAIN = fileURLToPath(new URL('../../../dev/functions-host/main.ts', import.meta.url));
const FIXTURE_APP = fileURLToPath(new URL('./fixture-app', import.meta.url));

export interface FixtureHost {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything printed so far. */
  readonly output: () => string;
  /** Once it is printed: what a host tells by its channel can be here before what it printed first. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** The next invocation of a function that ends after this call. */
  readonly nextInvocation: (functionName: string) => Promise<HostEvent>;
  /** Ends the host as an operator does; resolves with its exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Runs the fixture app in a host of its own process; rejects with what it printed when it does not start. */
export async function startFixtureHost({
  settings = {},
  args = [],
  app = FIXTURE_APP,
}: {
  settings?: Record<string, string>;
  args?: string[];
  app?: string;
} = {}): Promise<FixtureHost> {
  const child = spawn(process.execPath, [MAIN, '--app', app, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'] ?? '', FIXTURE_SCHEDULE: '0 0 7 * * *', FIXTURE_QUEUE: 'plain', ...settings },
  });
  let printed = '';
  const more = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      more.emit('more');
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (event: HostEvent) => {
      if (event.kind === 'ready') resolve(event.url);
    });
    void ended.then((code) => reject(new Error(`exit ${code}: ${printed}`)));
  });
  return {
    url,
    process: child,
    output: () => printed,
    printed: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const found = pattern.exec(printed);
          if (!found) return;
          more.off('more', look);
          resolve(found);
        };
        more.on('more', look);
        look();
      }),
    nextInvocation: (functionName) =>
      new Promise((resolve) => {
        const listen = (event: HostEvent) => {
          if (event.kind !== 'invocation' || event.functionName !== functionName) return;
          child.off('message', listen);
          resolve(event);
        };
        child.on('message', listen);
      }),
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Settings that switch the queue triggers off, for tests without Service Bus. */
export const WITHOUT_QUEUES = {
  'AzureWebJobs.plain.Disabled': 'true',
  'AzureWebJobs.in-order.Disabled': '1',
};
