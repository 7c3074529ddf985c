import { UpstreamError } from '../domain/errors.ts';
import type { ClusterReading } from '../domain/fleet/reading.ts';
import type { Sweep } from '../domain/fleet/sweep.ts';
import { type ChangeKind, changesBetween, type FindingChange } from '../domain/policy/change.ts';
import type { PolicyFacts } from '../domain/policy/policy-facts.ts';
import type { Exemption } from '../domain/policy/exemption.ts';
import type { Instant } from '../domain/time.ts';
import type { ReadingToRemove, ReadingToSave, StoredReading } from '../ports/reading-store.ts';
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
  /** Nothing was ever stored of this subscription before this sweep: its findings are no news one by one. */
  readonly firstSeen: boolean;
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
export async function storeReadings(parts: Pick<Parts, 'readings'>, read: ReadSubscription): Promise<ChangeCounts> {
  const counts = { new: 0, worse: 0, better: 0, gone: 0 };
  const count = (changes: readonly FindingChange[]) => {
    for (const { kind } of changes) counts[kind] += 1;
  };

  let open = read.clusters;
  for (let tries = 0; open.length > 0; tries += 1) {
    if (tries === MOST_TRIES) throw contested(read, open.length);
    const stored = await storedById(parts, read.subscriptionId);
    const decided = open.flatMap((item) => decide(read, item, stored.get(item.cluster.id)) ?? []);
    const answers = await parts.readings.save(decided.map(({ toSave }) => toSave));
    const conflicts = new Set(answers.filter(({ kind }) => kind === 'conflict').map(({ clusterId }) => clusterId));
    const saved = new Set(answers.filter(({ kind }) => kind === 'saved').map(({ clusterId }) => clusterId));
    for (const { toSave, changes } of decided) if (saved.has(toSave.reading.cluster.id)) count(changes);
    open = open.filter(({ cluster }) => conflicts.has(cluster.id));
  }

  const removals = goneClusters(read, await parts.readings.ofSubscription(read.subscriptionId));
  if (removals.length > 0) await parts.readings.remove(removals);
  for (const { toAnnounce } of removals) count(toAnnounce);
  return counts;
}

async function storedById({ readings }: Pick<Parts, 'readings'>, subscriptionId: string) {
  const stored = await readings.ofSubscription(subscriptionId);
  return new Map(stored.map((record) => [record.reading.cluster.id, record]));
}

interface Decision {
  readonly toSave: ReadingToSave;
  readonly changes: readonly FindingChange[];
}

/** @returns `undefined` when what is stored is newer */
function decide(
  read: ReadSubscription,
  item: DetailedCluster,
  stored: StoredReading | undefined,
): Decision | undefined {
  if (stored && stored.reading.readAt > read.readAt) return undefined;
  const before = stored && !stored.gone ? stored.reading : undefined;
  const reading: ClusterReading = judge(read, item, before);
  // On the first sight everything is new and is told in one summary; what changes after it is news.
  const known = before?.findings ?? (read.firstSeen ? reading.findings : []);
  const toAnnounce = [...(stored?.toAnnounce ?? []), ...changesBetween(known, reading.findings)];
  const changes = read.firstSeen ? changesBetween([], reading.findings) : toAnnounce;
  return { toSave: { reading, toAnnounce, basedOn: stored?.etag }, changes };
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
