import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import type { FleetSpec, FleetSpecInput } from '../../../dev/simulator/model/fleet-schema.ts';

export const SHOP = '11111111-2222-3333-4444-555555555555';
export const SANDBOX = '66666666-7777-4888-8999-000000000000';
const U22 = 'AKSUbuntu-2204gen2containerd-202607.20.0';

type Cluster = NonNullable<FleetSpecInput['subscriptions'][number]['clusters']>[number];

const shop: Cluster = {
  name: 'aks-shop-prod-01',
  resourceGroup: 'rg-shop-prod',
  region: 'eastus',
  kubernetesVersion: '1.34.9',
  upgradeChannel: 'patch',
  nodeOsChannel: 'NodeImage',
  tags: { env: 'prod', owner: 'platform' },
  maintenance: [
    {
      name: 'aksManagedNodeOSUpgradeSchedule',
      schedule: { every: 'week', weeks: 1, on: 'Saturday' },
      startTime: '22:00',
      durationHours: 8,
      utcOffset: '+02:00',
      notAllowed: [{ start: '2026-12-20', end: '2027-01-04' }],
    },
    {
      name: 'aksManagedAutoUpgradeSchedule',
      schedule: { every: 'month-by-weekday', week: 'First', on: 'Sunday' },
      startTime: '03:00',
      durationHours: 4,
    },
    {
      name: 'default',
      schedule: { every: 'week', on: 'Monday' },
      startTime: '01:00',
      durationHours: 4,
      notAllowed: [{ start: '2026-11-26', end: '2026-11-30' }],
    },
  ],
  pools: [
    {
      name: 'systempool',
      mode: 'System',
      osSku: 'Ubuntu',
      image: U22,
      machineImages: ['AKSUbuntu-2204gen2containerd-202608.20.0', U22, 'AKSUbuntu-2204gen2containerd-202608.20.0'],
      taints: ['CriticalAddonsOnly=true:NoSchedule'],
      usedBefore: [
        {
          image: 'AKSUbuntu-2204gen2containerd-202606.08.1',
          kubernetesVersion: '1.34.8',
          until: '2026-08-15T03:12:44Z',
        },
      ],
    },
    {
      name: 'userpool',
      osSku: 'Ubuntu2404',
      image: 'AKSUbuntu-2404gen2containerd-202608.20.0',
      count: 12,
      autoscale: { min: 6, max: 30 },
      maxSurge: '33%',
    },
    {
      name: 'azl2old',
      osSku: 'AzureLinux',
      image: 'AKSAzureLinux-V2gen2-202512.06.0',
      kubernetesVersion: '1.31.9',
      vmSize: 'Standard_E4s_v5',
    },
    { name: 'azl3', osSku: 'AzureLinux', image: 'AKSAzureLinux-V3gen2-202608.20.0' },
    {
      name: 'gpu',
      osSku: 'Ubuntu',
      image: U22,
      count: 2,
      vmSize: 'Standard_NC4as_T4_v3',
      labels: { workload: 'gpu' },
      taints: ['sku=gpu:NoSchedule'],
    },
    { name: 'fips', osSku: 'Ubuntu', image: 'AKSUbuntu-2004gen2fipscontainerd-202608.20.0', fips: true },
    {
      name: 'arm1',
      osSku: 'Ubuntu',
      image: 'AKSUbuntu-2204gen2arm64containerd-202608.20.0',
      vmSize: 'Standard_D4ps_v5',
    },
    {
      name: 'win22',
      osType: 'Windows',
      osSku: 'Windows2022',
      image: 'AKSWindows-2022-containerd-gen2-20348.5499.260812',
    },
    { name: 'stopd', osSku: 'Ubuntu', image: 'AKSUbuntu-2204gen2containerd-202603.30.0', power: 'Stopped' },
    { name: 'spot1', osSku: 'Ubuntu', image: U22, spot: true },
  ],
};

const data: Cluster = {
  name: 'aks-data-01',
  resourceGroup: 'rg-data-prod',
  region: 'eastus',
  kubernetesVersion: '1.31.9',
  tier: 'Premium',
  supportPlan: 'AKSLongTermSupport',
  pools: [
    {
      name: 'badpool',
      osSku: 'Ubuntu',
      image: U22,
      provisioningState: 'Failed',
      failure: { code: 'UpgradeFailed', message: 'Drain node aks-badpool-30482716-vmss000001 failed.' },
    },
    {
      name: 'vmpool',
      kind: 'virtual-machines',
      osSku: 'Ubuntu',
      image: U22,
      sizes: [
        { size: 'Standard_D4s_v5', count: 3 },
        { size: 'Standard_D8s_v5', count: 2 },
      ],
    },
  ],
};

const nap: Cluster = {
  name: 'aks-nap-01',
  resourceGroup: 'rg-nap',
  region: 'eastus',
  kubernetesVersion: '1.34.9',
  nodeAutoProvisioning: true,
  upgradeChannel: 'patch',
  nodeOsChannel: 'NodeImage',
  tags: { env: 'prod', owner: 'platform' },
  pools: [
    { name: 'systempool', mode: 'System', osSku: 'Ubuntu', image: U22, taints: ['CriticalAddonsOnly=true:NoSchedule'] },
    { name: 'aksmanagedap', mode: 'Machines', kind: 'auto-provisioned', osSku: 'Ubuntu' },
  ],
};

/** The fleet that the recorded samples speak of: one large cluster, two small ones, a disabled subscription. */
export const sampleFleet = (): FleetSpec =>
  parseFleet({
    version: 1,
    name: 'samples',
    now: '2026-09-02T01:00:00Z',
    managementGroups: [
      { id: 'mg-all', name: 'All' },
      { id: 'mg-shop', name: 'Shop', parent: 'mg-all' },
    ],
    subscriptions: [
      {
        id: SHOP,
        name: 'Shop Production',
        managementGroup: 'mg-shop',
        tags: { env: 'prod' },
        clusters: [shop, data, nap],
      },
      { id: SANDBOX, name: 'Old Sandbox', managementGroup: 'mg-all', state: 'Disabled' },
    ],
  } satisfies FleetSpecInput);
