/** What the model world is made of: plain values that its parts change in place. */
import type { Labels, Taint, Toleration } from '../../../shared/domain/cluster/facts.ts';
import type { PoolFailure, RecentVersion } from '../../../shared/domain/migration/azure-look.ts';
import type { Instant } from '../../../shared/domain/time.ts';

export interface ModelPool {
  readonly id: string;
  readonly name: string;
  etag: number;
  provisioningState: string;
  /** As ARM tells them, but for what the model works out (`count`, `nodeImageVersion`, `provisioningState`). */
  properties: Record<string, unknown>;
  /** Image that a node gets that is made now. */
  image: string;
  kubernetes: string;
  failure?: PoolFailure | undefined;
  recentlyUsed: RecentVersion[];
  /** What AKS is doing with it; one thing at a time in a cluster. */
  operation?: PoolOperation | undefined;
  /** Numbers of nodes ever made, for their names. */
  made: number;
}

export interface PoolOperation {
  readonly kind: 'create' | 'update' | 'delete' | 'delete-machines' | 'upgrade' | 'restore';
  readonly since: Instant;
  /** Set by `stopOperation`: it goes no further. */
  stopped: boolean;
}

export interface ModelNode {
  readonly name: string;
  readonly pool: string;
  image: string;
  kubernetes: string;
  readonly createdAt: Instant;
  /** Ready from then on, unless it died. */
  readyAt: Instant;
  dead: boolean;
  unschedulable: boolean;
  taints: Taint[];
  marks: Record<string, string>;
}

export type ControllerKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

export interface ModelWorkload {
  readonly kind: ControllerKind;
  readonly namespace: string;
  readonly name: string;
  /** Of a DaemonSet: not used. */
  replicas: number;
  /** Millicores asked for by each pod. */
  readonly cpu: number;
  readonly graceSeconds: number;
  /** From being placed to Ready. */
  startSeconds: number;
  /** From being told to go to being gone; no longer than its grace period. */
  readonly stopSeconds: number;
  readonly nodeSelector: Labels;
  readonly tolerations: readonly Toleration[];
  /** Pods made of it get a finalizer, and stay until somebody takes it off. */
  finalizer: boolean;
  made: number;
}

export interface ModelPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Absent: a bare pod, which nothing brings back. */
  readonly workload?: ModelWorkload;
  readonly cpu: number;
  readonly graceSeconds: number;
  readonly createdAt: Instant;
  node?: string;
  placedAt?: Instant;
  readyAt?: Instant;
  terminatingSince?: Instant;
  terminatingGrace?: number;
  finalizer: boolean;
  /** Its process ended, and only the finalizer keeps it. */
  stopped: boolean;
}

export interface ModelBudget {
  readonly namespace: string;
  readonly name: string;
  /** Label `app` of the pods it is about. */
  readonly app: string;
  /** `1`, `50%`; one of the two. */
  minAvailable?: string | undefined;
  maxUnavailable?: string | undefined;
  observed: boolean;
}

/** An autoscaler of pods; its wish moves only when a test or the scheduler of faults moves it. */
export interface ModelScaler {
  readonly namespace: string;
  readonly name: string;
  readonly workload: ModelWorkload;
  min: number;
  max: number;
  /** What its metrics ask for. */
  wish: number;
}

/** Who changed the world; what `us` did went through a port. */
export type Actor = 'us' | 'aks' | 'autoscaler' | 'person' | 'fate';

/** One thing that happened to a cluster, for the invariants and for a history. */
export interface Happening {
  readonly at: Instant;
  readonly by: Actor;
  /** `cordon`, `create-pool`, `evict`... */
  readonly what: string;
  /** `node aks-apps-1`, `pool apps`, `pod shop/cart-1`. */
  readonly subject: string;
  /** The cluster is another one than before. */
  readonly effect: boolean;
  readonly detail?: string;
}
