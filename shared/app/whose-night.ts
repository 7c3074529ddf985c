/** By whose clocks it is night for those whom something concerns. */
import { clusterOf } from '../domain/announce/cluster-of.ts';
import type { PlanningInForce } from '../ports/planning-source.ts';
import type { Parts } from './parts.ts';

/** @param region absent, or of no known time zone: the clocks of the fleet count */
export function zoneOfRegion(
  { settings, regions }: Pick<PlanningInForce, 'settings' | 'regions'>,
  region: string | undefined,
): string {
  const known = region === undefined ? undefined : regions.regions.get(region);
  return known?.timeZone ?? settings.announcements.timeZone;
}

/** Region of the cluster that an ARM id names, or is in; `undefined`: of none that we know. */
export async function regionOfScope({ readings }: Pick<Parts, 'readings'>, scope: string): Promise<string | undefined> {
  const clusterId = clusterOf(scope);
  return clusterId === undefined ? undefined : (await readings.byCluster(clusterId))?.reading.cluster.region;
}
