import { expect, test } from 'vitest';
import { readClusterRow } from '../../../shared/adapters/arm/cluster-row.ts';
import { clusterRow, SUB_A, sample } from './arm-server.ts';

// biome-ignore lint: recorded answers have many shapes
// oxlint-disable-next-line typescript/no-explicit-any
type Json = Record<string, any>;

/** What the query CLUSTERS projects from a resource. */
function projected({ id, name, subscriptionId, resourceGroup, location, tags, sku, properties }: Json): Json {
  return {
    id,
    name,
    subscriptionId,
    resourceGroup,
    location,
    tags,
    tier: sku?.tier,
    skuName: sku?.name,
    provisioningState: properties.provisioningState,
    power: properties.powerState?.code,
    kubernetesVersion: properties.currentKubernetesVersion,
    supportPlan: properties.supportPlan,
    upgradeChannel: properties.autoUpgradeProfile?.upgradeChannel,
    nodeOsChannel: properties.autoUpgradeProfile?.nodeOSUpgradeChannel,
    provisioning: properties.nodeProvisioningProfile?.mode,
    pools: properties.agentPoolProfiles,
  };
}

const recorded = (sample('resourcegraph-managedclusters').body as Json)['data'].map(projected) as Json[];

function read(row: unknown) {
  const answer = readClusterRow(row);
  if (answer.kind !== 'understood') throw new Error(answer.detail);
  return answer.value;
}

const pool = (fields: Json) => read(clusterRow('c', SUB_A, { pools: [{ name: 'Apps', ...fields }] })).pools[0];

test('a recorded cluster is read whole, its ids in lower case', () => {
  const { cluster, pools } = read(recorded[0]);
  const id =
    '/subscriptions/11111111-2222-3333-4444-555555555555/resourcegroups/rg-shop-prod/providers/microsoft.containerservice/managedclusters/aks-shop-prod-01';
  expect(cluster).toEqual({
    id,
    name: 'aks-shop-prod-01',
    subscriptionId: SUB_A,
    resourceGroup: 'rg-shop-prod',
    region: 'eastus',
    kubernetesVersion: '1.34.9',
    power: 'running',
    provisioningState: 'Succeeded',
    tier: 'Standard',
    supportPlan: 'KubernetesOfficial',
    automatic: false,
    nodeAutoProvisioning: false,
    upgradeChannel: recorded[0]?.['upgradeChannel'],
    nodeOsChannel: recorded[0]?.['nodeOsChannel'],
    tags: { env: 'prod', owner: 'platform' },
  });
  expect(pools[0]).toEqual({
    id: `${id}/agentpools/systempool`,
    clusterId: id,
    name: 'systempool',
    mode: 'System',
    kind: 'scale-set',
    osType: 'Linux',
    osSku: 'Ubuntu',
    imageVersion: 'AKSUbuntu-2204gen2containerd-202607.20.0',
    kubernetesVersion: '1.34.9',
    count: 3,
    vmSizes: ['Standard_D4s_v5'],
    gpu: false,
    spot: false,
    arm: false,
    fips: false,
    confidential: false,
    power: 'running',
    provisioningState: 'Succeeded',
  });
});

test('recorded pools of every kind are told apart', () => {
  const pools = recorded.flatMap((row) => read(row).pools);
  const marks = pools.map(({ name, kind, osType, gpu, spot, arm, fips, power }) =>
    [name, kind, osType, gpu && 'gpu', spot && 'spot', arm && 'arm', fips && 'fips', power].filter(Boolean).join(' '),
  );
  expect(marks).toEqual([
    'systempool scale-set Linux running',
    'userpool scale-set Linux running',
    'azl2old scale-set Linux running',
    'azl3 scale-set Linux running',
    'gpu scale-set Linux gpu running',
    'fips scale-set Linux fips running',
    'arm1 scale-set Linux arm running',
    'win22 scale-set Windows running',
    'stopd scale-set Linux stopped',
    'spot1 scale-set Linux spot running',
    'systempool scale-set Linux running',
    'userpool scale-set Linux running',
    'systempool scale-set Linux running',
    'aksmanagedap auto-provisioned Linux running',
  ]);
});

