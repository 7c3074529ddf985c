/**
 * `npm run bench:inspect -- --nodes 5000 --pods 150000`: one cluster of the simulator, read and judged from its
 * kubeconfig, beside the plain way (the typed client, which lists everything). Each runs in a process of its own.
 * One JSON line on stdout; what is going on, on stderr. Exit 1 when something was not seen.
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

interface Measured {
  readonly seconds: number;
  readonly peakRssMb: number;
  readonly requests: number;
  readonly nodes: number;
  readonly pods: number;
  readonly notSeen: number;
}

const values = commandLine(
  `npm run bench:inspect -- [--nodes N] [--pods N]

What an inspection of a large cluster costs. One JSON line.`,
  { nodes: { type: 'string', default: '5000' }, pods: { type: 'string', default: '150000' } },
);

const folder = await mkdtemp(join(tmpdir(), 'bench-inspect-'));
try {
  process.stderr.write('simulator...\n');
  const fleet = join(folder, 'fleet.json');
  await writeFile(fleet, JSON.stringify(bigFleet(Number(values.nodes), Number(values.pods))));
  const simulator = await startSimulator(['--fleet', fleet, '--no-throttle']);
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, await bigKubeconfig(simulator));
  // The simulator makes its objects when they are first asked for; that is not what is measured.
  await measured('warm-up', 'typed-client-process.ts', kubeconfig);
  const own = await measured('inspection', 'inspect-process.ts', kubeconfig);
  const typed = await measured('typed client', 'typed-client-process.ts', kubeconfig);
  process.stdout.write(
    `${JSON.stringify({
      nodes: own.nodes,
      pods: own.pods,
      seconds: round(own.seconds),
      peakRssMb: round(own.peakRssMb),
      requests: own.requests,
      typedClientSeconds: round(typed.seconds),
      typedClientPeakRssMb: round(typed.peakRssMb),
      typedClientRequests: typed.requests,
      whole: own.notSeen === 0,
      typedClientHow: 'every kind in one list, objects kept; nothing is judged',
    })}\n`,
  );
  process.exitCode = own.notSeen === 0 ? 0 : 1;
} finally {
  await endEverything();
  await rm(folder, { recursive: true });
}

async function measured(what: string, script: string, kubeconfig: string): Promise<Measured> {
  process.stderr.write(`${what}...\n`);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, script), kubeconfig],
    { maxBuffer: 64e6 },
  );
  process.stderr.write(stderr);
  return JSON.parse(stdout) as Measured;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
