import { vcpuUsages } from '../model/quota.ts';
import { type ArmContext, findSubscription } from './context.ts';
import { ok } from './http.ts';
import type { Operation } from './router.ts';

/** Addresses that can be used of the /22 that every region's nodes share: 1,024 without the five that Azure keeps. */
const SUBNET_SIZE = 1019;

/** What a region has room for: quotas, addresses, and the fleets of Fleet Manager, of which there are none. */
export function capacityOperations(context: ArmContext): readonly Operation[] {
  const arm = { method: 'GET', effect: 'read', provider: 'arm' } as const;
  const clustersIn = (subscription: string, region: string) =>
    context.fleet.clustersOf(subscription).filter((cluster) => cluster.region === region.toLowerCase());

  return [
    {
      ...arm,
      name: 'usage.list',
      path: '/subscriptions/{subscription}/providers/microsoft.compute/locations/{region}/usages',
      answer: (params) => {
        const subscription = findSubscription(context, params, 'Microsoft.Compute/locations/usages/read');
        if ('missing' in subscription) return subscription.missing;
        const region = (params['region'] ?? '').toLowerCase();
        return ok({
          value: vcpuUsages(context.fleet, subscription.found.id, region).map(({ family, used, limit }) => ({
            unit: 'Count',
            currentValue: used,
            limit,
            name: { value: family, localizedValue: family },
          })),
        });
      },
    },
    {
      ...arm,
      name: 'virtualNetworks.listUsage',
      path: '/subscriptions/{subscription}/resourcegroups/{group}/providers/microsoft.network/virtualnetworks/{network}/usages',
      answer: (params) => {
        const subscription = findSubscription(context, params, 'Microsoft.Network/virtualNetworks/usages/read');
        if ('missing' in subscription) return subscription.missing;
        const { group = '', network = '' } = params;
        const nodes = clustersIn(subscription.found.id, network.replace(/^vnet-/i, ''))
          .flatMap(({ pools }) => pools)
          .reduce((sum, { count }) => sum + count, 0);
        const id = `/subscriptions/${subscription.found.id}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${network}/subnets/snet-aks`;
        const name = { value: 'SubnetSpace', localizedValue: 'Subnet size and usage' };
        return ok({
          value: [{ id, name, currentValue: Math.min(nodes, SUBNET_SIZE), limit: SUBNET_SIZE, unit: 'Count' }],
        });
      },
    },
    {
      ...arm,
      name: 'fleets.listBySubscription',
      path: '/subscriptions/{subscription}/providers/microsoft.containerservice/fleets',
      answer: (params) => {
        const subscription = findSubscription(context, params, 'Microsoft.ContainerService/fleets/read');
        return 'missing' in subscription ? subscription.missing : ok({ value: [] });
      },
    },
  ];
}
