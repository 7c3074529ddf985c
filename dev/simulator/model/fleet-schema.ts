/**
 * The words of the fleet: what a fleet file may say and what the model holds. `docs/fleet-file.md`
 * explains them to people. Nothing here knows how Azure or Kubernetes spell things on the wire.
 */
import { z } from 'zod';
import { Webhook, Workload } from './workload-schema.ts';

const patchVersion = z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a full Kubernetes version, as in "1.34.9"');

const moment = z.iso.datetime({ error: 'must be a moment in UTC, as in "2026-11-20T08:00:00Z"' });
const day = z.iso.date({ error: 'must be a day, as in "2026-11-20"' });

const weekday = z.enum(['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']);

/** Azure allows exactly one kind of schedule for each configuration. */
export const MaintenanceSchedule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('day'), days: z.int().min(1).max(7).default(1) }),
  z.strictObject({ every: z.literal('week'), weeks: z.int().min(1).max(4).default(1), on: weekday }),
  z.strictObject({
    every: z.literal('month'),
    months: z.int().min(1).max(6).default(1),
    dayOfMonth: z.int().min(1).max(31),
  }),
  z.strictObject({
    every: z.literal('month-by-weekday'),
    months: z.int().min(1).max(6).default(1),
    week: z.enum(['First', 'Second', 'Third', 'Fourth', 'Last']),
    on: weekday,
  }),
]);

export const MaintenanceWindow = z.strictObject({
  name: z.enum(['aksManagedNodeOSUpgradeSchedule', 'aksManagedAutoUpgradeSchedule', 'default']),
  schedule: MaintenanceSchedule,
  /** `HH:MM`, local to `utcOffset`. */
  startTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time, as in "22:00"'),
  durationHours: z.int().min(4).max(24),
  utcOffset: z
    .string()
    .regex(/^[+-]\d{2}:\d{2}$/, 'must be an offset, as in "+01:00"')
    .default('+00:00'),
  startDate: day.optional(),
  notAllowed: z.array(z.strictObject({ start: day, end: day })).default([]),
});
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;

export const Pool = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9]{0,11}$/, 'must be 1 to 12 lower-case letters and digits, a letter first'),
  mode: z.enum(['System', 'User', 'Gateway', 'Machines']).default('User'),
  kind: z.enum(['scale-set', 'virtual-machines', 'auto-provisioned', 'availability-set']).default('scale-set'),
  osType: z.enum(['Linux', 'Windows']).default('Linux'),
  osSku: z.string().min(1).optional(),
  /** Any text: images that nobody has heard of are part of the game. Absent: the pool has none. */
  image: z.string().min(1).optional(),
  /** What the single nodes run, from the first one on; nodes beyond the list run `image`. */
  machineImages: z.array(z.string().min(1)).optional(),
  kubernetesVersion: patchVersion.optional(),
  count: z.int().min(0).max(1000).default(3),
  autoscale: z.strictObject({ min: z.int().min(0), max: z.int().min(0).max(1000) }).optional(),
  vmSize: z.string().min(1).default('Standard_D4s_v5'),
  /** Only for `virtual-machines`: how many of which size; `count` and `vmSize` do not count then. */
  sizes: z
    .array(z.strictObject({ size: z.string().min(1), count: z.int().min(0).max(1000) }))
    .min(1)
    .max(5)
    .optional(),
  /** How many of its nodes, the last ones, report to Kubernetes that they are not ready. */
  notReadyNodes: z.int().min(0).optional(),
  power: z.enum(['Running', 'Stopped']).default('Running'),
  provisioningState: z.string().min(1).default('Succeeded'),
  /** Why the last change failed; only with a `provisioningState` of `Failed`. */
  failure: z.strictObject({ code: z.string().min(1), message: z.string().min(1) }).optional(),
  spot: z.boolean().default(false),
  fips: z.boolean().default(false),
  /** Trusted launch: virtual TPM and secure boot. */
  trustedLaunch: z.boolean().default(false),
  /** Name of the node pool snapshot that the pool was made from. */
  snapshot: z.string().min(1).optional(),
  maxSurge: z.string().min(1).default('10%'),
  labels: z.record(z.string(), z.string()).optional(),
  taints: z.array(z.string().min(1)).optional(),
  /** What the pool ran before, newest first; Azure offers these for a rollback. */
  usedBefore: z
    .array(z.strictObject({ image: z.string().min(1), kubernetesVersion: patchVersion, until: moment }))
    .optional(),
});
export type PoolSpec = z.infer<typeof Pool>;

