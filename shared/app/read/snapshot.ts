import type { ClusterReading } from '../../domain/fleet/reading.ts';
import type { SubscriptionOutcome } from '../../domain/fleet/sweep.ts';
import type { RetirementEntry } from '../../domain/retirement/calendar.ts';
import { entryOfPool } from '../../domain/retirement/find-entry.ts';
import { type Day, dayOf, type Instant } from '../../domain/time.ts';
import type { PolicyInForce } from '../../ports/policy-source.ts';
import type { CoverageView } from '../views.ts';
import { coverageView } from './coverage-view.ts';
import { exemptionsInForce } from './exemptions-in-force.ts';
import type { ClusterEntry, FleetIndex, PoolRow } from './fleet-index.ts';
import { type ImageFacts, imageFactsAt } from './image-facts.ts';
import { keptIndex } from './kept-index.ts';
import { type MarkedFindings, markFindings } from './marked-findings.ts';
import type { ReadPorts } from './ports.ts';

/** One look at the fleet: every part of an answer is made from the same one, so that its parts agree. */
export interface Snapshot {
  readonly now: Instant;
  readonly today: Day;
  readonly index: FleetIndex;
  readonly marked: MarkedFindings;
  readonly policy: PolicyInForce;
  readonly coverage: CoverageView;
  /** Of the latest sweep, as far as it has come. */
  readonly outcomes: readonly SubscriptionOutcome[];
  /** Names by subscription id, of the latest sweep. */
  readonly subscriptions: ReadonlyMap<string, string>;
  readonly images: (version: string | undefined) => ImageFacts;
  /** The whole reading of one cluster. */
  readonly readingOf: (entry: ClusterEntry) => ClusterReading;
  /** The same object as long as index, exemptions, calendar and day are the same. */
  readonly basis: object;
}

/** Counts over the whole fleet, made once for each basis. `make` must not look at anything else of a snapshot. */
export function oncePerBasis<T>(make: (snapshot: Snapshot) => T): (snapshot: Snapshot) => T {
  const made = new WeakMap<object, { readonly counts: T }>();
  return (snapshot) => {
    const known = made.get(snapshot.basis);
    if (known) return known.counts;
    const counts = make(snapshot);
    made.set(snapshot.basis, { counts });
    return counts;
  };
}

/** The calendar's entry for a pool, as the rules find it. */
export function entryOf({ images, policy }: Snapshot, pool: PoolRow): RetirementEntry | undefined {
  const { image, entry } = images(pool.imageVersion);
  return entry ?? (pool.unread && entryOfPool(policy.calendar, pool.unread, image)?.entry);
}

/** @returns a function that answers `undefined` before the first sweep. */
export function snapshots(ports: ReadPorts): () => Promise<Snapshot | undefined> {
  const currentIndex = keptIndex(ports);
  let marks: { key: string; index: FleetIndex; marked: MarkedFindings } | undefined;
  let images: { today: Day; policy: PolicyInForce; of: Snapshot['images'] } | undefined;
  let basis = {};

  return async () => {
    const sweep = await ports.sweeps.latest();
    if (!sweep) return undefined;
    const [index, outcomes, sightings, policy, exemptions] = await Promise.all([
      currentIndex(),
      ports.sweeps.outcomes(sweep.id),
      ports.sweeps.sightings(),
      ports.policy.load(),
      ports.exemptions.list(),
    ]);
    const now = ports.clock.now();
    const today = dayOf(now);
    const inForce = exemptionsInForce(exemptions, now);
    if (marks?.index !== index || marks.key !== inForce.fingerprint) {
      basis = {};
      marks = { key: inForce.fingerprint, index, marked: markFindings(index, inForce) };
    }
    if (
      images?.today !== today ||
      images.policy.calendar !== policy.calendar ||
      images.policy.catalogue !== policy.catalogue
    ) {
      basis = {};
      images = { today, policy, of: imageFactsAt(policy, today) };
    }
    return {
      now,
      today,
      index,
      marked: marks.marked,
      policy,
      outcomes,
      coverage: coverageView(sweep, outcomes, sightings, now),
      subscriptions: new Map(sweep.subscriptions.map(({ id, name }) => [id, name])),
      images: images.of,
      basis,
      readingOf: ({ packed }) => ports.packing.unpack(packed) as ClusterReading,
    };
  };
}
