import { daysBehind } from '../../domain/fleet/image-age.ts';
import { poolMarks } from '../../domain/fleet/marks.ts';
import type { ClusterReading, PoolReading } from '../../domain/fleet/reading.ts';
import type { PoolView } from '../views.ts';
import type { PoolRow } from './fleet-index.ts';
import { iso } from './iso.ts';

import type { Snapshot } from './snapshot.ts';

export function poolView(
  snapshot: Snapshot,
  { cluster, readAt }: ClusterReading,
  row: PoolRow,
  read: PoolReading,
): PoolView {
  const { pool, latestImage, unknowns } = read;
  const image = snapshot.images(pool.imageVersion);
  const { findings, worst } = snapshot.marked.ofPool(row);
  return {
    id: pool.id,
    name: pool.name,
    cluster: cluster.name,
    clusterId: cluster.id,
    subscriptionId: cluster.subscriptionId,
    subscriptionName: snapshot.subscriptions.get(cluster.subscriptionId) ?? cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    region: cluster.region,
    mode: pool.mode,
    kind: pool.kind,
    marks: poolMarks(cluster, pool),
    osSku: pool.osSku,
    osRelease: image.osRelease,
    imageVersion: pool.imageVersion,
    ageDays: image.ageDays,
    latestImage,
    daysBehind: daysBehind(image.image, snapshot.images(latestImage).image),
    announced: image.announced,
    kubernetesVersion: pool.kubernetesVersion,
    count: pool.count,
    vmSizes: [...pool.vmSizes],
    readAt: iso(readAt),
    worstSeverity: worst,
    findings,
    unknowns: unknowns.map(({ ruleId, missing }) => ({ ruleId, missing: [...missing] })),
  };
}
