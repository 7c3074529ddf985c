import { FleetError } from '../domain/errors.ts';
import type { ClusterReading } from '../domain/fleet/reading.ts';
import { pastRunOf } from '../domain/migration/past-run.ts';
import type { PastRun, PlanInput, PoolInspection } from '../domain/plan/plan-input.ts';
import { markExempted } from '../domain/policy/exemption.ts';
import type { Instant } from '../domain/time.ts';
import type { PlanningInForce } from '../ports/planning-source.ts';
import { mapLimited } from './map-limited.ts';
import type { Trouble } from './own-findings.ts';
import type { Parts } from './parts.ts';
import { withOwnPrices } from './plan-prices.ts';

/** Everything that plans are made from, at hand; and what went wrong on the way that plans can live with. */
export interface Gathered {
  readonly input: Omit<PlanInput, 'now'>;
  readonly trouble: readonly Trouble[];
}

/**
 * Reads the whole fleet as it was last swept, with the exemptions of now: one that was added since the sweep counts.
 *
 * @throws UpstreamError when a store does not answer
 */
export async function gatherPlanInput(parts: PlanParts, planning: PlanningInForce, now: Instant): Promise<Gathered> {
  const [readings, policy, { stack }, pastRuns] = await Promise.all([
    readFleet(parts, now),
    parts.policy.load(),
    parts.knowledge.load(),
    pastRunsOf(parts),
  ]);
  const { list, trouble } = await parts.prices.load(vmSizesOf(readings));
  const { settings, ownPrices, testResults, regions } = planning;
  return {
    input: {
      readings,
      inspections: await inspectionsOf(parts, readings),
      calendar: policy.calendar,
      catalogue: policy.catalogue,
      images: policy.images,
      moves: stack.moves,
      regions,
      settings,
      prices: withOwnPrices(list, ownPrices),
      testResults,
      pastRuns,
      hash: parts.hash,
    },
    trouble: [...planning.trouble, ...(trouble ? [trouble] : [])],
  };
}

export type PlanParts = Pick<
  Parts,
  'readings' | 'inspections' | 'knowledge' | 'policy' | 'prices' | 'exemptions' | 'migrations' | 'hash'
>;

async function readFleet({ readings, exemptions }: PlanParts, now: Instant): Promise<ClusterReading[]> {
  const inForce = await exemptions.list();
  const found: ClusterReading[] = [];
  for await (const stored of readings.all()) {
    for (const { reading, gone } of stored) {
      if (!gone) found.push({ ...reading, findings: markExempted(reading.findings, inForce, now) });
    }
  }
  return found.toSorted((a, b) => (a.cluster.id < b.cluster.id ? -1 : 1));
}

/** What is learned from: older runs say little of the fleet as it is. */
const MOST_RUNS = 1000;

async function pastRunsOf({ migrations }: PlanParts): Promise<PastRun[]> {
  const records = await migrations.list('all', MOST_RUNS);
  return records.flatMap((one) => (one.kind === 'migration' ? (pastRunOf(one.migration) ?? []) : []));
}

const READ_AT_ONCE = 32;

/** By pool id, of clusters with findings; a cluster that nobody looked into has none. */
async function inspectionsOf(
  { inspections }: PlanParts,
  readings: readonly ClusterReading[],
): Promise<ReadonlyMap<string, PoolInspection>> {
  const withFindings = readings.filter(({ findings }) => findings.length > 0);
  const found = await mapLimited(withFindings, READ_AT_ONCE, ({ cluster }) =>
    inspections.byCluster(cluster.id).catch(unlessUnreadable),
  );
  return new Map(
    found.flatMap((inspection) =>
      (inspection?.pools ?? []).map(({ poolId, readiness, dependencies, target, drain }): [string, PoolInspection] => [
        poolId,
        { readiness, dependencies, ...(target ? { target } : {}), ...(drain ? { drain } : {}) },
      ]),
    ),
  );
}

/** What was stored and cannot be read is the same as not inspected; the next inspection writes it anew. */
function unlessUnreadable(error: unknown): undefined {
  if (error instanceof FleetError && error.code === 'STORED_RECORD_UNREADABLE') return undefined;
  throw error;
}

function vmSizesOf(readings: readonly ClusterReading[]): string[] {
  return [...new Set(readings.flatMap(({ pools }) => pools.flatMap(({ pool }) => pool.vmSizes)))].toSorted();
}
