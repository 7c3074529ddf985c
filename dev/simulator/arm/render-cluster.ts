import type { FleetCluster, FleetSubscription } from '../model/fleet.ts';
import type { MaintenanceWindow } from '../model/fleet-schema.ts';
import { guidOf, hexOf } from '../model/stable-hash.ts';
import { clusterId, nodeResourceGroup } from './ids.ts';
import { poolProperties } from './render-pool.ts';

export const clusterETag = (cluster: FleetCluster): string => guidOf(`${clusterId(cluster)}#${cluster.revision}`);

export const clusterSku = (cluster: FleetCluster): { name: string; tier: string } => ({
  name: cluster.automatic ? 'Automatic' : 'Base',
  tier: cluster.tier,
});

/** A managed cluster as AKS itself answers. Resource Graph spells some fields otherwise. */
export function renderCluster(cluster: FleetCluster, tenantId: string): Record<string, unknown> {
  return {
    id: clusterId(cluster),
    name: cluster.name,
    type: 'Microsoft.ContainerService/ManagedClusters',
    location: cluster.region,
    ...(cluster.tags && { tags: cluster.tags }),
    eTag: clusterETag(cluster),
    kind: 'Base',
    sku: clusterSku(cluster),
    identity: { type: 'SystemAssigned', principalId: guidOf(`${clusterId(cluster)}/identity`), tenantId },
    properties: clusterProperties(cluster),
  };
}

export function clusterProperties(cluster: FleetCluster): Record<string, unknown> {
  const dns = `${cluster.name}-dns`;
  return {
    provisioningState: cluster.provisioningState,
    powerState: { code: cluster.power },
    kubernetesVersion: cluster.kubernetesVersion,
    currentKubernetesVersion: cluster.kubernetesVersion,
    dnsPrefix: dns,
    fqdn: `${dns}-${hexOf(clusterId(cluster)).slice(0, 8)}.hcp.${cluster.region}.azmk8s.io`,
    agentPoolProfiles: cluster.pools.map((pool) => ({ name: pool.name, ...poolProperties(cluster, pool) })),
    servicePrincipalProfile: { clientId: 'msi' },
    nodeResourceGroup: nodeResourceGroup(cluster),
    enableRBAC: true,
    supportPlan: cluster.supportPlan,
    networkProfile: {
      networkPlugin: 'azure',
      networkPluginMode: 'overlay',
      networkPolicy: 'cilium',
      networkDataplane: 'cilium',
      loadBalancerSku: 'standard',
      podCidr: '10.244.0.0/16',
      serviceCidr: '10.0.0.0/16',
      dnsServiceIP: '10.0.0.10',
      outboundType: 'loadBalancer',
    },
    maxAgentPools: 100,
    autoUpgradeProfile: {
      ...(cluster.upgradeChannel && { upgradeChannel: cluster.upgradeChannel }),
      ...(cluster.nodeOsChannel && { nodeOSUpgradeChannel: cluster.nodeOsChannel }),
    },
    upgradeSettings: { overrideSettings: { forceUpgrade: false, until: '2026-09-01T00:00:00Z' } },
    disableLocalAccounts: true,
    securityProfile: {},
    storageProfile: {
      diskCSIDriver: { enabled: true },
      fileCSIDriver: { enabled: true },
      snapshotController: { enabled: true },
    },
    oidcIssuerProfile: { enabled: false },
    workloadAutoScalerProfile: {},
    nodeProvisioningProfile: {
      mode: cluster.automatic || cluster.nodeAutoProvisioning ? 'Auto' : 'Manual',
      defaultNodePools: 'Auto',
    },
  };
}

export function renderSubscription(subscription: FleetSubscription, tenantId: string): Record<string, unknown> {
  return {
    id: `/subscriptions/${subscription.id}`,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    ...(subscription.tags && { tags: subscription.tags }),
    subscriptionId: subscription.id,
    tenantId,
    displayName: subscription.name,
    state: subscription.state,
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'EnterpriseAgreement_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

export function renderMaintenance(cluster: FleetCluster, window: MaintenanceWindow): Record<string, unknown> {
  return {
    id: `${clusterId(cluster)}/maintenanceConfigurations/${window.name}`,
    name: window.name,
    type: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations',
    systemData: { createdAt: '2026-01-11T10:00:00Z', createdBy: 'ops@contoso.example', createdByType: 'User' },
    properties:
      window.name === 'default' && window.schedule.every === 'week' ? olderShape(window) : maintenanceWindow(window),
  };
}

function maintenanceWindow(window: MaintenanceWindow): Record<string, unknown> {
  return {
    maintenanceWindow: {
      schedule: schedule(window.schedule),
      durationHours: window.durationHours,
      utcOffset: window.utcOffset,
      startDate: window.startDate ?? '2026-01-10',
      startTime: window.startTime,
      ...(window.notAllowed.length > 0 && { notAllowedDates: window.notAllowed }),
    },
  };
}

function schedule(when: MaintenanceWindow['schedule']): Record<string, unknown> {
  switch (when.every) {
    case 'day':
      return { daily: { intervalDays: when.days } };
    case 'week':
      return { weekly: { intervalWeeks: when.weeks, dayOfWeek: when.on } };
    case 'month':
      return { absoluteMonthly: { intervalMonths: when.months, dayOfMonth: when.dayOfMonth } };
    case 'month-by-weekday':
      return { relativeMonthly: { intervalMonths: when.months, weekIndex: when.week, dayOfWeek: when.on } };
  }
}

/** The configuration named `default` is older than the others: hours of a day of the week, in UTC. */
function olderShape(window: MaintenanceWindow): Record<string, unknown> {
  const first = Number(window.startTime.slice(0, 2));
  const day = window.schedule.every === 'week' ? window.schedule.on : 'Monday';
  const hourSlots = Array.from({ length: window.durationHours }, (_, at) => first + at).filter((hour) => hour < 24);
  return {
    timeInWeek: [{ day, hourSlots }],
    ...(window.notAllowed.length > 0 && {
      notAllowedTime: window.notAllowed.map(({ start, end }) => ({
        start: `${start}T00:00:00Z`,
        end: `${end}T00:00:00Z`,
      })),
    }),
  };
}
