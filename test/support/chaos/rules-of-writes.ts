/** What must hold at the moment of every write to a cluster. */
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { PodRef } from '../../../shared/ports/pod-evictor.ts';
import type { ModelCluster } from '../world/cluster.ts';
import type { ModelNode } from '../world/model.ts';
import type { CallInfo } from './fault.ts';
import { intentCovers } from './intent-covers.ts';
import type { SimProcess } from './process.ts';
import type { Stage } from './stage.ts';
import { unseenBy } from './unseen.ts';

export type Report = (rule: string, what: string) => void;

/** Reads that lie together: what changed in between is not held against a write. */
const SLACK_MS = 5_000;

/** @returns the migration whose write this is */
export function checkWrite(
  stage: Stage,
  call: CallInfo,
  process: SimProcess,
  migrations: readonly Migration[],
  report: Report,
): string | undefined {
  const text = `${call.port}.${call.method} ${JSON.stringify(call.args).slice(0, 200)}`;
  const nodeOfPod = ({ clusterId, uid }: PodRef): string | undefined =>
    stage.world.cluster(clusterId).pods.get(uid)?.node;
  // What this process saved itself: another may have taken over meanwhile, and nobody can keep this one from going on.
  const owner = [...process.saved.values()].find(({ intent }) => intent && intentCovers(intent.write, call, nodeOfPod));
  if (!owner) {
    if (!clearsLeftovers(call, migrations)) report('no write without a saved intent', text);
    return undefined;
  }
  if (owner.dryRun || stage.parts.running.dryRun) report('a dry run writes nothing', text);
  if (owner.status !== 'running') report('a migration that is not running writes nothing', `${owner.status}: ${text}`);
  const spoiledSince = stage.spoiled.get(owner.id);
  const asked = process.reads.get('migrations') ?? 0;
  // A drain is followed for some time after its record was read.
  if (spoiledSince !== undefined && call.sort !== 'evict' && spoiledSince < asked - SLACK_MS) {
    report('nothing is written for a record that cannot be read', text);
  }
  if (owner.direction === 'forward' && owner.intent?.write.kind !== 'drain') {
    checkOthers(stage, owner, migrations, process, text, report);
  }
  if (!process.reads.has('azureLooker')) report('a write is decided again on a second look', text);
  if (owner.direction === 'forward') checkForward(stage, owner, process, text, report);
  const cluster = stage.world.cluster(owner.clusterId);
  if (call.sort === 'evict') checkEviction(cluster, owner, call, process, text, report);
  if (call.method === 'delete' || call.method === 'deleteMachines') {
    checkDeletion(stage, cluster, owner, call, process, text, report);
  }
  return owner.id;
}

function checkForward(stage: Stage, migration: Migration, process: SimProcess, text: string, report: Report): void {
  const { world, alerts, frozen } = stage;
  const unseen = unseenBy(process, migration);
  if (unseen) report('unknown is never healthy', `written after ${unseen} was not seen: ${text}`);
  const asked = process.reads.get('verdicts');
  const alert = alerts.get(migration.id);
  if (asked === undefined) report('a write is decided again on a second look', `alerts were not read: ${text}`);
  else if (alert && alert.kind !== 'healthy' && alert.since < asked - SLACK_MS) {
    report('nothing goes forward while an alert is open or unknown', text);
  }
  const { drain } = migration;
  const underWay =
    migration.intent?.write.kind === 'drain' &&
    drain.node !== undefined &&
    drain.node.since < (migration.intent?.at ?? 0);
  if (underWay) return;
  const decided = process.reads.get('azureLooker') ?? world.now;
  const open = migration.work.windows.some(
    ({ opens, closes }) =>
      decided + process.skewMs >= opens - SLACK_MS && decided + process.skewMs <= closes + SLACK_MS,
  );
  if (!open) report('nothing is written outside the window', text);
  const frozenAsked = process.reads.get('freezes');
  if (frozenAsked === undefined)
    report('a write is decided again on a second look', `a freeze was not asked for: ${text}`);
  else if ((frozen.since ?? Number.POSITIVE_INFINITY) < frozenAsked - SLACK_MS) {
    report('nothing goes forward while the fleet is frozen', text);
  }
  const words = process.reads.get('signOffs');
  if (words === undefined) report('a write is decided again on a second look', `sign-offs were not read: ${text}`);
  else if (areSignOffsMissing(stage, words, process)) {
    report('nothing is written without its sign-offs', text);
  }
}

