import { factsNotSeen } from '../domain/cluster/facts-not-seen.ts';
import type { Cluster } from '../domain/fleet/cluster.ts';
import type { Inspection } from '../domain/inspection/inspection.ts';
import { windowOutlook } from '../domain/inspection/window-outlook.ts';
import { otherRunOf } from '../domain/migration/past-run.ts';
import type { OtherRun } from '../domain/readiness/subject.ts';
import { inspectPools } from './inspect-pools.ts';
import type { InspectCluster } from './messages.ts';
import { syncOwnFindings } from './own-findings.ts';
import type { Parts } from './parts.ts';

/**
 * Reads one cluster's own API and what ARM says of it, judges its pools and stores that. Nothing is written to the
 * cluster. Safe to repeat: an inspection that is newer than the asking answers it, and a newer one always stays.
 *
 * @returns `undefined` when the inventory has no such cluster any more
 * @throws UpstreamError when a store does not answer: the message comes again
 */
export async function inspectCluster(
  parts: Parts,
  { clusterId, askedAt }: InspectCluster,
): Promise<Inspection | undefined> {
  const stored = await parts.readings.byCluster(clusterId);
  if (!stored || stored.gone) return undefined;
  const before = await parts.inspections.byCluster(clusterId);
  if (before && before.readAt > askedAt) return before;

  const { cluster, pools, findings } = stored.reading;
  const [facts, arm] = await Promise.all([readFacts(parts, cluster), parts.armFacts.read(cluster)]);
  const [known, policy, planning, otherRuns] = await Promise.all([
    parts.knowledge.load(),
    parts.policy.load(),
    parts.planning.load(),
    otherRunsOf(parts, clusterId),
  ]);
  const now = parts.clock.now();
  await syncOwnFindings(parts, 'inspection/', known.trouble);
  const inspection = inspectPools(
    {
      cluster,
      pools,
      findings,
      facts,
      arm,
      window: windowOutlook(cluster, planning, now),
      otherRuns,
      graceSeconds: planning.settings.graceSeconds,
      now,
    },
    { known, policy, ownerKeys: parts.ownerKeys },
  );
  await parts.inspections.save(inspection);
  return inspection;
}

/** Migrations of ours that have the cluster in hand. */
async function otherRunsOf({ migrations }: Parts, clusterId: string): Promise<OtherRun[]> {
  const records = await migrations.ofCluster(clusterId);
  return records.flatMap((one) => (one.kind === 'migration' ? (otherRunOf(one.migration) ?? []) : []));
}

/** A stopped cluster has no API server to ask. */
async function readFacts({ clusterReader, clock }: Parts, cluster: Cluster) {
  if (cluster.power !== 'stopped') return clusterReader.read(cluster.id);
  return factsNotSeen(cluster.id, clock.now(), {
    reason: 'unreachable',
    detail: 'the cluster is stopped; start it and inspect it again',
  });
}
