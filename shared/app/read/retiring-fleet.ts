import type { RetiringEntry, RetiringFleet } from '../../domain/announce/decide-digest.ts';
import { MOST_CLUSTERS } from '../../domain/announce/digest.ts';
import type { RetirementEntry } from '../../domain/retirement/calendar.ts';
import { retirementState } from '../../domain/retirement/retirement-state.ts';
import { retirementName } from './calendar.ts';
import { retirementGroup } from './retirement-group.ts';
import { entryOf, type Snapshot } from './snapshot.ts';

interface Found {
  readonly entry: RetirementEntry;
  readonly clusters: Map<string, { readonly clusterId: string; readonly name: string; pools: number }>;
}

/** What the fleet runs, by the calendar: the pools of each entry, cluster by cluster. */
export function retiringFleet(snapshot: Snapshot): RetiringFleet {
  const { index, today, coverage } = snapshot;
  const byEntry = new Map<string, Found>();
  let unknown = 0;
  for (const pool of index.pools) {
    const entry = entryOf(snapshot, pool);
    if (retirementGroup(entry, today) === 'unknown') unknown += 1;
    if (!entry) continue;
    const { clusters } = foundOf(byEntry, entry);
    const { id, name } = pool.cluster;
    const cluster = clusters.get(id) ?? { clusterId: id, name, pools: 0 };
    cluster.pools += 1;
    clusters.set(id, cluster);
  }
  const entries = [...byEntry.values()].map((found) => retiringEntry(found, today));
  return { entries, pools: index.pools.length, unknown, partial: !coverage.whole };
}

function foundOf(byEntry: Map<string, Found>, entry: RetirementEntry): Found {
  const known = byEntry.get(entry.id) ?? { entry, clusters: new Map() };
  byEntry.set(entry.id, known);
  return known;
}

function retiringEntry({ entry, clusters }: Found, today: string): RetiringEntry {
  const { id, supportEnds, imagesRemoved } = entry;
  const all = [...clusters.values()].toSorted((a, b) => b.pools - a.pools || (a.clusterId < b.clusterId ? -1 : 1));
  return {
    id,
    name: retirementName(entry),
    state: retirementState(entry, today),
    ...(supportEnds && { supportEnds }),
    ...(imagesRemoved && { imagesRemoved }),
    pools: all.reduce((sum, { pools }) => sum + pools, 0),
    clusters: all.slice(0, MOST_CLUSTERS),
    more: Math.max(0, all.length - MOST_CLUSTERS),
  };
}
