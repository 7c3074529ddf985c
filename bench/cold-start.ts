/**
 * `npm run bench:cold-start`: what the chat's SDK adds to the start of every function. The app is loaded and composed as
 * it is, and once more with the SDK loaded at the start; in turn, each in a process of its own. One JSON line on stdout,
 * with figures of the one over those of the other. Exit 1 when the start loads a module of the SDK, or is not the lighter.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { commandLine } from '../dev/command-line.ts';

interface Start {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly modules: number;
  readonly sdkModules: number;
}

const values = commandLine(
  `npm run bench:cold-start -- [--runs N]

What the chat's SDK would add to the start of every function. One JSON line.`,
  { runs: { type: 'string', default: '5' } },
);

const lazy: Start[] = [];
const eager: Start[] = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  process.stderr.write(`run ${run + 1} of ${values.runs}...\n`);
  lazy.push(await start('lazy'));
  eager.push(await start('eager'));
}
const counted = await start('lazy', 'count');
const countedEager = await start('eager', 'count');
const ratio = (of: keyof Start) => round(median(eager.map((one) => one[of])) / median(lazy.map((one) => one[of])));
const line = {
  sdkModulesAtStart: counted.sdkModules,
  modulesAtStart: counted.modules,
  ms: Math.round(median(lazy.map(({ ms }) => ms))),
  cpuMs: Math.round(median(lazy.map(({ cpuMs }) => cpuMs))),
  rssMb: Math.round(median(lazy.map(({ rssMb }) => rssMb))),
  eagerModules: round(countedEager.modules / counted.modules),
  eagerMs: ratio('ms'),
  eagerCpu: ratio('cpuMs'),
  eagerRss: ratio('rssMb'),
  runs: lazy.length,
};
process.stdout.write(`${JSON.stringify(line)}\n`);
process.exitCode = counted.sdkModules === 0 && line.eagerModules > 1 && line.eagerCpu > 1 ? 0 : 1;

async function start(mode: 'lazy' | 'eager', ...count: readonly string[]): Promise<Start> {
  const script = join(import.meta.dirname, 'cold-start-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, 'dist', 'js', mode, ...count]);
  return JSON.parse(stdout) as Start;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
