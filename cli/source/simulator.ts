import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { InputError } from '../../shared/domain/errors.ts';
import { endLater } from '../cleanup.ts';
import { packageRoot } from '../package-root.ts';

const Ready = z.object({
  armEndpoint: z.url(),
  caFile: z.string(),
  fleetClock: z.string().optional(),
  /** The fleet's own policy files, if it has any. */
  policyFolder: z.string().optional(),
  pid: z.int(),
});
/** Where a simulator listens and which clock its fleet runs on. */
export type Simulator = z.infer<typeof Ready>;

const START_LIMIT_MS = 60_000;

/**
 * Starts the fleet simulator as a process of its own; it ends with us.
 *
 * @throws InputError `CLI_SIMULATOR` when this installation has none (it is part of a clone, not of the
 *   package), or when it does not start: its own words say why.
 */
export async function startSimulator(args: readonly string[]): Promise<Simulator> {
  const script = join(packageRoot(), 'dev', 'simulator', 'main.ts');
  if (!existsSync(script)) {
    throw new InputError(
      'CLI_SIMULATOR',
      'the simulated fleet is part of a clone of the repository and is not installed here',
    );
  }
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  endLater(() => end(child));
  return ready(child);
}

/** Command line of the simulator for `--simulated [FILE]`. */
export function simulatorArgs(simulated: string | true): string[] {
  if (simulated === true) return [];
  if (!existsSync(simulated)) throw new InputError('CLI_FILE', `${simulated} does not exist`);
  return ['--fleet', resolve(simulated)];
}

function ready(child: ChildProcess): Promise<Simulator> {
  const said: string[] = [];
  return new Promise((done, fail) => {
    const failed = (why: string) => fail(new InputError('CLI_SIMULATOR', `the simulated fleet did not start: ${why}`));
    const limit = setTimeout(() => failed(`not ready after ${START_LIMIT_MS / 1_000} s`), START_LIMIT_MS);
    child.once('error', (error) => failed(error.message));
    child.once('close', () => {
      clearTimeout(limit);
      failed(said.filter((line) => line.trim() !== '').join(' ') || 'it ended at once');
    });
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      if (said.length < 20) said.push(line);
    });
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', (line) => {
      clearTimeout(limit);
      const parsed = Ready.safeParse(parseJson(line));
      if (parsed.success) done(parsed.data);
      else failed(`it answered ${line.slice(0, 200)}`);
    });
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await gone;
  clearTimeout(force);
}
