/**
 * `npm run bench:alerts -- --nodes 5000 --pods 150000`: what one look at a big cluster takes, whole and when nothing has
 * changed, beside the plain way (the typed client, which lists everything); and how soon trouble pauses a migration and
 * becomes a recommendation, over 100 random onsets. Each part runs in a process of its own.
 * One JSON line on stdout; what is going on, on stderr. Exit 1 when a signal or an onset was not seen.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { endEverything } from '../cli/cleanup.ts';
import { startSimulator } from '../cli/source/simulator.ts';
import { commandLine } from '../dev/command-line.ts';
import { bigFleet } from './big-cluster.ts';
import { bigKubeconfig } from './big-kubeconfig.ts';

interface Look {
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly nodes: number;
  readonly pods: number;
  readonly notSeen: number;
}

const values = commandLine(
  `npm run bench:alerts -- [--nodes N] [--pods N] [--onsets N] [--seed S]

What one look at a large cluster costs, beside listing everything through the typed client. One JSON line.`,
  {
    nodes: { type: 'string', default: '5000' },
    pods: { type: 'string', default: '150000' },
    onsets: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
);

const folder = await mkdtemp(join(tmpdir(), 'bench-alerts-'));
try {
  const onsets = await measured<{ toPause: number; toRecommendation: number; onsets: number }>(
    `${values.onsets} onsets`,
    'alerts-onset-process.ts',
    values.onsets,
    values.seed,
  );
  process.stderr.write('simulator...\n');
  const fleet = join(folder, 'fleet.json');
  await writeFile(fleet, JSON.stringify(bigFleet(Number(values.nodes), Number(values.pods))));
  const simulator = await startSimulator(['--fleet', fleet, '--no-throttle']);
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, await bigKubeconfig(simulator));
  // The simulator makes its objects when they are first asked for; that is not what is measured.
  await measured('warm-up', 'alerts-plain-process.ts', kubeconfig);
  const { full, unchanged, peakRssMb } = await measured<{ full: Look; unchanged: Look; peakRssMb: number }>(
    'signals',
    'alerts-process.ts',
    kubeconfig,
  );
  const plain = await measured<{ cpuSeconds: number; peakRssMb: number; pods: number }>(
    'typed client',
    'alerts-plain-process.ts',
    kubeconfig,
  );
  const whole = full.notSeen === 0 && unchanged.notSeen === 0 && full.pods === plain.pods;
  process.stdout.write(
    `${JSON.stringify({
      nodes: full.nodes,
      pods: full.pods,
      cpuSecondsFull: round(full.cpuSeconds),
      cpuSecondsUnchanged: round(unchanged.cpuSeconds),
      peakRssMb: round(peakRssMb),
      bytesFull: full.bytes,
      bytesUnchanged: unchanged.bytes,
      plainCpuSeconds: round(plain.cpuSeconds),
      plainPeakRssMb: round(plain.peakRssMb),
      onsets: onsets.onsets,
      onsetToPauseMaxSeconds: onsets.toPause,
      onsetToRecommendationMaxSeconds: onsets.toRecommendation,
      whole,
    })}\n`,
  );
  process.exitCode = whole && onsets.toPause >= 0 && onsets.toRecommendation >= 0 ? 0 : 1;
} finally {
  await endEverything();
  await rm(folder, { recursive: true });
}

async function measured<T>(what: string, script: string, ...more: readonly string[]): Promise<T> {
  process.stderr.write(`${what}...\n`);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, script), ...more], {
    maxBuffer: 64e6,
  });
  process.stderr.write(stderr);
  return JSON.parse(stdout) as T;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
