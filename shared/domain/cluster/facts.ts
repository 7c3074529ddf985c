import type { Instant } from '../time.ts';

/**
 * What a cluster's own API server says, cut down to what readiness and dependencies are judged by.
 * Each kind stands alone: what RBAC hides is `not-seen`, and the rest is still there. Absent text is
 * `undefined`, never invented. All of it is hostile text.
 */
export interface ClusterFacts {
  readonly clusterId: string;
  /** When the first question was sent; the lists are not from one moment. */
  readonly readAt: Instant;
  readonly serverVersion?: string;
  readonly nodes: Seen<KubeNode>;
  readonly pods: Seen<Pod>;
  readonly workloads: Seen<Workload>;
  readonly budgets: Seen<DisruptionBudget>;
  readonly namespaces: Seen<Namespace>;
  readonly volumes: Seen<PersistentVolume>;
  readonly claims: Seen<VolumeClaim>;
  readonly csiDrivers: Seen<{ readonly name: string }>;
  readonly webhooks: Seen<AdmissionWebhook>;
  readonly networkPolicies: Seen<{ readonly namespace: string; readonly name: string }>;
}

/** What one pass of a migration asks a cluster for: narrow, so that a pass stays short. A list that was not asked for is absent. */
export type ClusterLook = Pick<ClusterFacts, 'clusterId' | 'readAt'> &
  Partial<Pick<ClusterFacts, 'nodes' | 'pods' | 'workloads' | 'budgets' | 'webhooks'>> & {
    readonly autoscalers?: Seen<PodAutoscaler>;
    readonly events?: Seen<ClusterEvent>;
  };

/** A HorizontalPodAutoscaler (autoscaling/v2). */
export interface PodAutoscaler {
  readonly namespace: string;
  readonly name: string;
  /** What it scales. */
  readonly target: Owner;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
}

/** A warning or a note of a cluster's own parts. */
export interface ClusterEvent {
  readonly uid: string;
  /** `Warning` or `Normal`. */
  readonly type: string;
  /** `FailedEviction`, `Drain`, `NodeNotReady`, `OOMKilling`... */
  readonly reason: string;
  readonly message: string;
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly count: number;
  readonly firstAt?: Instant;
  readonly lastAt?: Instant;
}

export type Seen<T> =
  | { readonly kind: 'seen'; readonly items: readonly T[] }
  | {
      readonly kind: 'not-seen';
      readonly reason: 'forbidden' | 'unreachable' | 'timed-out' | 'upstream-failed';
      readonly detail: string;
    };

export type Labels = Readonly<Record<string, string>>;

export interface KubeNode {
  readonly name: string;
  /** Label `kubernetes.azure.com/agentpool`; a node that node auto-provisioning made has none. */
  readonly pool?: string;
  /** Label `kubernetes.azure.com/node-image-version`, with the date of a security patch where there is one. */
  readonly imageVersion?: string;
  readonly kernel?: string;
  /** `containerd://1.7.27-1`. */
  readonly containerRuntime?: string;
  readonly kubelet?: string;
  readonly os?: string;
  readonly arch?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly vmSize?: string;
  readonly ready: boolean;
  readonly unschedulable: boolean;
  readonly taints: readonly Taint[];
  readonly labels: Labels;
  /** Our own annotations: keys under `image-steward.io/`. */
  readonly marks?: Labels;
  readonly conditions?: readonly NodeCondition[];
  readonly createdAt?: Instant;
  /** Allocatable, in millicores, bytes and pods. */
  readonly cpu: number;
  readonly memory: number;
  readonly podLimit: number;
}

