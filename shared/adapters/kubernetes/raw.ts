/** The fields that are read of Kubernetes objects, as the API server writes them. Everything may be missing. */
export type RawMap = Readonly<Record<string, string>>;

export interface RawMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: RawMap;
  readonly annotations?: RawMap;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly creationTimestamp?: string;
  readonly generation?: number;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
}

export interface RawExpression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface RawSelector {
  readonly matchLabels?: RawMap;
  readonly matchExpressions?: readonly RawExpression[];
}

export interface RawNodeTerm {
  readonly matchExpressions?: readonly RawExpression[];
  readonly matchFields?: readonly RawExpression[];
}

interface RawProfile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

export interface RawContainer {
  readonly name?: string;
  readonly image?: string;
  readonly restartPolicy?: string;
  readonly resources?: { readonly requests?: RawMap; readonly limits?: RawMap };
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly capabilities?: { readonly add?: readonly string[] };
    readonly seccompProfile?: RawProfile;
    readonly appArmorProfile?: RawProfile;
  };
}

export interface RawPodSpec {
  readonly nodeName?: string;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly runtimeClassName?: string;
  readonly priorityClassName?: string;
  readonly terminationGracePeriodSeconds?: number;
  readonly nodeSelector?: RawMap;
  readonly tolerations?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly value?: string;
    readonly effect?: string;
  }[];
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly RawNodeTerm[] };
    };
    readonly podAntiAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly {
        readonly topologyKey: string;
        readonly labelSelector?: RawSelector;
      }[];
    };
  };
  readonly containers?: readonly RawContainer[];
  readonly initContainers?: readonly RawContainer[];
  readonly overhead?: RawMap;
  readonly securityContext?: {
    readonly seccompProfile?: RawProfile;
    readonly appArmorProfile?: RawProfile;
    readonly sysctls?: readonly { readonly name: string }[];
  };
  readonly volumes?: readonly {
    readonly name: string;
    readonly hostPath?: { readonly path: string };
    readonly emptyDir?: object;
    readonly persistentVolumeClaim?: { readonly claimName: string };
    readonly ephemeral?: object;
  }[];
}

export interface RawPod {
  readonly metadata: RawMeta;
  readonly spec?: RawPodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount?: number }[];
  };
}

export interface RawNode {
  readonly metadata: RawMeta;
  readonly spec?: {
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status?: {
    readonly allocatable?: RawMap;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly nodeInfo?: {
      readonly kernelVersion?: string;
      readonly containerRuntimeVersion?: string;
      readonly kubeletVersion?: string;
      readonly osImage?: string;
      readonly architecture?: string;
    };
  };
}

export interface RawWorkload {
  readonly metadata: RawMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly suspend?: boolean;
    readonly selector?: RawSelector;
    readonly template?: { readonly metadata?: RawMeta; readonly spec?: RawPodSpec };
    readonly jobTemplate?: { readonly spec?: RawWorkload['spec'] };
  };
  readonly status?: Readonly<Record<string, unknown>>;
}

export interface RawBudget {
  readonly metadata: RawMeta;
  readonly spec?: {
    readonly selector?: RawSelector;
    readonly minAvailable?: string | number;
    readonly maxUnavailable?: string | number;
    readonly unhealthyPodEvictionPolicy?: string;
  };
  readonly status?: {
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
    readonly observedGeneration?: number;
  };
}

export interface RawVolume {
  readonly metadata: RawMeta;
  readonly spec?: {
    readonly claimRef?: { readonly namespace?: string; readonly name?: string };
    readonly csi?: { readonly driver?: string };
    readonly local?: object;
    readonly hostPath?: object;
    readonly nodeAffinity?: { readonly required?: { readonly nodeSelectorTerms?: readonly RawNodeTerm[] } };
  };
}

export interface RawClaim {
  readonly metadata: RawMeta;
  readonly spec?: {
    readonly volumeName?: string;
    readonly storageClassName?: string;
    readonly accessModes?: readonly string[];
  };
}

export interface RawNamed {
  readonly metadata: RawMeta;
  readonly status?: { readonly phase?: string };
}

export interface RawWebhooks {
  readonly metadata: RawMeta;
  readonly webhooks?: readonly {
    readonly name: string;
    readonly failurePolicy?: string;
    readonly timeoutSeconds?: number;
    readonly clientConfig?: { readonly service?: { readonly namespace: string; readonly name: string } };
    readonly namespaceSelector?: RawSelector;
    readonly rules?: readonly {
      readonly apiGroups?: readonly string[];
      readonly resources?: readonly string[];
      readonly operations?: readonly string[];
    }[];
  }[];
}

export interface RawAutoscaler {
  readonly metadata: RawMeta;
  readonly spec: {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas: number;
  };
  readonly status?: { readonly currentReplicas?: number; readonly desiredReplicas?: number };
}

export interface RawEvent {
  readonly metadata: RawMeta;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
  readonly count?: number;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string } | null;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

export interface RawScale {
  readonly metadata: RawMeta;
  readonly spec?: { readonly replicas?: number };
}
