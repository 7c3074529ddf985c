import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PATIENCE_MS = 120_000;

/** Loads every function file and composes the app with a bot in Teams, in a process of its own. */
async function started(mode: 'lazy' | 'message'): Promise<{ modules: number; sdkModules: number }> {
  const args = ['bench/cold-start-process.ts', '.', 'ts', mode, 'count'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as { modules: number; sdkModules: number };
}

test('no start of a function loads a module of the SDK; the first message does', { timeout: PATIENCE_MS }, async () => {
  const start = await started('lazy');
  expect(start.modules).toBeGreaterThan(500);
  expect(start.sdkModules).toBe(0);
  expect((await started('message')).sdkModules).toBeGreaterThan(100);
});
