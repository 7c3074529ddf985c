import { US } from '../../domain/alert/recommend.ts';
import type { Watched } from '../../domain/alert/watched.ts';
import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import { hasEnded } from '../../domain/migration/status-table.ts';
import type { Viability } from '../../domain/migration/viability.ts';
import type { Instant } from '../../domain/time.ts';

/** After a rollback or an abort the cluster is watched for as long as after a completed migration. */
const AFTERWARDS_MS = 24 * 3_600_000;

const NOT_SEEN: Viability = { kind: 'unknown', why: 'Nobody has looked yet.', endings: [] };

/**
 * From before the first write (so that it is known how it was) until 24 hours after the end. A dry run changes nothing, so
 * nothing can be its doing.
 */
export function isWatched({ status, endedAt, dryRun }: Migration, now: Instant): boolean {
  if (dryRun) return false;
  if (!hasEnded(status)) return true;
  return status !== 'completed' && endedAt !== undefined && now - endedAt < AFTERWARDS_MS;
}

/**
 * @param lately the newest entries of its evidence, in any order
 * @param owners for what is told to people; see `knownOwners`
 */
export function watchedOf(
  migration: Migration,
  lately: readonly EvidenceEntry[],
  owners?: ReadonlyMap<string, string>,
): Watched {
  const { id, clusterId, clusterName, work, remembered, direction, status, step, pause } = migration;
  const target = remembered.targetPool?.name;
  const firstWrite = lately.find(({ kind }) => kind === 'intent')?.at;
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
    ...(owners && { owners }),
    viability: migration.sight?.viability ?? NOT_SEEN,
    lately: lately
      .filter(({ kind }) => kind === 'outcome' || kind === 'step' || kind === 'command')
      .toSorted((a, b) => b.seq - a.seq)
      .map(({ at, what }) => ({ at, what })),
  };
}
