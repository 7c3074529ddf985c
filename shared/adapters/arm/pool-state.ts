import { z } from 'zod';
import type { ClusterState, PoolFailure, PoolState, RecentVersion } from '../../domain/migration/azure-look.ts';
import type { PoolScaling } from '../../domain/migration/remembered.ts';
import type { AksResource } from './aks-resource.ts';
import { powerOf } from './arm-pool.ts';

const text = z.string().optional().catch(undefined);
const count = z.int().optional().catch(undefined);
const power = z.looseObject({ code: text }).optional().catch(undefined);

const ErrorDetail = z.object({
  code: text,
  message: text,
  details: z
    .array(z.object({ code: text, message: text }))
    .optional()
    .catch(undefined),
});

/** What is read of a pool; the rest is carried along. A field of another form counts as not told. */
const PoolProperties = z.object({
  mode: text,
  osType: text,
  osSKU: text,
  eTag: text,
  provisioningState: text,
  powerState: power,
  nodeImageVersion: text,
  currentOrchestratorVersion: text,
  orchestratorVersion: text,
  count,
  enableAutoScaling: z.boolean().optional().catch(undefined),
  minCount: count,
  maxCount: count,
  tags: z.record(z.string(), z.string()).optional().catch(undefined),
  status: z.object({ provisioningError: ErrorDetail.optional() }).optional().catch(undefined),
  statusDetails: z.object({ provisioningError: ErrorDetail.optional() }).optional().catch(undefined),
});

const ClusterProperties = z.object({
  provisioningState: text,
  powerState: power,
  kubernetesVersion: text,
  currentKubernetesVersion: text,
  autoUpgradeProfile: z.object({ upgradeChannel: text, nodeOSUpgradeChannel: text }).optional().catch(undefined),
});

/** A cluster in the words of a migration. @param id in lower case */
export function clusterStateOf(id: string, resource: AksResource): ClusterState {
  const told = ClusterProperties.parse(resource.properties);
  const etag = text.parse(resource['eTag']);
  const version = told.currentKubernetesVersion ?? told.kubernetesVersion;
  const { upgradeChannel, nodeOSUpgradeChannel } = told.autoUpgradeProfile ?? {};
  return {
    id,
    power: powerOf(told.powerState?.code) ?? 'running',
    provisioningState: told.provisioningState ?? 'unknown',
    ...(version !== undefined && { kubernetesVersion: version }),
    ...(upgradeChannel !== undefined && { upgradeChannel }),
    ...(nodeOSUpgradeChannel !== undefined && { nodeOsChannel: nodeOSUpgradeChannel }),
    ...(etag !== undefined && { etag }),
  };
}

/** A pool in the words of a migration, with its properties as they came. */
export function poolStateOf(resource: AksResource, recentlyUsed: readonly RecentVersion[] | undefined): PoolState {
  const told = PoolProperties.parse(resource.properties);
  const failure = failureOf(told);
  const version = told.currentOrchestratorVersion ?? told.orchestratorVersion;
  return {
    id: resource.id.toLowerCase(),
    name: resource.name,
    mode: told.mode ?? 'User',
    osType: told.osType ?? 'Linux',
    provisioningState: told.provisioningState ?? 'unknown',
    power: powerOf(told.powerState?.code) ?? 'running',
    scaling: scalingOf(told),
    tags: told.tags ?? {},
    properties: resource.properties,
    ...(told.osSKU !== undefined && { osSku: told.osSKU }),
    ...(told.eTag !== undefined && { etag: told.eTag }),
    ...(told.nodeImageVersion !== undefined && { imageVersion: told.nodeImageVersion }),
    ...(version !== undefined && { kubernetesVersion: version }),
    ...(failure && { failure }),
    ...(recentlyUsed && { recentlyUsed }),
    ...(resource['sku'] !== undefined && { sku: resource['sku'] }),
  };
}

function scalingOf(told: z.infer<typeof PoolProperties>): PoolScaling {
  const { minCount: min, maxCount: max, enableAutoScaling } = told;
  const scales = enableAutoScaling === true && min !== undefined && max !== undefined;
  return { count: told.count ?? 0, ...(scales && { autoscaler: { min, max } }) };
}

/** Codes that say what to do; AKS often has them only in the details or the text of a wider code. */
const TELLING = ['PodDrainFailure', 'UnsatisfiablePDB', 'QuotaExceeded', 'SubnetIsFull', 'RequestDisallowedByPolicy'];

/**
 * Why the last operation failed; the narrowest code that was told.
 * @see https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-poddrainfailure
 */
function failureOf({
  provisioningState,
  status,
  statusDetails,
}: z.infer<typeof PoolProperties>): PoolFailure | undefined {
  const error = status?.provisioningError ?? statusDetails?.provisioningError;
  if (!error || provisioningState === 'Succeeded') return undefined;
  const all = [error, ...(error.details ?? [])];
  const message = [...new Set(all.flatMap((one) => one.message ?? []))].join(' ');
  const codes = all.flatMap((one) => one.code ?? []);
  const telling =
    TELLING.find((code) => codes.includes(code)) ??
    TELLING.find((code) => new RegExp(`\\b${code}\\b`).test(message)) ??
    (/failed when evicting pod/i.test(message) ? 'PodDrainFailure' : undefined);
  return { code: telling ?? codes.at(-1) ?? 'unknown', message };
}
