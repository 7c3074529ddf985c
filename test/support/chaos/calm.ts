/** After the storm: faults end, people come and see to what waits for them, and everything must come to an end. */
import type { CommandKind } from '../../../shared/domain/migration/command.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import type { ModelCluster } from '../world/cluster.ts';
import { poolOf } from '../world/pools.ts';
import { storedMigrations } from './stage.ts';
import type { UnderWay } from './under-way.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A paused migration is resumed so often before a person takes the way back, and then aborts. */
const RESUMES = 3;
const MOST_DAYS = 12;
const MOST_TURNS = 6000;

export async function calmDown(simulation: UnderWay): Promise<void> {
  const { stage, world } = simulation;
  stage.alerts.clear();
  for (const id of stage.spoiled.keys()) stage.records.mend(id);
  stage.spoiled.clear();
  if (stage.frozen.since !== undefined) await simulation.use((fleet) => fleet.unfreeze({ id: 'ops', name: 'Ops' }));
  for (const cluster of world.clusters) makeSound(cluster);
  // Whatever was planned to end the faults ends them first; the world's own doings go on.
  const tried = new Map<string, number>();
  const until = world.now + MOST_DAYS * DAY;
  for (let turn = 0; turn < MOST_TURNS && world.now < until; turn += 1) {
    const migrations = await storedMigrations(stage);
    const open = migrations.filter(({ status }) => !hasEnded(status));
    // What a crash left on the queue is delivered again: an ended migration may still owe its evidence.
    if (open.length === 0 && migrations.length > 0 && stage.queue.nextDue() === undefined) return;
    for (const migration of open) {
      if (migration.status === 'paused' || waitsInVain(migration, migrations)) await help(simulation, migration, tried);
    }
    await simulation.turn();
  }
}

function makeSound(cluster: ModelCluster): void {
  cluster.power = 'running';
  cluster.nodeQuota = 100;
  cluster.upgradesLie = false;
  for (const node of cluster.nodes.values()) node.dead = false;
  for (const pod of cluster.pods.values()) if (!pod.stopped) pod.finalizer = false;
  for (const budget of cluster.budgets) if (budget.maxUnavailable === '0') budget.maxUnavailable = '1';
  cluster.changed();
}

/** An earlier step of its cluster did not go through, so it never begins. */
function waitsInVain({ status, clusterId, order }: Migration, all: readonly Migration[]): boolean {
  const isBefore = (other: Migration) => other.clusterId === clusterId && other.order < order;
  return (
    status === 'waiting' &&
    all.some((other) => isBefore(other) && hasEnded(other.status) && other.status !== 'completed')
  );
}

/** A person does what a person would: try again, go back, give up. */
async function help(simulation: UnderWay, migration: Migration, tried: Map<string, number>): Promise<void> {
  const times = (tried.get(migration.id) ?? 0) + 1;
  const { world } = simulation;
  if (migration.commands.length > 0) return;
  tried.set(migration.id, times);
  const kind = whatToTry(migration, world.cluster(migration.clusterId), times);
  await simulation.use((fleet) =>
    fleet.command(
      migration.id,
      { kind, reason: `Somebody looked into it, time ${times}.` },
      { id: 'ops', name: 'Ops' },
    ),
  );
}

function whatToTry({ status, direction, work }: Migration, cluster: ModelCluster, times: number): CommandKind {
  if (status === 'waiting') return 'abort';
  const gone = work.kind === 'pool' && !poolOf(cluster, work.poolId);
  if (gone && times > 1) return 'abort';
  if (times <= RESUMES) return 'resume';
  if (times === RESUMES + 1 && direction === 'forward') return 'roll-back';
  return times % 2 === 0 ? 'abort' : 'resume';
}
