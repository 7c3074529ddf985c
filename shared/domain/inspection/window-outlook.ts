import type { Cluster } from '../fleet/cluster.ts';
import { classifyCluster } from '../plan/classify-cluster.ts';
import { clusterWindows } from '../plan/cluster-windows.ts';
import type { RegionFacts } from '../plan/regions.ts';
import type { PlanSettings } from '../plan/settings.ts';
import type { WindowOutlook } from '../readiness/subject.ts';
import type { Instant } from '../time.ts';

/**
 * When the cluster's own maintenance configuration next lets nodes be changed, blackouts and the freeze left out.
 *
 * @returns `undefined` where there is no configuration, or none was read: that is for the reader to judge
 */
export function windowOutlook(
  cluster: Cluster,
  { settings, regions }: { readonly settings: PlanSettings; readonly regions: RegionFacts },
  now: Instant,
): WindowOutlook | undefined {
  if (cluster.maintenance === undefined || cluster.maintenance.length === 0) return undefined;
  const { environment } = classifyCluster(cluster, settings);
  const windows = clusterWindows(cluster, 'nodes', settings, regions, environment.name);
  const { source } = windows;
  if (source.kind === 'unknown') return { kind: 'unknown', why: source.why.replace(/\.$/, '') };
  if (source.kind === 'default') return { kind: 'none' };
  const window = windows.next(now);
  if (!window)
    return { kind: 'never-opens', name: source.name, why: `not within the next 400 days (${source.schedule})` };
  return window.opens <= now
    ? { kind: 'open', name: source.name, until: window.closes }
    : { kind: 'opens', name: source.name, at: window.opens };
}
