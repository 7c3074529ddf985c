import { describe, expect, test } from 'vitest';
import { generateFleet } from '../../../dev/simulator/model/generator.ts';
import { CLUSTERS } from '../../../shared/adapters/arm/queries.ts';
import { SHOP } from './sample-fleet.ts';
import { givenSimulator } from './support.ts';

/** An hour of the fleet is a second here: pollers need not wait. */
const FAST = 3600;
const OFTEN = { updateIntervalInMs: 5 };

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('the real clients, unchanged', () => {
  test('subscriptions come over several pages', async () => {
    const fleet = generateFleet({ clusters: 250, pools: 250, subscriptions: 250, seed: 3 });
    const { subscriptions } = await givenSimulator({ fleet });

    const found = await all(subscriptions.subscriptions.list());

    expect(found.map((one) => one.subscriptionId)).toEqual(fleet.subscriptions.map((one) => one.id));
  });

  test('clusters come over several pages, by subscription and by resource group', async () => {
    const fleet = generateFleet({ clusters: 230, pools: 230, subscriptions: 1, seed: 3 });
    const [subscription] = fleet.subscriptions;
    const { aks } = await givenSimulator({ fleet });
    const client = aks(subscription?.id ?? '');

    const found = await all(client.managedClusters.list());
    const [first] = subscription?.clusters ?? [];
    const inGroup = await all(client.managedClusters.listByResourceGroup(first?.resourceGroup.toUpperCase() ?? ''));

    expect(found.map((one) => one.name)).toEqual(subscription?.clusters.map((one) => one.name));
    expect(inGroup.map((one) => one.name)).toEqual([first?.name]);
  });

  test('Resource Graph', async () => {
    const { graph } = await givenSimulator();

    const { data, totalRecords } = await graph.resources({
      query: CLUSTERS,
      subscriptions: [SHOP],
      options: { resultFormat: 'objectArray', top: 2 },
    });

    expect([(data as { name: string }[]).map((row) => row.name), totalRecords]).toEqual([
      ['aks-data-01', 'aks-nap-01'],
      3,
    ]);
  });

  test('a cluster, its pools, profile, machines and windows', async () => {
    const { aks } = await givenSimulator();
    const client = aks(SHOP);
    const at = ['rg-shop-prod', 'aks-shop-prod-01'] as const;

    const cluster = await client.managedClusters.get(...at);
    const pools = await all(client.agentPools.list(...at));
    const profile = await client.agentPools.getUpgradeProfile(...at, 'systempool');
    const machines = await all(client.machines.list(...at, 'systempool'));
    const windows = await all(client.maintenanceConfigurations.listByManagedCluster(...at));
    const versions = await client.agentPools.getAvailableAgentPoolVersions(...at);

    expect(cluster.autoUpgradeProfile).toEqual({ upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' });
    expect(pools.map((pool) => pool.name)).toEqual(cluster.agentPoolProfiles?.map((pool) => pool.name));
    expect(profile.latestNodeImageVersion).toBe('AKSUbuntu-2204gen2containerd-202608.20.0');
    expect(machines).toHaveLength(3);
    expect(windows.map((one) => one.name)).toEqual([
      'aksManagedNodeOSUpgradeSchedule',
      'aksManagedAutoUpgradeSchedule',
      'default',
    ]);
    expect(versions.agentPoolVersions?.find((one) => one.default)?.kubernetesVersion).toBe('1.35.6');
  });
});

describe('pollers run to the end', () => {
  const at = ['rg-shop-prod', 'aks-shop-prod-01'] as const;

  test('image upgrade, PUT with an etag, deleted machines, deleted pool', async () => {
    const { aks, control } = await givenSimulator({ speed: FAST });
    const { agentPools } = aks(SHOP);

    await agentPools.upgradeNodeImageVersion(...at, 'gpu', OFTEN);
    const upgraded = await agentPools.get(...at, 'gpu');
    const scaled = await agentPools.createOrUpdate(
      ...at,
      'gpu',
      { count: 3 },
      { ...OFTEN, ifMatch: upgraded.eTag ?? '' },
    );
    const machines = await all(aks(SHOP).machines.list(...at, 'gpu'));
    await agentPools.deleteMachines(...at, 'gpu', { machineNames: [machines[0]?.name ?? ''] }, OFTEN);
    const smaller = await agentPools.get(...at, 'gpu');
    await agentPools.delete(...at, 'gpu', OFTEN);

    expect([upgraded.nodeImageVersion, upgraded.provisioningState]).toEqual([
      'AKSUbuntu-2204gen2containerd-202608.20.0',
      'Succeeded',
    ]);
    expect([scaled.count, smaller.count]).toEqual([3, 2]);
    await expect(agentPools.get(...at, 'gpu')).rejects.toMatchObject({ statusCode: 404, code: 'NotFound' });
    expect(control.counts().writes).toBe(4);
  });

  test('a failing one is an error with its message', async () => {
    const { aks, control } = await givenSimulator({ speed: FAST });
    control.addFault({ kind: 'fail-change', code: 'PodDrainFailure', message: 'Drain node x failed.' });

    await expect(aks(SHOP).agentPools.upgradeNodeImageVersion(...at, 'gpu', OFTEN)).rejects.toThrow(
      /Drain node x failed/,
    );
  });

  test('a stale etag is 412', async () => {
    const { aks } = await givenSimulator();

    await expect(
      aks(SHOP).agentPools.createOrUpdate(...at, 'gpu', { count: 3 }, { ifMatch: 'older' }),
    ).rejects.toMatchObject({
      statusCode: 412,
      code: 'PreconditionFailed',
    });
  });
});
