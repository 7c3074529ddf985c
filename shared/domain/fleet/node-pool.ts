import type { Power } from './cluster.ts';

/** One node pool as Azure describes it; what its nodes really run is read from the nodes, elsewhere. */
export interface NodePool {
  /** ARM resource id in lower case. */
  readonly id: string;
  readonly clusterId: string;
  readonly name: string;
  /** `System`, `User`, `Gateway`; `Machines` is a pool that node auto-provisioning made. */
  readonly mode: string;
  readonly kind: PoolKind;
  readonly osType: string;
  /** As set, as in `Ubuntu`; it does not name the OS release by itself. */
  readonly osSku?: string;
  /** `AKSUbuntu-2204gen2containerd-202410.27.0`; absent for a pool that has none (yet). */
  readonly imageVersion?: string;
  /** What single machines run, where it was read; a pool in the middle of an upgrade has more than one. */
  readonly machineImages?: readonly string[];
  readonly kubernetesVersion?: string;
  /** Nodes; absent where Azure does not count them (auto-provisioned pools). */
  readonly count?: number;
  readonly vmSizes: readonly string[];
  readonly gpu: boolean;
  readonly spot: boolean;
  readonly arm: boolean;
  readonly fips: boolean;
  readonly confidential: boolean;
  /** ARM id of the snapshot the pool was made from. */
  readonly snapshotId?: string;
  readonly power: Power;
  readonly provisioningState?: string;
}

export type PoolKind = 'scale-set' | 'virtual-machines' | 'auto-provisioned' | 'availability-set' | 'unknown';
