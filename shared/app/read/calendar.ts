import type { RetirementEntry } from '../../domain/retirement/calendar.ts';
import type { PolicyInForce } from '../../ports/policy-source.ts';
import type { CalendarEntryView, CalendarView } from '../views.ts';
import { compareText, NO_DEADLINE } from './fleet-index.ts';
import { entryOf, oncePerBasis, type Snapshot } from './snapshot.ts';

/**
 * The calendar in force with how much of the fleet each entry concerns, next date first.
 * @param snapshot `undefined` before the first sweep: then nothing of the fleet is counted
 */
export function calendarView({ calendar }: PolicyInForce, snapshot: Snapshot | undefined): CalendarView {
  const counts = snapshot ? countByEntry(snapshot) : new Map<string, EntryCount>();
  return {
    asOf: calendar.asOf,
    origin: calendar.origin,
    ...(snapshot && { coverage: snapshot.coverage }),
    entries: calendar.entries.map((entry) => entryView(entry, counts.get(entry.id))).toSorted(byDate),
  };
}

interface EntryCount {
  pools: number;
  readonly clusters: Set<string>;
}

const countByEntry = oncePerBasis((snapshot): ReadonlyMap<string, EntryCount> => {
  const counts = new Map<string, EntryCount>();
  for (const pool of snapshot.index.pools) {
    const id = entryOf(snapshot, pool)?.id;
    if (id === undefined) continue;
    const count = counts.get(id) ?? { pools: 0, clusters: new Set() };
    count.pools += 1;
    count.clusters.add(pool.cluster.id);
    counts.set(id, count);
  }
  return counts;
});

function entryView(entry: RetirementEntry, count: EntryCount | undefined): CalendarEntryView {
  return {
    id: entry.id,
    what: retirementName(entry),
    families: [...entry.families],
    osSkus: [...entry.osSkus],
    status: entry.status,
    supportEnds: entry.supportEnds,
    imagesRemoved: entry.imagesRemoved,
    successor: entry.successorOsSku,
    path: entry.successorPath,
    consequence: entry.consequence,
    confidence: entry.confidence,
    sources: [...entry.sources],
    pools: count?.pools ?? 0,
    clusters: count?.clusters.size ?? 0,
  };
}

/** `ubuntu-20.04-fips` as people write it: `Ubuntu 20.04 FIPS`. */
export function retirementName({ id }: RetirementEntry): string {
  return id
    .split('-')
    .map((word) => WORDS[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

const WORDS: Readonly<Record<string, string>> = {
  fips: 'FIPS',
  cvm: 'CVM',
  gpu: 'GPU',
  cblmariner: 'CBL-Mariner',
  arm64: 'Arm64',
  azurelinux: 'Azure Linux',
  osguard: 'OS Guard',
  '23h2': '23H2',
  azurecontainerlinux: 'Azure Container Linux',
  windows: 'Windows Server',
};

function byDate(a: CalendarEntryView, b: CalendarEntryView): number {
  return compareText(firstDate(a), firstDate(b)) || compareText(a.id, b.id);
}

function firstDate(entry: CalendarEntryView): string {
  return entry.supportEnds ?? entry.imagesRemoved ?? NO_DEADLINE;
}
