/**
 * `npm run bench:sweep -- --clusters 10000 --pools 50000 --subscriptions 200`: one sweep against the
 * simulator with the published limits, beside the bound that those limits allow and the plain way.
 * One JSON line on stdout; what is going on, on stderr. Exit 1 when the sweep was not whole.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endEverything } from '../cli/cleanup.ts';
import { type Simulator, startSimulator } from '../cli/source/simulator.ts';
import { commandLine } from '../dev/command-line.ts';
import { bareClient } from './bare-client.ts';
import { boundOf } from './bound.ts';
import { plainOf } from './plain.ts';
import type { Call } from './recorded-calls.ts';

interface Measured {
  readonly seconds: number;
  readonly peakRssMb: number;
  readonly resourceGraphQueries: number;
  readonly armCalls: number;
  readonly throttled: number;
  readonly pageMs: number;
  readonly pageColdMs: number;
  readonly coverage: { readonly whole: boolean; readonly clustersSeen: number; readonly poolsSeen: number };
}

const values = commandLine(
  `npm run bench:sweep -- [--clusters N] [--pools N] [--subscriptions N] [--seed S] [--latency-ms N]

What a sweep of a large fleet costs. One JSON line.`,
  {
    clusters: { type: 'string', default: '10000' },
    pools: { type: 'string', default: '50000' },
    subscriptions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    'latency-ms': { type: 'string', default: '0' },
  },
);
const flags = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);

const folder = await mkdtemp(join(tmpdir(), 'bench-sweep-'));
try {
  const callsFile = join(folder, 'calls.json');
  const measured = await withSimulator('sweep', (simulator) => sweepOnce(simulator, callsFile));
  const calls = JSON.parse(await readFile(callsFile, 'utf8')) as Call[];
  const bound = await withSimulator('bound', (simulator) => boundOf(calls, simulator));
  const plain = await withSimulator('plain way', async (simulator) =>
    plainOf(await subscriptionIds(simulator), simulator),
  );
  process.stdout.write(`${JSON.stringify(line(measured, bound, plain))}\n`);
  process.exitCode = measured.coverage.whole ? 0 : 1;
} finally {
  await endEverything();
  await rm(folder, { recursive: true });
}

/** Each measurement gets a fresh simulator of the same fleet: full buckets, nothing cached. */
async function withSimulator<T>(what: string, use: (simulator: Simulator) => Promise<T>): Promise<T> {
  process.stderr.write(`${what}...\n`);
  try {
    return await use(await startSimulator(flags));
  } finally {
    await endEverything();
  }
}

async function sweepOnce(simulator: Simulator, callsFile: string): Promise<Measured> {
  const env = {
    ...process.env,
    ARM_ENDPOINT: simulator.armEndpoint,
    ARM_CA_FILE: simulator.caFile,
    FLEET_CLOCK: simulator.fleetClock ?? '',
    SWEEP_SUBSCRIPTIONS: '',
    SWEEP_MANAGEMENT_GROUP: '',
  };
  const script = join(import.meta.dirname, 'sweep-process.ts');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, callsFile], { env, maxBuffer: 64e6 });
  process.stderr.write(stderr);
  return JSON.parse(stdout) as Measured;
}

async function subscriptionIds(simulator: Simulator): Promise<string[]> {
  const client = bareClient(simulator, 1);
  const ids: string[] = [];
  for (let path: string | undefined = '/subscriptions?api-version=2022-12-01'; path; ) {
    const { text } = await client.send({ method: 'GET', path }, 'keep');
    const page = JSON.parse(text) as { value: { subscriptionId: string }[]; nextLink?: string };
    ids.push(...page.value.map(({ subscriptionId }) => subscriptionId));
    const next: URL | undefined = page.nextLink ? new URL(page.nextLink) : undefined;
    path = next && next.pathname + next.search;
  }
  client.close();
  return ids;
}

function line(measured: Measured, bound: { seconds: number; how: string }, plain: { seconds: number; how: string }) {
  return {
    clusters: measured.coverage.clustersSeen,
    pools: measured.coverage.poolsSeen,
    subscriptions: Number(values.subscriptions),
    seconds: round(measured.seconds),
    boundSeconds: round(bound.seconds),
    plainSeconds: round(plain.seconds),
    timesBound: round(measured.seconds / bound.seconds),
    timesFasterThanPlain: round(plain.seconds / measured.seconds),
    resourceGraphQueries: measured.resourceGraphQueries,
    armCalls: measured.armCalls,
    throttled: measured.throttled,
    peakRssMb: round(measured.peakRssMb),
    pageMs: round(measured.pageMs),
    pageColdMs: round(measured.pageColdMs),
    whole: measured.coverage.whole,
    boundHow: bound.how,
    plainHow: plain.how,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