export const Cluster = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w-]{0,62}$/, 'must be 1 to 63 letters, digits, "_" or "-", a letter or digit first'),
  resourceGroup: z.string().regex(/^[\w.()-]{1,90}$/, 'must be a resource group name'),
  region: z.string().regex(/^[a-z0-9]+$/, 'must be a region in lower case without spaces, as in "westeurope"'),
  kubernetesVersion: patchVersion,
  tier: z.enum(['Free', 'Standard', 'Premium']).default('Standard'),
  supportPlan: z.enum(['KubernetesOfficial', 'AKSLongTermSupport']).default('KubernetesOfficial'),
  automatic: z.boolean().default(false),
  nodeAutoProvisioning: z.boolean().default(false),
  upgradeChannel: z.enum(['none', 'patch', 'stable', 'rapid', 'node-image']).optional(),
  nodeOsChannel: z.enum(['None', 'Unmanaged', 'SecurityPatch', 'NodeImage']).optional(),
  power: z.enum(['Running', 'Stopped']).default('Running'),
  provisioningState: z.string().min(1).default('Succeeded'),
  tags: z.record(z.string(), z.string()).optional(),
  maintenance: z.array(MaintenanceWindow).default([]),
  pools: z.array(Pool).max(100),
  /** What runs in it beside the system's own; absent: a believable mix. */
  workloads: z.array(Workload).optional(),
  webhooks: z.array(Webhook).optional(),
  /** AKS's upgrade health gate (preview): its resources are there, and Image Steward is registered for all pools. */
  healthGates: z.boolean().optional(),
  /** Namespaces in which network policies are in force. */
  networkPolicies: z.array(z.string().min(1)).optional(),
  /** How many pods in all; made-up ones are added until there are as many. */
  pods: z.int().min(1).max(200_000).optional(),
  /** A kubeconfig file of a real cluster: its API is handed out in place of a simulated one. */
  kubeconfig: z.string().min(1).optional(),
  /** The context of that file; its current one unless said otherwise. */
  context: z.string().min(1).optional(),
});
export type ClusterSpec = z.infer<typeof Cluster>;

export const Subscription = z.strictObject({
  id: z.guid({ error: 'must be a GUID, as in "11111111-2222-3333-4444-555555555555"' }).toLowerCase(),
  name: z.string().min(1),
  state: z.enum(['Enabled', 'Warned', 'PastDue', 'Disabled', 'Deleted']).default('Enabled'),
  /** `false`: listed, but its resources may not be read. */
  readable: z.boolean().default(true),
  managementGroup: z.string().min(1).optional(),
  tags: z.record(z.string(), z.string()).optional(),
  clusters: z.array(Cluster).default([]),
});
export type SubscriptionSpec = z.infer<typeof Subscription>;

export const ManagementGroup = z.strictObject({
  id: z.string().regex(/^[\w.()-]{1,90}$/, 'must be a management group id'),
  name: z.string().min(1),
  parent: z.string().min(1).optional(),
});
export type ManagementGroup = z.infer<typeof ManagementGroup>;

export const FleetFile = z.strictObject({
  /** Shape of the file; there is one so far. */
  version: z.literal(1),
  name: z.string().min(1),
  description: z.string().optional(),
  now: moment,
  tenantId: z.guid().default('aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'),
  managementGroups: z.array(ManagementGroup).default([]),
  /** Newest image by family where it is not the newest of the catalogue. */
  latestImages: z.record(z.string(), z.string().min(1)).default({}),
  subscriptions: z.array(Subscription),
});
export type FleetSpec = z.infer<typeof FleetFile>;
export type FleetSpecInput = z.input<typeof FleetFile>;
