import { vmSizeOf } from '../../../shared/domain/cluster/vm-size.ts';
import type { FleetCluster } from '../model/fleet.ts';
import { type ArmContext, findSubscription } from './context.ts';
import { ok } from './http.ts';
import type { Operation } from './router.ts';

/** Addresses that can be used of the /22 that every region's nodes share: 1,024 without the five that Azure keeps. */
const SUBNET_SIZE = 1019;

/** vCPUs of one family, and of a region as a whole, that a subscription may use unless its clusters use more. */
const FAMILY_LIMIT = 350;
const REGION_LIMIT = 1_000;

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
        return ok({ value: usages(clustersIn(subscription.found.id, params['region'] ?? '')) });
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

/** As Compute counts them: each family, the region as a whole, and spot apart from both. */
function usages(clusters: readonly FleetCluster[]): unknown[] {
  const used = new Map<string, number>();
  const add = (family: string, vcpus: number) => used.set(family, (used.get(family) ?? 0) + vcpus);
  add('cores', 0);
  add('lowPriorityCores', 0);
  for (const pool of clusters.flatMap(({ pools }) => pools)) {
    const size = vmSizeOf(pool.vmSize);
    if (!size) continue;
    const vcpus = size.vcpus * pool.count;
    add(size.family, pool.spot ? 0 : vcpus);
    add(pool.spot ? 'lowPriorityCores' : 'cores', vcpus);
  }
  return [...used].map(([family, currentValue]) => ({
    unit: 'Count',
    currentValue,
    limit: Math.max(family.endsWith('ores') ? REGION_LIMIT : FAMILY_LIMIT, Math.ceil(currentValue / 0.9)),
    name: { value: family, localizedValue: family },
  }));
}
