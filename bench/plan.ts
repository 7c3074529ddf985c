/**
 * `npm run bench:plan -- --clusters 10000 --pools 50000`: plans a simulated fleet that was just swept, as the timer
 * does: reading the stores, planning, saving, proposing. One JSON line on stdout; `seconds` is the planning alone,
 * `peakRssMb` the whole process with the sweep before it. Exit 1 when it takes 60 s or 1,000 MB or more, or when
 * nothing was planned.
 */
import { endEverything } from '../cli/cleanup.ts';
import { keepHeapSmall } from '../cli/heap.ts';
import { startSimulator } from '../cli/source/simulator.ts';
import { commandLine } from '../dev/command-line.ts';
import { laptopFleet } from '../shared/host/laptop.ts';

const values = commandLine(
  `npm run bench:plan -- [--clusters N] [--pools N] [--subscriptions N] [--seed S]

What planning a large fleet costs. One JSON line.`,
  {
    clusters: { type: 'string', default: '10000' },
    pools: { type: 'string', default: '50000' },
    subscriptions: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
);

const MOST_SECONDS = 60;
const MOST_MB = 1_000;

try {
  const flags = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  process.stderr.write('sweep...\n');
  const simulator = await startSimulator([...flags, '--no-throttle']);
  keepHeapSmall();
  const laptop = await laptopFleet({
    settings: {
      ARM_ENDPOINT: simulator.armEndpoint,
      ARM_CA_FILE: simulator.caFile,
      FLEET_CLOCK: simulator.fleetClock ?? '',
      SWEEP_SUBSCRIPTIONS: '',
      SWEEP_MANAGEMENT_GROUP: '',
      AKS_CALLS_PER_SWEEP: '60',
    },
  });
  await laptop.sweep({ onTrouble: (line) => process.stderr.write(`${line}\n`) });
  await endEverything();

  process.stderr.write('plan...\n');
  const started = performance.now();
  await laptop.fleet.planMigrations();
  const seconds = (performance.now() - started) / 1_000;
  // Node reports kilobytes everywhere.
  const peakRssMb = process.resourceUsage().maxRSS / 1_024;

  const plans = (await laptop.fleet.plans())?.plans ?? [];
  const sum = (of: 'pools' | 'clusters' | 'waves') => plans.reduce((total, plan) => total + plan[of], 0);
  const line = {
    seconds: round(seconds),
    peakRssMb: round(peakRssMb),
    pools: sum('pools'),
    clusters: sum('clusters'),
    waves: sum('waves'),
    plans: plans.length,
    fleetClusters: Number(values.clusters),
    fleetPools: Number(values.pools),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.exitCode = seconds < MOST_SECONDS && peakRssMb < MOST_MB && line.pools > 0 ? 0 : 1;
} finally {
  await endEverything();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
