import { z } from 'zod';

/** What runs in a cluster, as a fleet file tells it. Short: the simulator fills in what Kubernetes would. */

const dnsName = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/,
    'must be lower-case letters, digits, "-" or ".", a letter or digit at both ends',
  );
const cpu = z.string().regex(/^\d+(\.\d+)?m?$/, 'must be an amount of CPU, as in "250m" or "2"');
const bytes = z.string().regex(/^\d+(Ki|Mi|Gi|Ti)?$/, 'must be an amount of memory, as in "512Mi"');
const amount = z.union([
  z.int().min(0),
  z.string().regex(/^\d{1,3}%$/, 'must be a number or a percentage, as in "50%"'),
]);
const texts = z.record(z.string().min(1), z.string());

export const Budget = z.strictObject({
  /** The workload's name unless said otherwise. */
  name: dnsName.optional(),
  minAvailable: amount.optional(),
  maxUnavailable: amount.optional(),
  unhealthyPods: z.enum(['IfHealthyBudget', 'AlwaysAllow']).optional(),
});
export type BudgetSpec = z.infer<typeof Budget>;

/** A HorizontalPodAutoscaler of the workload's name. */
const Autoscaler = z
  .strictObject({ min: z.int().min(1), max: z.int().min(1) })
  .refine(({ min, max }) => min <= max, { message: 'must not be above "max"', path: ['min'] });
export type AutoscalerSpec = z.infer<typeof Autoscaler>;

export const Workload = z.strictObject({
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'Pod']).default('Deployment'),
  namespace: dnsName.default('default'),
  name: dnsName,
  /** Not for a DaemonSet, which has one pod for each node that it fits on. */
  replicas: z.int().min(0).max(200_000).default(1),
  /** Labels and annotations of the workload itself; its pods also get the labels. */
  labels: texts.optional(),
  annotations: texts.optional(),
  image: z.string().min(1).optional(),
  /** What one pod asks for. */
  cpu: cpu.default('50m'),
  memory: bytes.default('64Mi'),
  /** Devices by name, as in `{"nvidia.com/gpu": 1}`. */
  devices: z.record(z.string().min(1), z.int().min(1)).optional(),
  /** Only on nodes of this pool. */
  pool: z.string().min(1).optional(),
  nodeSelector: texts.optional(),
  os: z.enum(['linux', 'windows']).default('linux'),
  /** Taints that it puts up with, as in `sku=gpu:NoSchedule`; `*` is all of them. */
  tolerates: z.array(z.string().min(1)).optional(),
  /** No two of its pods on one host, or in one zone. */
  apart: z.enum(['hosts', 'zones']).optional(),
  hostNetwork: z.boolean().optional(),
  hostPid: z.boolean().optional(),
  privileged: z.boolean().optional(),
  /** Added Linux capabilities, as in `SYS_ADMIN`. */
  capabilities: z.array(z.string().min(1)).optional(),
  hostPaths: z.array(z.string().startsWith('/')).optional(),
  emptyDir: z.boolean().optional(),
  /** Profiles that have to lie on the node. */
  seccompProfile: z.string().min(1).optional(),
  appArmorProfile: z.string().min(1).optional(),
  sysctls: texts.optional(),
  runtimeClass: dnsName.optional(),
  /** One volume for each pod: a disk stays in its zone, a local one on its node, a file share goes anywhere. */
  volume: z.enum(['disk', 'file', 'local']).optional(),
  graceSeconds: z.int().min(0).max(86_400).default(30),
  /** How long its pods take to be Ready once they have a node, in seconds. */
  startsAfterSeconds: z.number().min(0).max(86_400).optional(),
  /** How long its pods take to end, in seconds. */
  stopsAfterSeconds: z.int().min(0).max(86_400).optional(),
  /** Of the pods. */
  finalizers: z.array(z.string().min(1)).optional(),
  priorityClass: dnsName.optional(),
  state: z
    .enum(['running', 'crash-looping', 'image-missing', 'not-ready', 'finished', 'stuck-terminating'])
    .default('running'),
  budgets: z.array(Budget).optional(),
  /** Only for a Deployment or a StatefulSet. */
  autoscaler: Autoscaler.optional(),
});
export type WorkloadSpec = z.infer<typeof Workload>;
export type WorkloadInput = z.input<typeof Workload>;

/** Something in the cluster that is asked before an object is written. */
export const Webhook = z.strictObject({
  name: dnsName,
  kind: z.enum(['validating', 'mutating']).default('validating'),
  failurePolicy: z.enum(['Fail', 'Ignore']).default('Fail'),
  timeoutSeconds: z.int().min(1).max(30).default(10),
  /** `namespace/name` of the service that answers. */
  service: z.string().regex(/^[^/]+\/[^/]+$/, 'must be "namespace/name"'),
  /** What it is asked about. */
  concerns: z.array(z.enum(['pod-create', 'pod-delete', 'eviction', 'node'])).min(1),
  /** Namespaces it leaves alone. */
  exceptNamespaces: z.array(dnsName).default([]),
  /** To evictions; `nothing`: it does not answer. Absent: it is registered and never asked. */
  answers: z.enum(['allows', 'denies', 'nothing']).optional(),
  /** Its words where it denies. */
  says: z.string().min(1).optional(),
});
export type WebhookSpec = z.infer<typeof Webhook>;
