/** What must hold when everything has come to an end. */

import { CORDON_MARK, TAINT_MARK } from '../../../shared/domain/cluster/node-mark.ts';
import { verifyEvidence } from '../../../shared/domain/evidence/verify.ts';
import { NODE_MARK } from '../../../shared/domain/migration/azure-look.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import { canonicalJson } from '../../../shared/domain/plan/plan-hash.ts';
import type { ModelCluster } from '../world/cluster.ts';
import { scalingOf } from '../world/look-azure.ts';
import type { Monitor } from './monitor.ts';
import { checkJournal } from './rules-of-journals.ts';
import { type Stage, storedMigrations } from './stage.ts';

/** A cluster as it was found, in words that compare. */
export interface FoundCluster {
  /** `scaling|POOL`, `upgrade-settings|POOL`, `replicas|NAMESPACE/NAME`, `min|...`, `node|NAME`. */
  readonly settings: ReadonlyMap<string, string>;
}

export type Found = ReadonlyMap<string, FoundCluster>;

export function foundAt({ world }: Stage): Found {
  return new Map([...world.clusters].map((cluster) => [cluster.id, { settings: settingsOf(cluster) }]));
}

function settingsOf(cluster: ModelCluster): Map<string, string> {
  const settings = new Map<string, string>();
  for (const pool of cluster.pools.values()) {
    const { count, autoscaler } = scalingOf(cluster, pool);
    settings.set(`scaling|${pool.name}`, JSON.stringify(autoscaler ?? { count }));
    settings.set(`upgrade-settings|${pool.name}`, upgradeSettingsText(pool.properties['upgradeSettings']));
  }
  for (const { kind, namespace, name, replicas } of cluster.workloads) {
    const scaled = cluster.scalers.some((scaler) => scaler.namespace === namespace && scaler.name === name);
    if (kind !== 'DaemonSet' && !scaled) settings.set(`replicas|${namespace}/${name}`, String(replicas));
  }
  for (const { namespace, name, min } of cluster.scalers)
    settings.set(`replicas|${namespace}/${name}`, `at least ${min}`);
  return settings;
}

/** What AKS does without a setting is the same as the setting that says so. */
function upgradeSettingsText(settings: unknown): string {
  const {
    nodeSoakDurationInMinutes = 0,
    undrainableNodeBehavior = 'Schedule',
    ...rest
  } = (settings ?? {}) as Record<string, unknown>;
  return canonicalJson({ nodeSoakDurationInMinutes, undrainableNodeBehavior, ...rest });
}

export async function checkEnd(stage: Stage, found: Found, monitor: Monitor): Promise<void> {
  const migrations = await storedMigrations(stage);
  for (const migration of migrations) {
    if (!hasEnded(migration.status)) {
      const why = migration.pause?.because ?? migration.waiting?.because ?? 'no reason';
      monitor.report(
        'every run comes to an end',
        `${migration.status} ${migration.direction} ${migration.step}: ${why}`,
      );
    }
    await checkEvidence(stage, migration, monitor);
  }
  if (migrations.length === 0) monitor.report('every run comes to an end', 'no migration was made');
  for (const cluster of stage.world.clusters) {
    const settings = found.get(cluster.id)?.settings;
    const own = migrations.filter(({ clusterId }) => clusterId === cluster.id);
    if (settings && own.every(({ status }) => hasEnded(status))) checkPutBack(cluster, settings, own, monitor);
    checkMarks(cluster, own, monitor);
    checkJournal(cluster, (rule, what) => monitor.report(rule, what));
  }
}

