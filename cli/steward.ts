#!/usr/bin/env node
/**
 * The `steward` command. This file must run on old versions of Node too, so it imports nothing of ours
 * before it knows the version: it hands over to the Node that npm installed beside us when there is one.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;

if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) {
  const { main } = await import('./main.ts');
  await main(process.argv.slice(2));
} else {
  const node = nodeBesideUs();
  if (node) handOver(node);
  else {
    process.stderr.write(
      `steward: needs Node ${OLDEST_NODE} or newer, this is Node ${process.versions.node}. ` +
        'Install a newer Node, or run "npm ci" in the clone: it brings one along.\n',
    );
    process.exitCode = 1;
  }
}

/** `node_modules/.bin/node` of the package or of whoever installed it; `undefined` when there is none that we are not. */
function nodeBesideUs(): string | undefined {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const self = realpathSync(process.execPath);
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', '.bin', name);
    if (existsSync(candidate) && realpathSync(candidate) !== self) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Runs the same command on another Node and ends as it ends; signals are passed on, so that nothing is left behind. */
function handOver(node: string): void {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both; the child cleans up, and we wait for it.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`steward: could not start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}