/** `Ready`, `MemoryPressure`, `KernelDeadlock`, `ReadonlyFilesystem`... */
export interface NodeCondition {
  readonly type: string;
  /** `True`, `False`, `Unknown`. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly since?: Instant;
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Owner {
  readonly kind: string;
  readonly name: string;
}

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  /** Tells a pod from a later one of the same name. */
  readonly uid?: string;
  readonly createdAt?: Instant;
  /** Absent while the pod is pending. */
  readonly node?: string;
  readonly labels: Labels;
  /** The controller that would recreate it; absent for a bare pod. */
  readonly owner?: Owner;
  readonly phase: string;
  readonly ready: boolean;
  /** Set while the pod is on its way out. */
  readonly terminatingSince?: Instant;
  readonly graceSeconds: number;
  readonly finalizers: readonly string[];
  /** A static pod, which the kubelet runs from a file. */
  readonly mirror: boolean;
  readonly restarts: number;
  /** Requests of all containers, in millicores and bytes. */
  readonly cpu: number;
  readonly memory: number;
  readonly priorityClass?: string;
  readonly nodeSelector: Labels;
  /** Required node affinity; any one term suffices, all expressions of a term must hold. */
  readonly nodeAffinity: readonly (readonly LabelExpression[])[];
  /** Required anti-affinity to pods of its own labels, by topology key. */
  readonly antiAffinityTopologies: readonly string[];
  readonly tolerations: readonly Toleration[];
  readonly claims: readonly string[];
  /** What in it leans on the node; see `NodeLeaning`. */
  readonly leaning: NodeLeaning;
}

export interface Toleration {
  readonly key?: string;
  readonly operator: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface LabelExpression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** What a pod (or a workload's template) takes from the node it runs on. */
export interface NodeLeaning {
  readonly hostNetwork: boolean;
  readonly hostPid: boolean;
  readonly privileged: boolean;
  readonly hostPaths: readonly string[];
  readonly emptyDir: boolean;
  /** Profiles that the node must have: `Localhost` seccomp and AppArmor ones. */
  readonly seccompProfiles: readonly string[];
  readonly appArmorProfiles: readonly string[];
  readonly sysctls: readonly string[];
  readonly runtimeClass?: string;
  readonly capabilities: readonly string[];
  /** Devices asked for by name, as in `nvidia.com/gpu`. */
  readonly devices: readonly string[];
  readonly images: readonly string[];
}

export interface Workload {
  /** `Deployment`, `ReplicaSet`, `StatefulSet`, `DaemonSet`, `Job`, `CronJob`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner?: Owner;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly selector: LabelSelector;
  /** Wanted pods: `spec.replicas`, or `desiredNumberScheduled` of a DaemonSet. */
  readonly replicas: number;
  readonly ready: number;
  readonly unavailable: number;
  readonly leaning: NodeLeaning;
  readonly nodeSelector: Labels;
  readonly nodeAffinity: readonly (readonly LabelExpression[])[];
  readonly tolerations: readonly Toleration[];
}

export interface LabelSelector {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly LabelExpression[];
}

export interface DisruptionBudget {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** Absent selects nothing (policy/v1); an empty one selects every pod of the namespace. */
  readonly selector?: LabelSelector;
  /** As written: `1`, `50%`. */
  readonly minAvailable?: string;
  readonly maxUnavailable?: string;
  readonly unhealthyPodEvictionPolicy?: string;
  readonly disruptionsAllowed: number;
  readonly currentHealthy: number;
  readonly desiredHealthy: number;
  readonly expectedPods: number;
  /** The status belongs to the present spec. */
  readonly observed: boolean;
}

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly terminating: boolean;
}

export interface PersistentVolume {
  readonly name: string;
  readonly claim?: { readonly namespace: string; readonly name: string };
  readonly driver?: string;
  /** On one node's own disk (`local`, `hostPath`). */
  readonly local: boolean;
  /** Zones or nodes it is bound to; any one term suffices. */
  readonly nodeAffinity: readonly (readonly LabelExpression[])[];
}

export interface VolumeClaim {
  readonly namespace: string;
  readonly name: string;
  readonly volume?: string;
  readonly storageClass?: string;
  readonly accessModes: readonly string[];
}

/** A webhook that is asked about pods or evictions; with `failurePolicy: Fail` it can refuse them by being down. */
export interface AdmissionWebhook {
  readonly configuration: string;
  readonly name: string;
  readonly kind: 'validating' | 'mutating';
  readonly failurePolicy: string;
  readonly timeoutSeconds: number;
  readonly service?: { readonly namespace: string; readonly name: string };
  /** `pods/eviction`, `pods` with DELETE or CREATE, as the rules say. */
  readonly concerns: readonly ('eviction' | 'pod-delete' | 'pod-create' | 'node')[];
  readonly namespaceSelector: LabelSelector;
}
