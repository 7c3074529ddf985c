import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PATIENCE_MS = 120_000;

interface Started {
  readonly modules: number;
  readonly sdkModules: number;
  /** Every connection that was made. */
  readonly connections: readonly string[];
}

/** Loads every function file and composes the app with a bot in Teams, in a process of its own. */
async function started(mode: 'lazy' | 'message'): Promise<Started> {
  const tells = ['--import', './test/adapters/teams/tell-connections.ts'];
  const args = [...tells, 'bench/cold-start-process.ts', '.', 'ts', mode, 'count'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  const connections = stderr.split('\n').filter((line) => line.startsWith('connects to'));
  return { ...(JSON.parse(stdout) as Omit<Started, 'connections'>), connections };
}

test('no start of a function loads a module of the SDK; the first message does', { timeout: PATIENCE_MS }, async () => {
  const start = await started('lazy');
  expect(start.modules).toBeGreaterThan(500);
  expect(start.sdkModules).toBe(0);
  const message = await started('message');
  expect(message.sdkModules).toBeGreaterThan(100);
  expect([start.connections, message.connections], 'nothing is reached for it').toEqual([[], []]);
});
