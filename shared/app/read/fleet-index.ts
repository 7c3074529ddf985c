import { parseNodeImage } from '../../domain/fleet/node-image.ts';
import type { NodePool } from '../../domain/fleet/node-pool.ts';
import type { ClusterReading } from '../../domain/fleet/reading.ts';
import type { RuleId } from '../../domain/policy/finding.ts';
import { SEVERITIES } from '../../domain/policy/finding.ts';
import type { Day, Instant } from '../../domain/time.ts';
import type { Packing } from '../../ports/packing.ts';
import type { ReadingStore } from '../../ports/reading-store.ts';

/**
 * Everything that filters, orders and counts need of the newest readings, without their sentences.
 * Those stay packed beside it, so that 10,000 clusters with 50,000 pools fit in a small process.
 */
export interface FleetIndex {
  /** By id. */
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  /** By cluster, then by pool. */
  readonly pools: readonly PoolRow[];
  /** Worst first, then by deadline (none comes last), cluster, pool and rule. */
  readonly findings: readonly FindingRow[];
}

export interface ClusterEntry {
  readonly id: string;
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly readAt: Instant;
  /** What a search looks at, in lower case. */
  readonly text: string;
  readonly pools: readonly PoolRow[];
  /** In the order of `FleetIndex.findings`. */
  readonly findings: readonly FindingRow[];
  /** The whole reading. */
  readonly packed: Uint8Array;
}

export interface PoolRow {
  readonly id: string;
  readonly cluster: ClusterEntry;
  /** Where it stands in the reading's `pools`. */
  readonly at: number;
  readonly imageVersion?: string;
  /** The pool itself where its image's name says nothing: then its OS SKU may tell what it runs. */
  readonly unread?: NodePool;
  /** 0 where Azure does not count them. */
  readonly nodes: number;
  readonly text: string;
}

export interface FindingRow {
  readonly cluster: ClusterEntry;
  readonly pool?: PoolRow;
  /** Where it stands in the reading's `findings`. */
  readonly at: number;
  /** 0 is `critical`. */
  readonly rank: number;
  readonly ruleId: RuleId;
  readonly deadline?: Day;
}

/** Reads everything once, a subscription at a time. Clusters that are gone are left out. */
export async function buildFleetIndex(readings: ReadingStore, packing: Packing): Promise<FleetIndex> {
  const entries: ClusterEntry[] = [];
  for await (const stored of readings.all()) {
    for (const { reading, gone } of stored) if (!gone) entries.push(indexReading(reading, packing));
  }
  entries.sort((a, b) => compareText(a.id, b.id));
  return {
    clusters: new Map(entries.map((entry) => [entry.id, entry])),
    pools: entries.flatMap(({ pools }) => pools),
    findings: entries.flatMap(({ findings }) => findings).toSorted(compareFindings),
  };
}

/** The order of findings on every page: see `FleetIndex.findings`. */
export function compareFindings(a: FindingRow, b: FindingRow): number {
  return (
    a.rank - b.rank ||
    compareText(a.deadline ?? NO_DEADLINE, b.deadline ?? NO_DEADLINE) ||
    compareText(a.cluster.id, b.cluster.id) ||
    compareText(a.pool?.id ?? '', b.pool?.id ?? '') ||
    compareText(a.ruleId, b.ruleId)
  );
}

/** Sorts after every day. */
export const NO_DEADLINE = '9999-99-99';

/** By code unit: the same on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function indexReading(reading: ClusterReading, packing: Packing): ClusterEntry {
  const { cluster } = reading;
  const pools: PoolRow[] = [];
  const findings: FindingRow[] = [];
  const entry: ClusterEntry = {
    id: cluster.id,
    name: cluster.name,
    subscriptionId: cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    readAt: reading.readAt,
    text: `${cluster.name} ${cluster.resourceGroup} ${cluster.region} ${cluster.subscriptionId}`.toLowerCase(),
    pools,
    findings,
    packed: packing.pack(reading),
  };
  reading.pools.forEach(({ pool }, at) => {
    pools.push({
      id: pool.id,
      cluster: entry,
      at,
      imageVersion: pool.imageVersion,
      unread: parseNodeImage(pool.imageVersion).kind === 'unknown' ? pool : undefined,
      nodes: pool.count ?? 0,
      text: `${pool.name} ${pool.osSku ?? ''} ${pool.imageVersion ?? ''}`.toLowerCase(),
    });
  });
  pools.sort((a, b) => compareText(a.id, b.id));
  const poolById = new Map(pools.map((pool) => [pool.id, pool]));
  reading.findings.forEach((finding, at) => {
    findings.push({
      cluster: entry,
      pool: finding.poolId === undefined ? undefined : poolById.get(finding.poolId),
      at,
      rank: SEVERITIES.indexOf(finding.severity),
      ruleId: finding.ruleId,
      deadline: finding.deadline,
    });
  });
  findings.sort(compareFindings);
  return entry;
}
