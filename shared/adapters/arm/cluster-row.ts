import { z } from 'zod';
import type { Cluster, Power } from '../../domain/fleet/cluster.ts';
import type { NodePool, PoolKind } from '../../domain/fleet/node-pool.ts';
import type { ClusterWithPools } from '../../ports/fleet-reader.ts';
import { machineTraits } from './machine-size.ts';
import { parseClusterPath } from './resource-id.ts';

const text = z.string().nullish();
const sized = z.object({ size: text, count: z.number().int().nullish() });

const PoolRow = z.object({
  name: z.string().min(1),
  mode: text,
  type: text,
  osType: text,
  osSKU: text,
  nodeImageVersion: text,
  currentOrchestratorVersion: text,
  orchestratorVersion: text,
  count: z.number().int().min(0).nullish(),
  vmSize: text,
  virtualMachinesProfile: z.object({ scale: z.object({ manual: z.array(sized).nullish() }).nullish() }).nullish(),
  virtualMachineNodesStatus: z.array(sized).nullish(),
  scaleSetPriority: text,
  enableFIPS: z.boolean().nullish(),
  creationData: z.object({ sourceResourceId: text }).nullish(),
  powerState: z.object({ code: text }).nullish(),
  provisioningState: text,
});
type PoolRow = z.infer<typeof PoolRow>;

/** A row of the query CLUSTERS. Only what is used; text of any value is kept as it is. */
const ClusterRow = z.object({
  id: z.string(),
  name: z.string().min(1),
  location: z.string(),
  tags: z.record(z.string(), z.unknown()).nullish(),
  tier: text,
  skuName: text,
  provisioningState: text,
  power: text,
  kubernetesVersion: text,
  supportPlan: text,
  upgradeChannel: text,
  nodeOsChannel: text,
  provisioning: text,
  pools: z.array(PoolRow).nullish(),
});
type ClusterRow = z.infer<typeof ClusterRow>;

export type RowAnswer =
  | { readonly kind: 'understood'; readonly value: ClusterWithPools }
  /** `subscriptionId` is absent when not even that can be read from the row. */
  | {
      readonly kind: 'not-understood';
      readonly subscriptionId?: string;
      readonly clusterId?: string;
      readonly detail: string;
    };

/** Reads one row. A row that cannot be read is an answer of its own: the others go on. */
export function readClusterRow(row: unknown): RowAnswer {
  const parsed = ClusterRow.safeParse(row);
  const path = parsed.success ? parseClusterPath(parsed.data.id) : undefined;
  if (parsed.success && path && path.pool === '') {
    const cluster = clusterOf(parsed.data, path.subscriptionId, path.resourceGroup);
    return {
      kind: 'understood',
      value: { cluster, pools: (parsed.data.pools ?? []).map((pool) => poolOf(pool, cluster.id)) },
    };
  }
  const wrong = parsed.success ? ['id'] : parsed.error.issues.map((issue) => issue.path.join('.') || 'row');
  return {
    kind: 'not-understood',
    ...identityOf(row),
    detail: `Azure's answer for this cluster has an unexpected ${[...new Set(wrong)].slice(0, 5).join(', ')}. Look at the cluster itself; if it is fine, report this.`,
  };
}

function identityOf(row: unknown): { subscriptionId?: string; clusterId?: string } {
  const { id, subscriptionId } = z
    .object({ id: z.string().optional().catch(undefined), subscriptionId: z.string().optional().catch(undefined) })
    .catch({})
    .parse(row);
  const owner = parseClusterPath(id ?? '')?.subscriptionId ?? subscriptionId?.toLowerCase();
  return { ...(owner && { subscriptionId: owner }), ...(id && { clusterId: id.toLowerCase() }) };
}

function clusterOf(row: ClusterRow, subscriptionId: string, resourceGroup: string): Cluster {
  return {
    id: row.id.toLowerCase(),
    name: row.name,
    subscriptionId,
    resourceGroup,
    region: row.location.toLowerCase().replaceAll(' ', ''),
    power: powerOf(row.power),
    automatic: row.skuName?.toLowerCase() === 'automatic',
    nodeAutoProvisioning: row.provisioning?.toLowerCase() === 'auto',
    tags: Object.fromEntries(Object.entries(row.tags ?? {}).map(([key, value]) => [key, String(value ?? '')])),
    ...known({
      kubernetesVersion: row.kubernetesVersion,
      provisioningState: row.provisioningState,
      tier: row.tier,
      supportPlan: row.supportPlan,
      upgradeChannel: row.upgradeChannel,
      nodeOsChannel: row.nodeOsChannel,
    }),
  };
}

function poolOf(row: PoolRow, clusterId: string): NodePool {
  const vmSizes = sizesOf(row);
  const traits = vmSizes.map(machineTraits);
  return {
    id: `${clusterId}/agentpools/${row.name.toLowerCase()}`,
    clusterId,
    name: row.name,
    mode: row.mode ?? 'unknown',
    kind: kindOf(row),
    osType: row.osType ?? 'unknown',
    vmSizes,
    gpu: traits.some(({ gpu }) => gpu),
    spot: row.scaleSetPriority?.toLowerCase() === 'spot',
    // The image says it too, where the size has an unknown name.
    arm: traits.some(({ arm }) => arm) || /arm64/i.test(row.nodeImageVersion ?? ''),
    fips: row.enableFIPS ?? false,
    confidential: traits.some(({ confidential }) => confidential),
    power: powerOf(row.powerState?.code),
    ...known({
      osSku: row.osSKU,
      imageVersion: row.nodeImageVersion,
      kubernetesVersion: row.currentOrchestratorVersion || row.orchestratorVersion,
      snapshotId: row.creationData?.sourceResourceId?.toLowerCase(),
      provisioningState: row.provisioningState,
    }),
    ...countOf(row),
  };
}

/** Virtual Machines pools have their sizes and counts in a list. */
function sizesOf(row: PoolRow): string[] {
  const listed = [...(row.virtualMachineNodesStatus ?? []), ...(row.virtualMachinesProfile?.scale?.manual ?? [])];
  return [...new Set([row.vmSize, ...listed.map(({ size }) => size)].filter((size) => !!size))] as string[];
}

function countOf(row: PoolRow): { count?: number } {
  if (typeof row.count === 'number') return { count: row.count };
  const listed = row.virtualMachineNodesStatus;
  if (!listed || listed.length === 0) return {};
  return { count: listed.reduce((sum, { count }) => sum + (count ?? 0), 0) };
}

function kindOf({ mode, type }: PoolRow): PoolKind {
  if (mode?.toLowerCase() === 'machines') return 'auto-provisioned';
  return KINDS[type?.toLowerCase() ?? ''] ?? 'unknown';
}

const KINDS: Readonly<Record<string, PoolKind>> = {
  virtualmachinescalesets: 'scale-set',
  virtualmachines: 'virtual-machines',
  availabilityset: 'availability-set',
};

function powerOf(code: string | null | undefined): Power {
  const power = code?.toLowerCase();
  return power === 'running' || power === 'stopped' ? power : 'unknown';
}

/** Leaves out what Azure left out, or sent as empty. */
function known<K extends string>(fields: Record<K, string | null | undefined>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !!value)) as Partial<Record<K, string>>;
}