test('a pool that node auto-provisioning made has neither a count nor an image, and none is invented', () => {
  const made = recorded.flatMap((row) => read(row).pools).find(({ name }) => name === 'aksmanagedap');
  expect(made).not.toHaveProperty('count');
  expect(made).not.toHaveProperty('imageVersion');
  expect(made?.vmSizes).toEqual([]);
});

test('a Virtual Machines pool counts the machines of all its sizes', () => {
  const { properties } = sample('agentpool-get-virtualmachines').body as Json;
  expect(pool(properties)).toMatchObject({
    kind: 'virtual-machines',
    count: 5,
    vmSizes: ['Standard_D4s_v5', 'Standard_D8s_v5'],
  });
});

test.each([
  [
    { skuName: 'Automatic', provisioning: 'Auto' },
    { automatic: true, nodeAutoProvisioning: true },
  ],
  [
    { skuName: 'Base', provisioning: 'Manual' },
    { automatic: false, nodeAutoProvisioning: false },
  ],
  [{ power: 'Stopped' }, { power: 'stopped' }],
  [{ power: 'Paused' }, { power: 'unknown' }],
  [{ power: null }, { power: 'unknown' }],
  [{ location: 'West Europe' }, { region: 'westeurope' }],
  [{ tags: { n: 7, empty: null } }, { tags: { n: '7', empty: '' } }],
  [
    { tier: 'Premium', supportPlan: 'AKSLongTermSupport' },
    { tier: 'Premium', supportPlan: 'AKSLongTermSupport' },
  ],
])('a cluster row with %j is a cluster with %j', (fields, expected) => {
  expect(read(clusterRow('c', SUB_A, fields)).cluster).toMatchObject(expected);
});

test.each([
  [{ osSKU: 'BrandNewOs' }, { osSku: 'BrandNewOs' }],
  [{ type: 'SomethingNew' }, { kind: 'unknown' }],
  [{ type: 'AvailabilitySet' }, { kind: 'availability-set' }],
  [{ mode: 'Machines', type: 'VirtualMachines' }, { kind: 'auto-provisioned' }],
  [{ scaleSetPriority: 'Spot' }, { spot: true }],
  [{ enableFIPS: true }, { fips: true }],
  [{ vmSize: 'Standard_DC4as_v5' }, { confidential: true }],
  [{ nodeImageVersion: 'AKSUbuntu-2204gen2arm64containerd-202607.20.0' }, { arm: true }],
  [
    { creationData: { sourceResourceId: '/subscriptions/S/snapshots/X' } },
    { snapshotId: '/subscriptions/s/snapshots/x' },
  ],
  [{ orchestratorVersion: '1.34' }, { kubernetesVersion: '1.34' }],
  [{ orchestratorVersion: '1.34', currentOrchestratorVersion: '1.34.9' }, { kubernetesVersion: '1.34.9' }],
  [{ count: 0 }, { count: 0 }],
  [{}, { mode: 'unknown', osType: 'unknown', id: expect.stringMatching(/\/agentpools\/apps$/) }],
])('a pool with %j is a pool with %j', (fields, expected) => {
  expect(pool(fields)).toMatchObject(expected);
});

test('a cluster without pools is a cluster without pools', () => {
  expect(read(clusterRow('c', SUB_A, { pools: null })).pools).toEqual([]);
});

test.each([
  ['a row that is not an object', 'text', undefined, undefined],
  ['a row without an id', { name: 'c', subscriptionId: SUB_A.toUpperCase() }, SUB_A, undefined],
  ['an id of something else', clusterRow('c/agentPools/p'), SUB_A, expect.stringContaining('/agentpools/p')],
  [
    'a count that is text',
    clusterRow('c', SUB_A, { pools: [{ name: 'p', count: 'three' }] }),
    SUB_A,
    expect.any(String),
  ],
  ['pools that are no list', clusterRow('c', SUB_A, { pools: 'none' }), SUB_A, expect.any(String)],
])('%s is not understood, and what can be known of it is said', (_what, row, subscriptionId, clusterId) => {
  expect(readClusterRow(row)).toEqual({
    kind: 'not-understood',
    detail: expect.stringMatching(/^Azure's answer for this cluster has an unexpected /),
    ...(subscriptionId && { subscriptionId }),
    ...(clusterId && { clusterId }),
  });
});
