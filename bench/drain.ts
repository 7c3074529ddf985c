/**
 * `npm run bench:drain`: our drain beside `kubectl drain` in sequence, on the same simulated API with the same grace,
 * in clusters that are alike. 10 nodes of 30 pods without budgets, and one node of 30 pods under six budgets of
 * `maxUnavailable: 1`. Pods end 2 s after their deletion is asked, replacements are Ready after 1 s.
 * One JSON line on stdout; what is going on, on stderr. Exit 1 where kubectl is missing.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Agent, fetch } from 'undici';
import { endEverything } from '../cli/cleanup.ts';
import { type Simulator, startSimulator } from '../cli/source/simulator.ts';
import { commandLine } from '../dev/command-line.ts';
import { fleetClock } from '../shared/adapters/system/clock.ts';
import { type BenchCluster, benchCluster } from './drain-cluster.ts';
import { clusterName, type DrainScene, drainFleet, SCENES } from './drain-fleet.ts';
import { type Drained, drainWithKubectl, drainWithOwn } from './drain-sides.ts';

interface Measured extends Drained {
  readonly requests: number;
  readonly maxUnavailable: number;
}

commandLine(
  'npm run bench:drain\n\nOur drain beside kubectl drain on the same API. Takes two minutes; one JSON line.',
  {},
);
if (await hasKubectl()) await bench();
else {
  process.stderr.write(
    'kubectl is not on the PATH: there is nothing to measure beside. Install it and run this again.\n',
  );
  process.exitCode = 1;
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-drain-'));
  try {
    const fleet = join(folder, 'fleet.json');
    await writeFile(fleet, JSON.stringify(drainFleet()));
    const simulator = await startSimulator(['--fleet', fleet, '--no-throttle']);
    const sides = async (scene: DrainScene) => ({
      kubectl: await measure(simulator, folder, scene, 'kubectl'),
      own: await measure(simulator, folder, scene, 'own'),
    });
    const nodes = await sides(SCENES.nodes);
    const budgets = await sides(SCENES.budgets);
    const drained = SCENES.nodes.nodes + SCENES.budgets.nodes;
    const requests = nodes.own.requests + budgets.own.requests;
    const kubectlRequests = nodes.kubectl.requests + budgets.kubectl.requests;
    const line = {
      nodes: SCENES.nodes.nodes,
      podsPerNode: SCENES.nodes.podsPerNode,
      wallRatio: nodes.own.seconds / nodes.kubectl.seconds,
      secondsPerNode: nodes.own.seconds / SCENES.nodes.nodes,
      kubectlSecondsPerNode: nodes.kubectl.seconds / SCENES.nodes.nodes,
      budgetWallRatio: budgets.own.seconds / budgets.kubectl.seconds,
      budgetSeconds: budgets.own.seconds,
      kubectlBudgetSeconds: budgets.kubectl.seconds,
      requestRatio: requests / kubectlRequests,
      requests,
      kubectlRequests,
      maxUnavailable: budgets.own.maxUnavailable,
      kubectlMaxUnavailable: budgets.kubectl.maxUnavailable,
      withoutBudgetsMaxUnavailable: nodes.own.maxUnavailable,
      withoutBudgetsKubectlMaxUnavailable: nodes.kubectl.maxUnavailable,
      passesPerNode: (nodes.own.passes + budgets.own.passes) / drained,
      functionSecondsPerNode: (nodes.own.functionSeconds + budgets.own.functionSeconds) / drained,
    };
    process.stdout.write(`${JSON.stringify(line, (_, value) => (typeof value === 'number' ? round(value) : value))}\n`);
  } finally {
    await endEverything();
    await rm(folder, { recursive: true });
  }
}

async function measure(simulator: Simulator, folder: string, scene: DrainScene, side: 'own' | 'kubectl') {
  const name = clusterName(scene, side);
  process.stderr.write(`${name}...\n`);
  const cluster = await benchCluster(simulator, name);
  const nodes = await cluster.nodesOf('source');
  await cluster.open(await cluster.nodesOf('target'));
  const stop = await cluster.followUnavailable(scene.workloads);
  await asksOf(simulator, name, 'forget');
  const drained = await drain(simulator, folder, cluster, nodes, side);
  const requests = await asksOf(simulator, name, 'count');
  const measured: Measured = { ...drained, requests, maxUnavailable: await stop() };
  await cluster.close();
  return measured;
}

async function drain(
  { fleetClock: text = '' }: Simulator,
  folder: string,
  cluster: BenchCluster,
  nodes: readonly string[],
  side: 'own' | 'kubectl',
): Promise<Drained> {
  if (side === 'kubectl') {
    const file = join(folder, cluster.name);
    await writeFile(file, cluster.kubeconfig);
    return drainWithKubectl(file, nodes);
  }
  const [, fleetAt = '', realAt = '', speed = '1'] = /^(.+)@(.+)\*(.+)$/.exec(text) ?? [];
  const clock = fleetClock({ fleetAt: Date.parse(fleetAt), realAt: Date.parse(realAt), speed: Number(speed) });
  return drainWithOwn(cluster, nodes, clock);
}

/** What was asked of one cluster's API; whoever looks on has begun before. */
async function asksOf({ armEndpoint, caFile }: Simulator, name: string, what: 'count' | 'forget'): Promise<number> {
  const dispatcher = new Agent({ connect: { ca: await readFile(caFile, 'utf8') } });
  const url = `${armEndpoint}/_simulator/log`;
  try {
    if (what === 'forget') {
      await fetch(url, { method: 'DELETE', dispatcher });
      return 0;
    }
    const answer = await fetch(`${url}/requests`, { dispatcher });
    const { requests } = (await answer.json()) as { requests: readonly { path: string }[] };
    return requests.filter(({ path }) => path.toLowerCase().includes(`/${name}/`)).length;
  } finally {
    await dispatcher.close();
  }
}

async function hasKubectl(): Promise<boolean> {
  return promisify(execFile)('kubectl', ['version', '--client']).then(
    () => true,
    () => false,
  );
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