async function checkEvidence({ parts }: Stage, migration: Migration, monitor: Monitor): Promise<void> {
  const { id, evidence, dryRun } = migration;
  const stored = await parts.evidence.read(id);
  const last = stored.at(-1)?.seq ?? 0;
  const entries = [...stored, ...evidence.pending.filter(({ seq }) => seq > last)];
  if (hasEnded(migration.status) && entries.length > stored.length) {
    monitor.report('evidence reaches its store', `${entries.length - stored.length} wait`);
  }
  const verdict = verifyEvidence({ migrationId: id, head: evidence.head, entries }, parts.hash);
  if (verdict.kind === 'broken') monitor.report('the evidence is whole', `entry ${verdict.at}: ${verdict.why}`);
  const intents = JSON.stringify(entries.filter(({ kind }) => kind === 'intent' || kind === 'outcome'));
  const accepted = monitor.accepted.filter(({ migrationId, effect }) => migrationId === id && effect);
  for (const { call } of accepted) {
    const name = subjectOf(call.args[0]);
    if (!intents.includes(name)) monitor.report('every accepted write is in the evidence', `${call.method} ${name}`);
  }
  if (dryRun && monitor.accepted.length > 0) monitor.report('a dry run writes nothing', id);
}

function subjectOf(first: unknown): string {
  if (typeof first === 'string') return first.split('/').at(-1) ?? first;
  const { node, name } = first as { name: string; node?: string };
  // Evictions are told of by their node.
  return node ?? ('uid' in (first as object) ? '' : name);
}

function checkPutBack(
  cluster: ModelCluster,
  settings: ReadonlyMap<string, string>,
  migrations: readonly Migration[],
  monitor: Monitor,
): void {
  const now = settingsOf(cluster);
  for (const [key, before] of settings) {
    const [what = '', subject = ''] = key.split('|');
    const after = now.get(key);
    if (cluster.foreign.has(key) || cluster.foreign.has(`pool|${subject}`)) continue;
    if (after === undefined) {
      checkTarget(cluster, what, subject, before, migrations, monitor);
      continue;
    }
    if (what === 'scaling' && cluster.foreign.has(`count|${subject}`)) continue;
    if (what === 'scaling' && wasLeftWithout(cluster, subject, migrations)) continue;
    if (after !== before) monitor.report('everything is put back as it was found', `${key}: ${before} became ${after}`);
  }
}

/** Whoever aborts while the source is deleted keeps what is left of it: perhaps a pool without machines. */
function wasLeftWithout(cluster: ModelCluster, pool: string, migrations: readonly Migration[]): boolean {
  const owner = migrations.find(({ work }) => work.kind === 'pool' && work.name === pool);
  return (
    owner?.status === 'aborted' &&
    owner.direction === 'aside' &&
    cluster.journal.some(
      ({ by, what, subject }) => by === 'us' && what === 'delete-machines' && subject === `pool ${pool}`,
    )
  );
}

/** A pool that was replaced is gone; what it was set to, its target is. */
function checkTarget(
  cluster: ModelCluster,
  what: string,
  source: string,
  before: string,
  migrations: readonly Migration[],
  monitor: Monitor,
): void {
  const migration = migrations.find(({ work }) => work.kind === 'pool' && work.name === source);
  const target = migration?.remembered.targetPool?.name;
  if (!target || cluster.foreign.has(`${what}|${target}`) || cluster.foreign.has(`count|${target}`)) return;
  if (cluster.foreign.has(`count|${source}`) || cluster.foreign.has(`pool|${target}`)) return;
  const after = settingsOf(cluster).get(`${what}|${target}`);
  if (after !== before) {
    monitor.report(
      'everything is put back as it was found',
      `${what} of ${target}: ${before} became ${after ?? 'gone'}`,
    );
  }
}

/** A process that hung told of its write after all was over, and died: its entry waits in the record. */
export async function owesEvidence(stage: Stage): Promise<boolean> {
  const migrations = await storedMigrations(stage);
  return migrations.some(({ status, evidence }) => hasEnded(status) && evidence.pending.length > 0);
}

function checkMarks(cluster: ModelCluster, migrations: readonly Migration[], monitor: Monitor): void {
  for (const node of cluster.nodes.values()) {
    const id = node.marks[CORDON_MARK] ?? node.marks[TAINT_MARK] ?? node.marks[NODE_MARK];
    const owner = migrations.find((migration) => migration.id === id);
    const ours = id !== undefined && (!owner || hasEnded(owner.status));
    if (ours) {
      const state = `${node.unschedulable ? 'cordoned' : 'open'}, ${JSON.stringify(node.marks)}, ${owner?.status ?? 'no record'}`;
      monitor.report('nothing of ours stays on a node', `${node.name}: ${state}`);
    }
  }
}
