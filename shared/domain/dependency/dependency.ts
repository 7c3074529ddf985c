import type { ObjectRef } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { KnownAgent } from './agent.ts';

export const DEPENDENCY_KINDS = [
  'daemon-set',
  'agent',
  'csi-driver',
  'cni',
  'kernel-module-loader',
  'gpu',
  'device',
  'host-network',
  'host-pid',
  'privileged',
  'host-path',
  'seccomp-profile',
  'apparmor-profile',
  'sysctl',
  'runtime-class',
  'pool-selector',
  'image-selector',
  'local-volume',
  'pinned-image',
] as const;
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];

/** One way in which something on a pool leans on the node or its image. */
export interface Dependency {
  readonly kind: DependencyKind;
  /** The workload, or the bare pod, that leans. */
  readonly object: ObjectRef;
  readonly owner?: string;
  /** What exactly: paths, profiles, labels, devices; sorted, none twice. */
  readonly details: readonly string[];
  /** The known agent that it is, where it is one. */
  readonly agent?: KnownAgent;
  /** From the tag of its image, as in `1.18.6`; absent where the tag has none. */
  readonly agentVersion?: string;
  /** Present: this alone makes the pool complex, for this reason. */
  readonly complexBecause?: string;
}

/** What on one pool leans on its image. */
export interface DependencyMap {
  readonly poolId: string;
  /** `simple`: nothing but pods that any node can run, and what AKS itself brings. What was not seen is not called simple. */
  readonly classification: 'simple' | 'complex';
  /** Every reason why it is complex; empty when it is simple. */
  readonly reasons: readonly ComplexityReason[];
  /** Sorted by kind, then by object. */
  readonly dependencies: readonly Dependency[];
  /** Owners of everything that leans, sorted. */
  readonly owners: readonly string[];
  readonly readAt: Instant;
}

export interface ComplexityReason {
  readonly kind: DependencyKind | 'not-seen';
  readonly object?: ObjectRef;
  readonly owner?: string;
  /** One sentence. */
  readonly why: string;
}
