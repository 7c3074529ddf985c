import { US } from '../../domain/alert/recommend.ts';
import type { Watched } from '../../domain/alert/watched.ts';
import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { Viability } from '../../domain/migration/viability.ts';
import type { Instant } from '../../domain/time.ts';

/** After a rollback or an abort the cluster is watched for as long as after a completed migration. */
const AFTERWARDS_MS = 24 * 3_600_000;

/** Looks after that: what is still asked then is closed. */
const CLOSING_MS = 5 * 60_000;

const NOT_SEEN: Viability = { kind: 'unknown', why: 'Nobody has looked yet.', endings: [] };

/**
 * From before the first write (so that it is known how it was) until 24 hours after the end. A dry run changes nothing, so
 * nothing can be its doing.
 */
export function isWatched({ status, endedAt, dryRun }: Migration, now: Instant): boolean {
  if (dryRun) return false;
  if (!hasEnded(status)) return true;
  return status !== 'completed' && endedAt !== undefined && now - endedAt < AFTERWARDS_MS + CLOSING_MS;
}

/**
 * @param lately the newest entries of its evidence, in any order
 * @param successorAt since when another migration of the same pool is watched instead
 * @param owners for what is told to people; see `knownOwners`
 */
export function watchedOf(
  migration: Migration,
  lately: readonly EvidenceEntry[],
  owners?: ReadonlyMap<string, string>,
  successorAt: Instant = Number.POSITIVE_INFINITY,
): Watched {
  const { id, clusterId, clusterName, work, remembered, direction, status, step, pause, endedAt } = migration;
  // After a rollback nothing of ours runs on the target.
  const target = status === 'rolled-back' ? undefined : remembered.targetPool?.name;
  // Where the first entries are not among them, the first write is older than the oldest of these.
  const whole = lately.some(({ seq }) => seq === 1);
  const firstWrite = whole ? lately.find(({ kind }) => kind === 'intent')?.at : migration.createdAt;
  const begun = status !== 'waiting' && step !== 'check';
  const firstWriteAt = begun ? (firstWrite ?? migration.stepSince) : undefined;
  return {
    migrationId: id,
    clusterId,
    clusterName,
    pools: work.kind === 'pool' ? [work.name, ...(target ? [target] : [])] : [],
    direction,
    status,
    step,
    ...(firstWriteAt !== undefined && { firstWriteAt }),
    pausedByUs: pause !== undefined && (pause.by === US || pause.code === 'ALERT_OPEN'),
    ...(hasEnded(status) &&
      status !== 'completed' &&
      endedAt !== undefined && { afterwards: { endedAt, until: Math.min(endedAt + AFTERWARDS_MS, successorAt) } }),
    ...(owners && { owners }),
    viability: migration.sight?.viability ?? NOT_SEEN,
    lately: lately
      .filter(({ kind }) => kind === 'outcome' || kind === 'step' || kind === 'command')
      .toSorted((a, b) => b.seq - a.seq)
      .map(({ at, what }) => ({ at, what })),
  };
}

/** Since when another migration of the same pool, or control plane, has taken the place of one that ended. */
export function successorOf(ended: Migration, ofCluster: readonly Migration[]): Instant {
  const nameOf = ({ work }: Migration) => (work.kind === 'pool' ? work.name : '');
  const later = ofCluster.filter(
    ({ id, createdAt, dryRun, status, ...rest }) =>
      id !== ended.id &&
      !dryRun &&
      !hasEnded(status) &&
      createdAt >= ended.createdAt &&
      nameOf(ended) === nameOf({ id, createdAt, dryRun, status, ...rest }),
  );
  return Math.min(...later.map(({ createdAt }) => createdAt));
}
