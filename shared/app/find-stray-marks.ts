import type { ClusterLook } from '../domain/cluster/facts.ts';
import { UpstreamError } from '../domain/errors.ts';
import { STEWARD } from '../domain/migration/apply.ts';
import { type AzureLook, RETIRING } from '../domain/migration/azure-look.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { hasEnded } from '../domain/migration/status-table.ts';
import type { Need } from '../domain/migration/step-rule.ts';
import { ownersOf, type StrayMark } from '../domain/migration/stray-mark.ts';
import { strayMarks } from '../domain/migration/stray-marks.ts';
import { type Held, keep, take } from './advance-migration/record.ts';
import { mapLimited } from './map-limited.ts';
import { syncOwnFindings } from './own-findings.ts';
import type { Parts } from './parts.ts';

const CLUSTERS_AT_ONCE = 4;

const NODES: readonly Need[] = ['nodes'];
/** Where a migration has changed replicas. */
const NODES_AND_NUMBERS: readonly Need[] = ['nodes', 'workloads', 'autoscalers'];

/**
 * Looks at every cluster that ever had a migration for what no running migration owns, and says so in findings about
 * ourselves. Takes off only what carries our annotation with the id of a migration that has ended, and with `DRY_RUN`
 * not even that. What could not be seen keeps the findings that it has. Evidence that ended migrations still owe is stored.
 */
export async function findStrayMarks(parts: Parts): Promise<void> {
  const clusters = new Map<string, readonly Need[]>();
  for (const one of await parts.migrations.list('all')) {
    if (one.kind !== 'migration') continue;
    const { id, clusterId, remembered, status, evidence, dryRun } = one.migration;
    if (hasEnded(status) && evidence.pending.length > 0) await storeEvidenceLeft(parts, id);
    if (dryRun) continue;
    const scaled = (remembered.replicas ?? []).length > 0 || clusters.get(clusterId) === NODES_AND_NUMBERS;
    clusters.set(clusterId, scaled ? NODES_AND_NUMBERS : NODES);
  }
  await mapLimited([...clusters], CLUSTERS_AT_ONCE, ([clusterId, needs]) => lookAtCluster(parts, clusterId, needs));
}

/** What came to the chain of one that had ended, from a process that hung and then died, has no pass that stores it. */
async function storeEvidenceLeft(parts: Parts, id: string): Promise<void> {
  const found = await take(parts, id);
  if (typeof found === 'string' || !found.flushed) return;
  await keep(parts, found, { migration: found.migration, happened: [] });
}

async function lookAtCluster(parts: Parts, clusterId: string, needs: readonly Need[]): Promise<void> {
  const prefix = `stray-mark/${clusterId}/`;
  const { azure, look } = await lookAt(parts, clusterId, needs);
  if (azure.kind === 'gone') return syncOwnFindings(parts, prefix, []);
  if (azure.kind !== 'seen' || look.nodes?.kind !== 'seen') return;

  // Read after the cluster was: what a migration has marked since is in no look, and its record is in this list.
  const records = await parts.migrations.ofCluster(clusterId);
  const migrations = records.flatMap((one) => (one.kind === 'migration' ? [one.migration] : []));
  const unreadable = records.flatMap((one) => (one.kind === 'unreadable' ? [one.id] : []));
  const found = strayMarks(ownersOf(migrations, unreadable), azure, look, parts.clock.now());
  const left: StrayMark[] = [];
  for (const stray of found) if (!(await takeOff(parts, clusterId, stray))) left.push(stray);

  const name = migrations[0]?.clusterName ?? clusterId.slice(clusterId.lastIndexOf('/') + 1);
  await syncOwnFindings(
    parts,
    prefix,
    left.map(({ kind, subject, what, nextAction }) => ({
      id: `${prefix}${kind}/${subject}`,
      code: 'STRAY_MARK',
      what: `Cluster ${name}: ${what}`,
      nextAction,
    })),
  );
}

async function lookAt(
  { azureLooker, clusterLooker, clock }: Parts,
  clusterId: string,
  needs: readonly Need[],
): Promise<{ readonly azure: AzureLook; readonly look: ClusterLook }> {
  try {
    const [azure, look] = await Promise.all([
      azureLooker.look(clusterId, []),
      clusterLooker.look(clusterId, needs, []),
    ]);
    return { azure, look };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const readAt = clock.now();
    const azure = { kind: 'not-seen', readAt, reason: 'upstream-failed', detail: error.message } as const;
    return { azure, look: { clusterId, readAt } };
  }
}

/** @returns whether it is off; the chain of the migration that left it says so, before and after */
async function takeOff(parts: Parts, clusterId: string, stray: StrayMark): Promise<boolean> {
  const { clear, migrationId, subject, what } = stray;
  if (!clear || migrationId === undefined || parts.running.dryRun) return false;
  const record = await take(parts, migrationId);
  if (record === 'missing' || record === 'unreadable' || record.evidence === 'differs') return false;
  const meant = await note(parts, record, 'intent', `Left behind and taken off now: ${what}`);
  if (!meant) return false;
  const node = { clusterId, name: subject };
  const answer =
    clear === 'uncordon'
      ? await parts.nodeWriter.uncordon(node, migrationId).catch(orUnknown)
      : await parts.nodeWriter.untaint(node, RETIRING, migrationId).catch(orUnknown);
  const isOff = answer.kind === 'accepted';
  await note(
    parts,
    meant,
    'outcome',
    isOff ? `Node ${subject}: ${clear} done.` : `Node ${subject}: ${clear} was not done (${answer.kind}).`,
  );
  return isOff;
}

/** @returns `undefined` when somebody else changed the record: the next look tries again */
async function note(parts: Parts, record: Held, kind: 'intent' | 'outcome', what: string): Promise<Held | undefined> {
  const migration: Migration = record.migration;
  const kept = await keep(parts, record, { migration, happened: [{ who: STEWARD, kind, what }] });
  return kept === 'conflict' ? undefined : kept;
}

/** Nobody knows whether it happened; the next look finds out. */
function orUnknown(error: unknown): { readonly kind: 'unknown' } {
  if (error instanceof UpstreamError) return { kind: 'unknown' };
  throw error;
}
