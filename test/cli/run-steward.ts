import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const STEWARD = join(import.meta.dirname, '..', '..', 'cli', 'steward.ts');

/** The real command as a process of its own, with nothing of this process's settings. */
export function steward(
  args: readonly string[],
  given: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [STEWARD, ...args], {
    cwd: given.cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...given.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}