/** What a record that cannot be read is at, nobody knows: nothing of its cluster goes forward. */
function checkOthers(
  { spoiled }: Stage,
  owner: Migration,
  migrations: readonly Migration[],
  process: SimProcess,
  text: string,
  report: Report,
): void {
  const asked = process.reads.get('migrations') ?? 0;
  for (const { id, clusterId } of migrations) {
    if (id === owner.id || clusterId !== owner.clusterId) continue;
    if ((spoiled.get(id) ?? Number.POSITIVE_INFINITY) < asked - SLACK_MS) {
      report('nothing goes forward on a cluster with a record that cannot be read', text);
    }
  }
}

/** Words count when they are said; that they expire, each process knows by its own clock. */
function areSignOffsMissing({ signOffsMissing }: Stage, readAt: number, { skewMs }: SimProcess): boolean {
  return [...signOffsMissing].some(
    ([why, since]) => since < readAt + (why === 'expired' ? Math.min(0, skewMs) : 0) - SLACK_MS,
  );
}

/** Only one node at a time is emptied by us, and never more than the plan's number lose pods. */
function checkEviction(
  cluster: ModelCluster,
  migration: Migration,
  call: CallInfo,
  process: SimProcess,
  text: string,
  report: Report,
): void {
  const looked = process.reads.get('clusterLooker') ?? cluster.now;
  const { uid } = call.args[0] as PodRef;
  const node = cluster.pods.get(uid)?.node;
  if (node === undefined) return;
  const pool = cluster.nodes.get(node)?.pool;
  const out = new Set([node]);
  for (const other of cluster.nodesOf(pool ?? '')) {
    const leaving = cluster.movableOn(other.name).some(({ terminatingSince }) => terminatingSince !== undefined);
    if (leaving && migration.drain.node?.name === other.name) out.add(other.name);
    // On the way back a pool is left that may be sick: what it lost does not keep the others' pods there.
    if (migration.direction === 'back') continue;
    if (wasLost(cluster, other, looked) && cluster.movableOn(other.name).length > 0) out.add(other.name);
  }
  if (out.size > migration.caps.maxNodesOut) report('no more nodes out of service than the plan says', text);
}

/** It was not Ready already when it was looked at. */
function wasLost(cluster: ModelCluster, node: ModelNode, looked: number): boolean {
  if (!node.dead) return false;
  const died = cluster.journal.findLast(({ what, subject }) => what === 'kill-node' && subject === `node ${node.name}`);
  return died !== undefined && died.at < looked - SLACK_MS;
}

/** What stands on machines that we delete goes with them: nothing may stand there, and a rollback must not need it. */
function checkDeletion(
  stage: Stage,
  cluster: ModelCluster,
  migration: Migration,
  call: CallInfo,
  process: SimProcess,
  text: string,
  report: Report,
): void {
  const [poolId, machines] = call.args as [string, readonly string[] | undefined];
  const looked = process.reads.get('clusterLooker') ?? stage.world.now;
  const pool = [...cluster.pools.values()].find(({ id }) => id === poolId);
  if (!pool) return;
  const chosen = cluster.nodesOf(pool.name).filter(({ name }) => call.method === 'delete' || machines?.includes(name));
  for (const node of chosen) {
    const pods = cluster
      .movableOn(node.name)
      .filter(
        ({ placedAt, terminatingSince }) => (placedAt ?? 0) < looked - SLACK_MS && terminatingSince === undefined,
      );
    for (const { namespace, name } of pods) {
      report('a pod leaves only by eviction', `${namespace}/${name} stands on ${node.name}: ${text}`);
    }
  }
  const isSource = migration.work.kind === 'pool' && migration.work.poolId === poolId;
  if (!isSource || (call.method === 'deleteMachines' && migration.step === 'hold')) return;
  if (migration.direction !== 'forward') report('the source is deleted on no way back', text);
  const words = process.reads.get('signOffs') ?? 0;
  if (words < (stage.story.aloneUntil ?? 0) - SLACK_MS) report('deleting a pool takes two people', text);
}

/** `find-stray-marks` takes off what belongs to no running migration. */
function clearsLeftovers({ port, method, args }: CallInfo, migrations: readonly Migration[]): boolean {
  if (port !== 'nodeWriter' || !(method === 'uncordon' || method === 'untaint')) return false;
  const id = args.at(-1);
  return migrations.find((migration) => migration.id === id)?.endedAt !== undefined;
}
