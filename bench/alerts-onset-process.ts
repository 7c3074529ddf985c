/**
 * One small cluster of the simulated fleet for each onset, each with a migration under way, all on the fleet's clock. The timer
 * fires at each full minute, its messages are handled when they are due, and a look takes the time that it takes. Trouble comes at a random second.
 * Pause: the order to pause is in the migration's record, so that its next pass writes nothing any more.
 */
import { memoryMigrationStore } from '../shared/adapters/memory/migration-store.ts';
import { kubernetesSignals } from '../shared/adapters/monitor/kubernetes-signals.ts';
import { systemDeadline } from '../shared/adapters/system/deadline.ts';
import { EvaluateAlert } from '../shared/app/messages.ts';
import { givenApp } from '../test/app/given-app.ts';
import { givenMigration } from '../test/support/migration.ts';
import { alertFleet, CONDITIONS, type Condition, TROUBLE_AFTER_MS } from './alert-fleet.ts';

const MINUTE = 60_000;
/** Onsets are spread over so long; the last of them needs some minutes more until it is a recommendation. */
const SPREAD_MINUTES = 4;
const MINUTES_AFTER = 9;
/** How finely the fleet's time goes on. */
const STEP_MS = 1_000;

interface Onset {
  readonly condition: Condition;
  readonly strikesAt: number;
  /** From here on it is trouble. */
  troubleAt?: number;
  pausedAt?: number;
  recommendedAt?: number;
}

const [count = '100', seed = '1'] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const fleet = await alertFleet(Number(count));
const clock = { now: () => fleet.now() };
// As many lists are kept as there are clusters in a fleet of several instances; here one process has them all.
const sources = Array.from({ length: Math.ceil(Number(count) / 20) }, () =>
  kubernetesSignals(fleet.connections, clock, systemDeadline),
);
const numberOf = (clusterId: string) => Number(clusterId.slice(clusterId.lastIndexOf('/') + 2));
const idOf = (n: number) => `m-${String(n).padStart(12, '0')}`;
const migrations = memoryMigrationStore();
const app = givenApp(
  { now: fleet.now() },
  {
    clock,
    migrations,
    alertsOn: true,
    signals: {
      read: (id, asked) => (sources[Math.floor(numberOf(id) / 20)] as (typeof sources)[number]).read(id, asked),
    },
  },
);

const advance = (ms: number) => {
  if (ms > 0) fleet.simulator.control.change({ change: 'advance-clock', seconds: ms / 1_000 });
};

for (let n = 0; n < Number(count); n += 1) {
  const migration = givenMigration({
    id: idOf(n),
    clusterId: fleet.clusterId(n),
    clusterName: `c${n}`,
    createdAt: fleet.now(),
    stepSince: fleet.now(),
  });
  await migrations.create(migration);
}
await look(true);
for (let n = 0; n < Number(count); n += 1) {
  const found = await migrations.find(idOf(n));
  if (found?.kind === 'migration') {
    await migrations.save({ ...found.migration, step: 'follow-upgrade', stepSince: fleet.now() }, found.etag);
  }
}
const start = fleet.now() + MINUTE;
const onsets: Onset[] = Array.from({ length: Number(count) }, (_, n) => ({
  condition: CONDITIONS[n % CONDITIONS.length] as Condition,
  strikesAt: start + Math.floor(random() * SPREAD_MINUTES * MINUTE),
}));
const byTime = onsets.map((onset, n) => ({ onset, n })).toSorted((a, b) => a.onset.strikesAt - b.onset.strikesAt);

let minute = Math.floor(fleet.now() / MINUTE);
const end = start + (SPREAD_MINUTES + MINUTES_AFTER) * MINUTE;
while (fleet.now() < end) {
  advance(Math.min(STEP_MS, (byTime[0]?.onset.strikesAt ?? end) - fleet.now()));
  while (byTime[0] && byTime[0].onset.strikesAt <= fleet.now()) {
    const { onset, n } = byTime.shift() as (typeof byTime)[number];
    onset.troubleAt = fleet.now() + TROUBLE_AFTER_MS[onset.condition];
    await fleet.strike(n, onset.condition);
  }
  const timer = Math.floor(fleet.now() / MINUTE) > minute;
  minute = Math.floor(fleet.now() / MINUTE);
  if (await look(timer)) for (const [n, onset] of onsets.entries()) await note(n, onset);
}

process.stdout.write(
  JSON.stringify({
    onsets: onsets.length,
    toPause: worst(({ pausedAt }) => pausedAt),
    toRecommendation: worst(({ recommendedAt }) => recommendedAt),
    tooSoon: onsets.filter(({ troubleAt = 0, pausedAt }) => pausedAt !== undefined && pausedAt < troubleAt).length,
    missed: onsets
      .filter(({ pausedAt, recommendedAt }) => !pausedAt || !recommendedAt)
      .map(({ condition }) => condition),
  }),
);
await fleet.close();
process.exit(0);

/** @param timer whether it fires now @returns whether anything was looked at */
async function look(timer: boolean): Promise<boolean> {
  app.world.now = fleet.now();
  if (timer) await app.fleet.watchFleet();
  const evaluate = (body: unknown) => app.fleet.evaluateAlert(EvaluateAlert.parse(body));
  const { completed } = await app.queues.drain(
    { 'evaluate-alert': evaluate },
    {
      concurrency: Number(count),
      onFailure: (queue, _, error) => process.stderr.write(`${queue}: ${String(error)}\n`),
    },
  );
  return completed > 0;
}

async function note(n: number, onset: Onset): Promise<void> {
  const stored = await migrations.find(idOf(n));
  const watch = await app.parts.watches.find(idOf(n));
  const orders = stored?.kind === 'migration' ? stored.migration.commands : [];
  if (orders.some(({ kind }) => kind === 'pause')) onset.pausedAt ??= fleet.now();
  if (watch?.state.recommendation) onset.recommendedAt ??= fleet.now();
}

/** Seconds; -1 when one of them never came. */
function worst(at: (onset: Onset) => number | undefined): number {
  const took = onsets.map((onset) => (at(onset) ?? Number.NaN) - (onset.troubleAt ?? Number.NaN));
  if (took.some(Number.isNaN)) return -1;
  return Math.round(Math.max(...took) / 100) / 10;
}

/** Mulberry32: the same seed, the same onsets. */
function randomFrom(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
