import { hexOf } from '../../model/stable-hash.ts';
import type {
  Affinity,
  Container,
  Labels,
  OwnerReference,
  Pod,
  PodSpec,
  PodStatus,
  PodTemplate,
  Toleration,
} from '../objects.ts';
import { safe } from './template.ts';

const GRACE: readonly Toleration[] = ['not-ready', 'unreachable'].map((what) => ({
  key: `node.kubernetes.io/${what}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

/** Tolerations that the DaemonSet controller gives to its pods. */
const DAEMON: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((what) => ({
    key: `node.kubernetes.io/${what}`,
    operator: 'Exists',
    effect: 'NoSchedule',
  })),
];
const NETWORK: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

const admitted = new WeakMap<PodSpec, PodSpec>();

/** What admission makes of a pod's specification: service account, its token's volume, tolerations, priority. */
export function admittedSpec(spec: PodSpec): PodSpec {
  let done = admitted.get(spec);
  if (done) return done;
  const token = `kube-api-access-${safe(hexOf(JSON.stringify(spec)), 5)}`;
  const mount = { name: token, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const mounted = (one: Container): Container => ({
    ...one,
    volumeMounts: [...((one.volumeMounts as readonly unknown[] | undefined) ?? []), mount],
    terminationMessagePath: one.terminationMessagePath ?? '/dev/termination-log',
    terminationMessagePolicy: one.terminationMessagePolicy ?? 'File',
    imagePullPolicy: one.imagePullPolicy ?? 'IfNotPresent',
    resources: one.resources ?? {},
  });
  const account = (spec.serviceAccountName as string | undefined) ?? 'default';
  const priority = PRIORITIES[spec.priorityClassName as string] ?? 0;
  done = {
    ...spec,
    volumes: [...(spec.volumes ?? []), { name: token, projected: { sources: TOKEN_SOURCES, defaultMode: 420 } }],
    containers: spec.containers.map(mounted),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(mounted) }),
    restartPolicy: spec.restartPolicy ?? 'Always',
    terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
    dnsPolicy: spec.dnsPolicy ?? 'ClusterFirst',
    serviceAccountName: account,
    serviceAccount: account,
    securityContext: spec.securityContext ?? {},
    schedulerName: spec.schedulerName ?? 'default-scheduler',
    tolerations: [
      ...(spec.tolerations ?? []),
      ...GRACE.filter((one) => !(spec.tolerations ?? []).some((other) => covers(other, one))),
    ],
    priority,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
  admitted.set(spec, done);
  return done;
}

const covers = (other: Toleration, { key, effect }: Toleration): boolean =>
  (other.key === undefined || other.key === key) && (other.effect === undefined || other.effect === effect);

const PRIORITIES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

const TOKEN_SOURCES = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  {
    downwardAPI: {
      items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
    },
  },
];

export interface PodIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly generateName?: string;
  readonly uid: string;
  readonly createdAt: string;
  readonly labels: Labels;
  readonly owner?: OwnerReference;
  readonly finalizers?: readonly string[];
}

/** A pod as it is right after its creation: no node yet. */
export function newPod(identity: PodIdentity, template: PodTemplate, spec: PodSpec = admittedSpec(template.spec)): Pod {
  const { namespace, name, generateName, uid, createdAt, labels, owner, finalizers } = identity;
  return {
    metadata: {
      name,
      ...(generateName !== undefined && { generateName }),
      namespace,
      uid,
      resourceVersion: '',
      generation: 1,
      creationTimestamp: createdAt,
      labels,
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
      ...(owner && { ownerReferences: [owner] }),
      ...(finalizers && finalizers.length > 0 && { finalizers }),
    },
    spec,
    status: { phase: 'Pending', qosClass: qosOf(spec) },
  };
}

const qos = new WeakMap<readonly Container[], string>();

/** `Guaranteed`, `Burstable` or `BestEffort`, by what its containers ask for. */
export function qosOf({ containers }: PodSpec): string {
  let known = qos.get(containers);
  if (known === undefined) {
    const asks = containers.some(({ resources }) => resources?.requests ?? resources?.limits);
    const bounded = containers.every(
      ({ resources }) =>
        resources?.limits?.cpu !== undefined &&
        resources.limits.cpu === resources.requests?.cpu &&
        resources.limits.memory === resources.requests?.memory,
    );
    known = !asks ? 'BestEffort' : bounded ? 'Guaranteed' : 'Burstable';
    qos.set(containers, known);
  }
  return known;
}

const daemons = new WeakMap<PodTemplate, PodSpec>();

/** The specification of a DaemonSet's pod, which is bound to its node from the beginning. */
export function daemonSpec(template: PodTemplate, node: string): PodSpec {
  let base = daemons.get(template);
  if (!base) {
    const tolerations = [
      ...(template.spec.tolerations ?? []),
      ...DAEMON,
      ...(template.spec.hostNetwork ? [NETWORK] : []),
    ];
    base = admittedSpec({ ...template.spec, tolerations });
    daemons.set(template, base);
  }
  const affinity: Affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
      },
    },
  };
  return { ...base, affinity };
}

/** Extra status fields of a pod on a node: its addresses and when it began. */
export function addresses(hostIP: string, podIP: string, startTime: string): Pick<PodStatus, string> {
  return { hostIP, hostIPs: [{ ip: hostIP }], podIP, podIPs: [{ ip: podIP }], startTime };
}
