import type { ClusterNameView } from '../views.ts';
import { oncePerBasis, type Snapshot } from './snapshot.ts';

/** Every cluster with what people call it. */
export function clusterNames(snapshot: Snapshot): readonly ClusterNameView[] {
  return namesOf(snapshot).map(({ subscriptionId, ...one }) => ({
    ...one,
    subscriptionName: snapshot.subscriptions.get(subscriptionId) ?? subscriptionId,
  }));
}

const namesOf = oncePerBasis(({ index }) =>
  [...index.clusters.values()].map(({ id, name, subscriptionId, resourceGroup, pools }) => ({
    id,
    name,
    subscriptionId,
    resourceGroup,
    pools: pools.map((pool) => pool.id.slice(pool.id.lastIndexOf('/') + 1)),
  })),
);
