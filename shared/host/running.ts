import { app, type InvocationContext } from '@azure/functions';
import type { Fleet } from '../app/fleet.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import type { Clock } from '../ports/clock.ts';
import { composeApp } from './compose.ts';
import { forTheHost, type Log } from './log.ts';

/** The one app of this process. */
export interface RunningApp {
  readonly config: Config;
  readonly clock: Clock;
  readonly fleet: Fleet;
}

let settings: Config | undefined;
let running: RunningApp | undefined;

/**
 * The settings, read once.
 * @throws ConfigError with a line for every setting that is wrong
 */
export function runningConfig(): Config {
  settings ??= readConfig();
  return settings;
}

/** Built by whoever asks first. */
export async function runningApp(): Promise<RunningApp> {
  if (running) return running;
  const config = runningConfig();
  running = { config, ...composeApp(config, processLog) };
  return running;
}

/** For what belongs to no invocation: the Functions host shows what the process writes. */
const processLog: Log = { info: write, warn: write, error: write };

function write(line: string): void {
  process.stderr.write(`${line}\n`);
}

// A wrong setting stops the start, not the first message at 2 a.m.
app.hook.appStart(() => {
  try {
    runningConfig();
  } catch (error) {
    throw forTheHost(error);
  }
});

/** Log lines of one invocation go where the host shows it. */
export function contextLog(context: InvocationContext): Log {
  return {
    info: (line) => context.log(line),
    warn: (line) => context.warn(line),
    error: (line) => context.error(line),
  };
}
