import { z } from 'zod';
import type { PoolsPage, PoolsQuery, PoolView } from '../views.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { clusterFilter, searchFilter, subscriptionFilter } from './filters.ts';
import { compareText, type PoolRow } from './fleet-index.ts';
import { poolView } from './pool-view.ts';
import type { Snapshot } from './snapshot.ts';
import { takePage } from './take-page.ts';

const Key = z.tuple([z.string(), z.string()]);

/** One page of pools, by cluster, then by pool. */
export function poolsPage(snapshot: Snapshot, query: PoolsQuery): PoolsPage {
  const { rows, total, next } = takePage(snapshot.index.pools, {
    matches: poolFilter(snapshot, query),
    limit: query.limit,
    isAfter: afterKey(query.after),
    cursor: (row) => encodeCursor([row.cluster.id, row.id]),
  });
  return { coverage: snapshot.coverage, total, pools: poolViews(snapshot, rows), next };
}

export function poolViews(snapshot: Snapshot, rows: readonly PoolRow[]): PoolView[] {
  const views: PoolView[] = [];
  // Rows come by cluster, so that groups keep their order.
  for (const [entry, group] of Map.groupBy(rows, ({ cluster }) => cluster)) {
    const reading = snapshot.readingOf(entry);
    for (const row of group) {
      const read = reading.pools[row.at];
      if (read) views.push(poolView(snapshot, reading, row, read));
    }
  }
  return views;
}

function poolFilter({ subscriptions }: Snapshot, query: PoolsQuery): (row: PoolRow) => boolean {
  const ofSubscription = subscriptionFilter(query.subscription, subscriptions);
  const ofCluster = clusterFilter(query.cluster);
  const found = searchFilter(query.search);
  return (row) =>
    ofSubscription(row.cluster) &&
    ofCluster(row.cluster) &&
    found(row.cluster.text, row.text, subscriptions.get(row.cluster.subscriptionId)?.toLowerCase());
}

function afterKey(after: string | undefined): (row: PoolRow) => boolean {
  if (after === undefined) return () => true;
  const [clusterId, poolId] = decodeCursor(after, Key);
  return (row) => (compareText(row.cluster.id, clusterId) || compareText(row.id, poolId)) > 0;
}
