import { z } from 'zod';
import type { FleetCluster, FleetPool } from '../model/fleet.ts';
import { type ArmAnswer, refusal } from './http.ts';

const KINDS = { VirtualMachineScaleSets: 'scale-set', VirtualMachines: 'virtual-machines' } as const;

/** The properties of an agent pool that a caller may set; what is not here is kept as it was sent. */
const Properties = z.looseObject({
  count: z.int().min(0).max(1000).optional(),
  vmSize: z.string().min(1).optional(),
  type: z.enum(['VirtualMachineScaleSets', 'VirtualMachines']).optional(),
  mode: z.enum(['System', 'User', 'Gateway']).optional(),
  osType: z.enum(['Linux', 'Windows']).optional(),
  osSKU: z.string().min(1).optional(),
  orchestratorVersion: z.string().min(1).optional(),
  nodeImageVersion: z.string().min(1).optional(),
  enableFIPS: z.boolean().optional(),
  enableAutoScaling: z.boolean().optional(),
  minCount: z.int().min(0).max(1000).optional(),
  maxCount: z.int().min(0).max(1000).optional(),
  powerState: z.looseObject({ code: z.enum(['Running', 'Stopped']) }).optional(),
  scaleSetPriority: z.enum(['Regular', 'Spot']).optional(),
  nodeLabels: z.record(z.string(), z.string()).nullish(),
  nodeTaints: z.array(z.string()).nullish(),
  upgradeSettings: z.looseObject({ maxSurge: z.string().optional() }).optional(),
  securityProfile: z
    .looseObject({ enableVTPM: z.boolean().optional(), enableSecureBoot: z.boolean().optional() })
    .optional(),
  creationData: z.looseObject({ sourceResourceId: z.string() }).optional(),
  virtualMachinesProfile: z
    .looseObject({
      scale: z.looseObject({
        manual: z
          .array(z.object({ size: z.string(), count: z.int().min(0) }))
          .min(1)
          .max(5),
      }),
    })
    .optional(),
  eTag: z.string().optional(),
});
export type PoolProperties = z.infer<typeof Properties>;

const Body = z.looseObject({ properties: Properties });

/** What Azure works out itself: it may be sent, and does not count. */
const READ_ONLY = new Set(['provisioningState', 'currentOrchestratorVersion', 'status', 'virtualMachineNodesStatus']);
/** Objects of which the fleet knows some fields only: they are kept whole as well. */
const KEPT_WHOLE = new Set(['upgradeSettings', 'securityProfile']);

export const invalidParameter = (name: string, why: string): ArmAnswer =>
  refusal(
    400,
    'InvalidParameter',
    `The value of parameter agentPoolProfile.${name} is invalid. Error details: ${why}.`,
    {
      target: `agentPoolProfile.${name}`,
    },
  );

export function readPoolBody(body: unknown): { readonly properties: PoolProperties } | { readonly refused: ArmAnswer } {
  const parsed = Body.safeParse(body);
  if (parsed.success) {
    const surge = parsed.data.properties.upgradeSettings?.maxSurge;
    if (surge !== undefined && !/^(?:[1-9]\d*|(?:[1-9]\d?|100)%)$/.test(surge)) {
      return { refused: invalidParameter('upgrade.maxSurge', 'maxSurge must be a positive integer or percentage') };
    }
    return { properties: parsed.data.properties };
  }
  const issue = parsed.error.issues[0];
  return {
    refused: invalidParameter(issue?.path.slice(1).join('.') ?? 'properties', issue?.message ?? 'it is missing'),
  };
}

/** A pool as the body describes it, in the fleet's words. Settings that were not sent stay as they are. */
export function poolFrom(
  name: string,
  sent: PoolProperties,
  before: FleetPool | undefined,
  cluster: FleetCluster,
): FleetPool {
  const autoscale =
    sent.enableAutoScaling === false
      ? undefined
      : sent.enableAutoScaling || sent.minCount !== undefined
        ? { min: sent.minCount ?? before?.autoscale?.min ?? 1, max: sent.maxCount ?? before?.autoscale?.max ?? 3 }
        : before?.autoscale;
  const opaque = Object.entries(sent).filter(
    ([field]) => KEPT_WHOLE.has(field) || (!(field in Properties.shape) && !READ_ONLY.has(field)),
  );
  const unmodelled = { ...before?.unmodelled, ...Object.fromEntries(opaque) };
  const sizes = sent.virtualMachinesProfile?.scale.manual ?? before?.sizes;
  const labels = sent.nodeLabels === undefined ? before?.labels : (sent.nodeLabels ?? undefined);
  const taints = sent.nodeTaints === undefined ? before?.taints : (sent.nodeTaints ?? undefined);
  const snapshot = sent.creationData?.sourceResourceId.split('/').at(-1) ?? before?.snapshot;
  const osSku = sent.osSKU ?? before?.osSku;
  return {
    ...before,
    name,
    mode: sent.mode ?? before?.mode ?? 'User',
    kind: sent.type ? KINDS[sent.type] : (before?.kind ?? 'scale-set'),
    osType: sent.osType ?? before?.osType ?? 'Linux',
    ...(osSku !== undefined && { osSku }),
    kubernetesVersion: fullVersion(sent.orchestratorVersion, before, cluster),
    count: sent.count ?? before?.count ?? 3,
    vmSize: sent.vmSize ?? before?.vmSize ?? 'Standard_D4s_v5',
    power: sent.powerState?.code ?? before?.power ?? 'Running',
    provisioningState: before?.provisioningState ?? 'Creating',
    spot: sent.scaleSetPriority ? sent.scaleSetPriority === 'Spot' : (before?.spot ?? false),
    fips: sent.enableFIPS ?? before?.fips ?? false,
    trustedLaunch: sent.securityProfile?.enableVTPM ?? before?.trustedLaunch ?? false,
    maxSurge: sent.upgradeSettings?.maxSurge ?? before?.maxSurge ?? '10%',
    autoscale,
    labels,
    taints,
    snapshot,
    ...(sizes && { sizes }),
    ...(Object.keys(unmodelled).length > 0 && { unmodelled }),
  };
}

/** `1.34` means the patch that the cluster or the pool is at. */
function fullVersion(asked: string | undefined, before: FleetPool | undefined, cluster: FleetCluster): string {
  const current = before?.kubernetesVersion ?? cluster.kubernetesVersion;
  if (asked === undefined || current.startsWith(`${asked}.`)) return current;
  return cluster.kubernetesVersion.startsWith(`${asked}.`) ? cluster.kubernetesVersion : asked;
}
