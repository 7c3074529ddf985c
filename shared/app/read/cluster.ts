import { clusterMarks } from '../../domain/fleet/marks.ts';
import type { ClusterView } from '../views.ts';
import { findingViews } from './findings.ts';
import { iso } from './iso.ts';

import { poolViews } from './pools.ts';
import type { Snapshot } from './snapshot.ts';

/** @returns `undefined` when the inventory has no such cluster */
export function clusterView(snapshot: Snapshot, clusterId: string): ClusterView | undefined {
  const entry = snapshot.index.clusters.get(clusterId.toLowerCase());
  if (!entry) return undefined;
  const { cluster, readAt, unknowns } = snapshot.readingOf(entry);
  return {
    coverage: snapshot.coverage,
    id: cluster.id,
    name: cluster.name,
    subscriptionId: cluster.subscriptionId,
    subscriptionName: snapshot.subscriptions.get(cluster.subscriptionId) ?? cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    region: cluster.region,
    kubernetesVersion: cluster.kubernetesVersion,
    power: cluster.power,
    provisioningState: cluster.provisioningState,
    tier: cluster.tier,
    supportPlan: cluster.supportPlan,
    marks: clusterMarks(cluster),
    upgradeChannel: cluster.upgradeChannel,
    nodeOsChannel: cluster.nodeOsChannel,
    maintenance: cluster.maintenance?.map(({ name, schedule }) => ({ name, schedule })),
    tags: { ...cluster.tags },
    readAt: iso(readAt),
    pools: poolViews(snapshot, entry.pools),
    findings: findingViews(snapshot, entry.findings),
    unknowns: (unknowns ?? []).map(({ ruleId, missing }) => ({ ruleId, missing: [...missing] })),
  };
}
