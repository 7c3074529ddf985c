import type { Day } from '../time.ts';

/** Agents and drivers that are known to lean on the node, as of one day; the user's file adds to it. */
export interface AgentList {
  readonly asOf: Day;
  readonly agents: readonly KnownAgent[];
}

export const AGENT_CATEGORIES = [
  'cni',
  'csi',
  'gpu',
  'kernel-module',
  'ebpf',
  'security',
  'observability',
  'network',
  'node-configuration',
  'aks-managed',
] as const;
export type AgentCategory = (typeof AGENT_CATEGORIES)[number];

export interface KnownAgent {
  readonly id: string;
  /** As people call it: `Falco`. */
  readonly name: string;
  readonly category: AgentCategory;
  /** Comes with AKS or one of its add-ons, which keep it fit for every image that AKS ships. */
  readonly managedByAks: boolean;
  /** Any one of them suffices; `*` stands for any text. */
  readonly recognisedBy: {
    /** Container images, as in `*falcosecurity/falco*`. */
    readonly images: readonly string[];
    /** Names of DaemonSets, with the namespace where it matters: `kube-system/cilium`. */
    readonly daemonSets: readonly string[];
  };
  readonly needs: readonly AgentNeed[];
  readonly sources: readonly string[];
}

/** What an agent needs of its node. Bounds are versions, both included for `min`, excluded for `below`. */
export interface AgentNeed {
  readonly component: 'kernel' | 'containerd' | 'cgroup' | 'kubernetes' | 'os' | 'per-kernel-build';
  /** Only agents from this version on, read from the image's tag. */
  readonly fromVersion?: string;
  /** Only agents before this version, read from the image's tag. */
  readonly beforeVersion?: string;
  readonly min?: string;
  readonly below?: string;
  /** Ids of systems (`ubuntu-22.04`), or `v1` and `v2` of `cgroup`: one of them must be met. */
  readonly oneOf?: readonly string[];
  /** One sentence: what to look at, and what happens otherwise. */
  readonly note: string;
}
