/**
 * Assembles what is deployed, in build/package: built code, data, the pages' assets, host.json and production
 * dependencies. No sources, no tests, no local stack, no bundled Node.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';

const TARGET = 'build/package';
const PARTS = ['dist', 'data', 'web/assets', 'host.json', 'package.json', 'package-lock.json', '.funcignore'];

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET, { recursive: true });
for (const part of PARTS) cpSync(part, `${TARGET}/${part}`, { recursive: true });

execFileSync('npm', ['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'], {
  cwd: TARGET,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
