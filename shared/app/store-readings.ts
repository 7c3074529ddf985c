import { UpstreamError } from '../domain/errors.ts';
import type { ClusterReading } from '../domain/fleet/reading.ts';
import type { Sweep } from '../domain/fleet/sweep.ts';
import { type ChangeKind, changesBetween } from '../domain/policy/change.ts';
import type { Exemption } from '../domain/policy/exemption.ts';
import type { PolicyFacts } from '../domain/policy/policy-facts.ts';
import type { Instant } from '../domain/time.ts';
import type { ReadingToRemove, ReadingToSave, StoredReading } from '../ports/reading-store.ts';
import { askInspections } from './ask-inspections.ts';
import { judge } from './judge.ts';
import type { Parts } from './parts.ts';
import type { DetailedCluster } from './read-details.ts';

export type ChangeCounts = Readonly<Record<ChangeKind, number>>;

/** What was read of one subscription in one sweep, ready to be judged and stored. */
export interface ReadSubscription {
  readonly sweep: Sweep;
  readonly subscriptionId: string;
  readonly readAt: Instant;
  readonly clusters: readonly DetailedCluster[];
  /** Clusters that are there and were not understood: what is stored of them stays. */
  readonly notUnderstood: readonly string[];
  /** When the subscription was last seen; `undefined`: never, so its findings are no news one by one. */
  readonly seenAt: Instant | undefined;
  readonly facts: PolicyFacts;
  readonly exemptions: readonly Exemption[];
}

/** Two handlings of one subscription at once disagree at most a few times; more is a fault of the store. */
const MOST_TRIES = 5;

/**
 * Judges the clusters against what is stored and stores both together, then removes what a whole
 * reading no longer has. Newer readings stay; when a record moved on in between, it is judged again.
 *
 * @returns how many findings changed, those included that wait for their announcement since an earlier
 *   handling of this same sweep
 * @throws UpstreamError when others keep changing the same records
 */
export async function storeReadings(
  parts: Pick<Parts, 'readings' | 'sender' | 'ids'>,
  read: ReadSubscription,
): Promise<ChangeCounts> {
  let open = read.clusters;
  for (let tries = 0; open.length > 0; tries += 1) {
    if (tries === MOST_TRIES) throw contested(read, open.length);
    const stored = await storedById(parts, read.subscriptionId);
    const decided = open.flatMap((item) => decide(read, item, stored.get(item.cluster.id)) ?? []);
    const answers = await parts.readings.save(decided);
    const conflicts = new Set(answers.filter(({ kind }) => kind === 'conflict').map(({ clusterId }) => clusterId));
    open = open.filter(({ cluster }) => conflicts.has(cluster.id));
  }

  const stored = await parts.readings.ofSubscription(read.subscriptionId);
  const removals = goneClusters(read, stored);
  if (removals.length > 0) await parts.readings.remove(removals);
  await askInspections(
    parts,
    stored.filter(({ reading }) => reading.sweepId === read.sweep.id),
  );
  return countChanges(read, stored, removals);
}

/** What waits for its announcement is what changed in this sweep: what earlier ones left was handed over before. */
function countChanges(
  { seenAt }: ReadSubscription,
  stored: readonly StoredReading[],
  removals: readonly ReadingToRemove[],
): ChangeCounts {
  const removed = new Set(removals.map(({ clusterId }) => clusterId));
  const changes = [
    ...removals.flatMap(({ toAnnounce }) => toAnnounce),
    ...stored.filter(({ reading }) => !removed.has(reading.cluster.id)).flatMap(({ toAnnounce }) => toAnnounce),
  ];
  const counts = { new: 0, worse: 0, better: 0, gone: 0 };
  for (const { kind } of changes) counts[kind] += 1;
  if (seenAt !== undefined) return counts;
  // On the first sight everything is new, and is told in one summary.
  return { ...counts, new: stored.reduce((sum, { reading, gone }) => sum + (gone ? 0 : reading.findings.length), 0) };
}

async function storedById({ readings }: Pick<Parts, 'readings'>, subscriptionId: string) {
  const stored = await readings.ofSubscription(subscriptionId);
  return new Map(stored.map((record) => [record.reading.cluster.id, record]));
}

/** @returns `undefined` when what is stored is newer */
function decide(
  read: ReadSubscription,
  item: DetailedCluster,
  stored: StoredReading | undefined,
): ReadingToSave | undefined {
  if (stored && stored.reading.readAt > read.readAt) return undefined;
  // A newer reading of the whole subscription no longer had this cluster, or it would be stored.
  if (!stored && read.seenAt !== undefined && read.seenAt > read.readAt) return undefined;
  const before = stored && !stored.gone ? stored.reading : undefined;
  const reading: ClusterReading = judge(read, item, before);
  const known = before?.findings ?? (read.seenAt === undefined ? reading.findings : []);
  const toAnnounce = [...(stored?.toAnnounce ?? []), ...changesBetween(known, reading.findings)];
  return { reading, toAnnounce, basedOn: stored?.etag };
}

function goneClusters(read: ReadSubscription, stored: readonly StoredReading[]): ReadingToRemove[] {
  const there = new Set([...read.clusters.map(({ cluster }) => cluster.id), ...read.notUnderstood]);
  return stored
    .filter(({ reading, gone }) => !gone && !there.has(reading.cluster.id) && reading.readAt <= read.readAt)
    .map(({ reading, toAnnounce, etag }) => ({
      clusterId: reading.cluster.id,
      toAnnounce: [...toAnnounce, ...changesBetween(reading.findings, [])],
      readAt: read.readAt,
      basedOn: etag,
    }));
}

function contested({ subscriptionId, sweep }: ReadSubscription, clusters: number): UpstreamError {
  return new UpstreamError('READINGS_CONTESTED', 'readings kept changing while they were being stored', {
    subscriptionId,
    sweepId: sweep.id,
    clusters,
  });
}
