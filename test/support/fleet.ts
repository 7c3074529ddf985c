/**
 * Builders of clusters and pools for tests: everything has a sound default, and a test names only
 * what its rule is about. Nothing here is random and nothing reads a clock.
 */
import type { Cluster } from '../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../shared/domain/fleet/node-pool.ts';
import type { ClusterReading, PoolReading } from '../../shared/domain/fleet/reading.ts';
import type { Subscription } from '../../shared/domain/fleet/subscription.ts';
import type { Finding } from '../../shared/domain/policy/finding.ts';
import type { Instant } from '../../shared/domain/time.ts';

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';

/** The instant of an ISO text; a bare day is its midnight in UTC. */
export function at(text: string): Instant {
  const instant = Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(instant)) throw new Error(`not a time: ${text}`);
  return instant;
}

/** When the story of most tests takes place. */
export const NOW = at('2026-11-20T08:00:00Z');

export function givenSubscription(overrides: Partial<Subscription> = {}): Subscription {
  return { id: SUBSCRIPTION, name: 'shop-prod', state: 'Enabled', ...overrides };
}

/** A sound cluster: supported Kubernetes, a patch channel and a window for it. */
export function givenCluster(overrides: Partial<Cluster> = {}): Cluster {
  const name = overrides.name ?? 'payments';
  const subscriptionId = overrides.subscriptionId ?? SUBSCRIPTION;
  const resourceGroup = overrides.resourceGroup ?? 'rg-shop';
  return {
    id: clusterId(name, resourceGroup, subscriptionId),
    name,
    subscriptionId,
    resourceGroup,
    region: 'westeurope',
    kubernetesVersion: '1.35.6',
    power: 'running',
    provisioningState: 'Succeeded',
    tier: 'Standard',
    supportPlan: 'KubernetesOfficial',
    automatic: false,
    nodeAutoProvisioning: false,
    upgradeChannel: 'none',
    nodeOsChannel: 'NodeImage',
    maintenance: [
      { name: 'aksManagedNodeOSUpgradeSchedule', schedule: 'weekly on Saturday 22:00 for 4 h, UTC+00:00' },
      { name: 'aksManagedAutoUpgradeSchedule', schedule: 'weekly on Sunday 22:00 for 4 h, UTC+00:00' },
    ],
    tags: {},
    ...overrides,
  };
}

/** A sound pool: a fresh image of a supported family. */
export function givenPool(overrides: Partial<NodePool> = {}, cluster: Cluster = givenCluster()): NodePool {
  const name = overrides.name ?? 'apps';
  return {
    id: poolId(cluster.id, name),
    clusterId: cluster.id,
    name,
    mode: 'User',
    kind: 'scale-set',
    osType: 'Linux',
    osSku: 'Ubuntu2404',
    imageVersion: 'AKSUbuntu-2404gen2containerd-202610.08.0',
    machineImages: ['AKSUbuntu-2404gen2containerd-202610.08.0'],
    kubernetesVersion: cluster.kubernetesVersion,
    count: 3,
    vmSizes: ['Standard_D4s_v5'],
    gpu: false,
    spot: false,
    arm: false,
    fips: false,
    confidential: false,
    power: 'running',
    provisioningState: 'Succeeded',
    ...overrides,
  };
}

export function clusterId(name: string, resourceGroup = 'rg-shop', subscriptionId = SUBSCRIPTION): string {
  return `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/providers/microsoft.containerservice/managedclusters/${name}`.toLowerCase();
}

export function poolId(ofClusterId: string, name: string): string {
  return `${ofClusterId}/agentpools/${name}`.toLowerCase();
}

export function givenPoolReading(overrides: Partial<PoolReading> = {}): PoolReading {
  return { pool: givenPool(), unknowns: [], ...overrides };
}

export function givenReading(overrides: Partial<ClusterReading> = {}): ClusterReading {
  const cluster = overrides.cluster ?? givenCluster();
  return {
    cluster,
    pools: [givenPoolReading({ pool: givenPool({}, cluster) })],
    findings: [],
    sweepId: 's-1',
    readAt: NOW,
    ...overrides,
  };
}

export function givenFinding(overrides: Partial<Finding> = {}): Finding {
  const ofCluster = overrides.clusterId ?? clusterId('payments');
  const subject = 'poolId' in overrides ? (overrides.poolId ?? ofCluster) : poolId(ofCluster, 'apps');
  const ruleId = overrides.ruleId ?? 'image-too-old';
  return {
    id: `${subject}|${ruleId}`,
    ruleId,
    severity: 'medium',
    clusterId: ofCluster,
    ...(subject === ofCluster ? {} : { poolId: subject }),
    facts: { ageDays: 70, maxImageAgeDays: 60 },
    why: 'The image is 70 days old; the limit is 60.',
    deadline: '2026-11-10',
    nextAction: 'Upgrade the node image.',
    since: NOW,
    ...overrides,
  };
}
