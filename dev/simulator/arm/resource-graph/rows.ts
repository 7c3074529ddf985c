import type { FleetCluster, FleetSubscription, FleetView } from '../../model/fleet.ts';
import { clusterId } from '../ids.ts';
import { clusterProperties, clusterSku, renderSubscription } from '../render-cluster.ts';

/** One row, whose columns are worked out when they are asked for: most rows are only counted and sorted. */
export interface Row {
  get(column: string): unknown;
  columns(): readonly string[];
}

const CLUSTER_COLUMNS = [
  'id',
  'name',
  'type',
  'tenantId',
  'subscriptionId',
  'resourceGroup',
  'location',
  'kind',
  'tags',
  'sku',
  'properties',
] as const;

let rendered: { readonly cluster: FleetCluster; readonly properties: Record<string, unknown> } | undefined;

/** Many columns of one row lead into `properties`, so the last one is kept; more would fill the memory. */
function propertiesOf(cluster: FleetCluster): Record<string, unknown> {
  if (rendered?.cluster !== cluster) rendered = { cluster, properties: clusterProperties(cluster) };
  return rendered.properties;
}

/** Resource Graph writes types, kinds and resource groups in lower case. */
function clusterRow(cluster: FleetCluster, tenantId: string): Row {
  return {
    columns: () => CLUSTER_COLUMNS,
    get(column) {
      switch (column as (typeof CLUSTER_COLUMNS)[number]) {
        case 'id':
          return clusterId(cluster);
        case 'name':
          return cluster.name;
        case 'type':
          return 'microsoft.containerservice/managedclusters';
        case 'tenantId':
          return tenantId;
        case 'subscriptionId':
          return cluster.subscriptionId;
        case 'resourceGroup':
          return cluster.resourceGroup.toLowerCase();
        case 'location':
          return cluster.region;
        case 'kind':
          return 'base';
        case 'tags':
          return cluster.tags;
        case 'sku':
          return clusterSku(cluster);
        case 'properties':
          return propertiesOf(cluster);
        default:
          return undefined;
      }
    },
  };
}

function subscriptionRow(subscription: FleetSubscription, tenantId: string): Row {
  const row: Record<string, unknown> = {
    id: `/subscriptions/${subscription.id}`,
    name: subscription.name,
    type: 'microsoft.resources/subscriptions',
    tenantId,
    subscriptionId: subscription.id,
    location: '',
    tags: subscription.tags,
    properties: { ...renderSubscription(subscription, tenantId), state: subscription.state },
  };
  return { columns: () => Object.keys(row), get: (column) => row[column] };
}

/** Subscriptions in which AKS answers. */
const READABLE = new Set(['Enabled', 'Warned', 'PastDue']);

/** @returns `undefined` when there is no such table */
export function rowsOf(
  table: string,
  view: FleetView,
  subscriptions: readonly FleetSubscription[],
  tenantId: string,
): readonly Row[] | undefined {
  switch (table) {
    case 'resources':
      return subscriptions
        .filter((subscription) => READABLE.has(subscription.state))
        .flatMap((subscription) => view.clustersOf(subscription.id).map((cluster) => clusterRow(cluster, tenantId)));
    case 'resourcecontainers':
      return subscriptions.map((subscription) => subscriptionRow(subscription, tenantId));
    default:
      return undefined;
  }
}
