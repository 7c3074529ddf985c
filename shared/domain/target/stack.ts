import type { DependencyKind } from '../dependency/dependency.ts';
import type { Day } from '../time.ts';

/** What is known of the software under the pods, by operating system and by Kubernetes version, as of one day. */
export interface StackFacts {
  readonly asOf: Day;
  readonly systems: readonly OsStack[];
  readonly changes: readonly BreakingChange[];
  readonly moves: readonly OsMove[];
  /** What AKS brings with a Kubernetes minor: driver and CNI versions. */
  readonly managed: readonly ManagedComponent[];
}

export interface OsStack {
  /** As the retirement calendar names it: `ubuntu-22.04`; `-kata` and the like where a variant differs. */
  readonly id: string;
  /** First numbers, as in `5.15`; Windows has a build instead. */
  readonly kernel?: string;
  readonly build?: number;
  readonly cgroup?: 'v1' | 'v2';
  /** As in `1.7` or `2.x`; absent where it is not known or Kubernetes selects it. */
  readonly containerd?: string;
  readonly containerdHistory: readonly { readonly fromImage: string; readonly version: string }[];
  readonly openssl?: string;
  readonly python?: string;
  readonly confidence: string;
  readonly notes?: string;
  readonly sources: readonly string[];
}

export const STACK_COMPONENTS = [
  'kernel',
  'cgroup',
  'containerd',
  'openssl',
  'python',
  'cni',
  'csi',
  'kubernetes',
  'fips',
  'confidential',
  'gpu',
  'trusted-launch',
  'windows',
  'architecture',
  'agent',
  'image',
  'os',
] as const;
export type StackComponent = (typeof STACK_COMPONENTS)[number];

/** A change that has broken things before, when it is met, and whom it can touch. */
export interface BreakingChange {
  readonly id: string;
  readonly component: StackComponent;
  readonly when: ChangeCondition;
  /** Absent: it touches every pool. Present: only pools on which one of these is found. */
  readonly touches?: {
    readonly kinds: readonly DependencyKind[];
    /** Ids of `data/agents.json`. */
    readonly agents: readonly string[];
    /** CSI driver names. */
    readonly csiDrivers: readonly string[];
    /** Parts of host paths, as in `/containerd`. */
    readonly hostPaths: readonly string[];
  };
  /** One sentence: what changes. */
  readonly fact: string;
  /** One sentence: what to look at. */
  readonly check: string;
  /** `breaks`: what it touches does not work. `look`: it may not, and a person or a test decides. */
  readonly effect: 'breaks' | 'look';
  readonly confidence: string;
  readonly sources: readonly string[];
}

/** All that are given must hold. Crossing means: the source lies below, the target at or above. */
export interface ChangeCondition {
  readonly crossing?: { readonly component: 'containerd' | 'openssl' | 'kernel' | 'python'; readonly at: string };
  readonly cgroup?: { readonly from: 'v1' | 'v2'; readonly to: 'v1' | 'v2' };
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  /** The target image is a FIPS one (and the source is not). */
  readonly becomesFips?: boolean;
  readonly sourceFips?: boolean;
  readonly sourceConfidential?: boolean;
  readonly gpu?: boolean;
  readonly kubernetesFrom?: string;
  /** Images of the target from this version on (included), up to another (excluded): `202606.08.1`. */
  readonly imageFrom?: string;
  readonly imageBefore?: string;
}

/** Moving a pool from one system to another. */
export interface OsMove {
  readonly from: readonly string[];
  readonly to: string;
  readonly check: readonly string[];
  /** As documented, in words: `yes, osSKU Ubuntu2404 (1.32+) or Kubernetes 1.35+`. */
  readonly inPlace?: string;
  /** Whether the pool's OS SKU can be changed, or a new pool is needed; absent: not documented. */
  readonly needsNewPool?: boolean;
  readonly sources: readonly string[];
}

export interface ManagedComponent {
  /** `containerd`, `disk.csi.azure.com`, `cilium`... */
  readonly component: string;
  readonly kubernetes: string;
  readonly version: string;
  /** Only on this family of systems: `ubuntu`, `azurelinux`, `windows`. */
  readonly system?: string;
}
