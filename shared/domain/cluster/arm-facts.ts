import type { Instant } from '../time.ts';
import type { Seen } from './facts.ts';

/**
 * What ARM says of a cluster beyond the sweep: what an upgrade or a new pool would need, and what else may
 * change the cluster meanwhile. Each list stands alone: what may not be read is `not-seen`.
 */
export interface ArmFacts {
  readonly clusterId: string;
  readonly readAt: Instant;
  /** Both fresh, of the cluster itself: `Succeeded`, `Updating`, `Failed`...; absent when it was not told. */
  readonly provisioningState?: string;
  readonly power?: 'running' | 'stopped';
  readonly networkMode: NetworkMode;
  readonly pools: Seen<ArmPool>;
  /** vCPU quotas of the cluster's subscription in its region. */
  readonly quotas: Seen<VcpuQuota>;
  /** The subnets that pools name; empty where AKS made the network itself. */
  readonly subnets: Seen<Subnet>;
  /** VM sizes with family and vCPUs, where they were asked for; otherwise the size's name tells. */
  readonly vmSizes: Seen<VmSize>;
  /** Fleet Manager memberships of the cluster; none is an empty list. */
  readonly fleets: Seen<FleetMembership>;
}

/**
 * Where pods get their addresses: `overlay` and `kubenet` from a range of their own, `node-subnet` (classic
 * Azure CNI) from the nodes' subnet, `pod-subnet` from a subnet of their own.
 */
export type NetworkMode = 'overlay' | 'kubenet' | 'node-subnet' | 'pod-subnet' | 'none' | 'unknown';

export interface ArmPool {
  /** ARM id in lower case. */
  readonly poolId: string;
  readonly name: string;
  readonly provisioningState?: string;
  readonly power?: 'running' | 'stopped';
  readonly count?: number;
  /** VM size, as in `Standard_D4s_v5`; absent for pools of several sizes. */
  readonly vmSize?: string;
  readonly zones: readonly string[];
  /** Pods per node; absent when not told. */
  readonly maxPods?: number;
  /** As written: `1`, `33%`. Absent: AKS's default of 10 %. */
  readonly maxSurge?: string;
  /** As written. Absent: AKS's default of 0. */
  readonly maxUnavailable?: string;
  /** Minutes per node; absent: AKS's default of 30. */
  readonly drainTimeoutMinutes?: number;
  readonly nodeSoakMinutes?: number;
  /** `Schedule` or `Cordon`. */
  readonly undrainableNodeBehavior?: string;
  readonly autoscaler: Autoscaler;
  /** ARM ids in lower case; absent where AKS made the network itself. */
  readonly nodeSubnetId?: string;
  readonly podSubnetId?: string;
  readonly nodeTaints: readonly string[];
  readonly nodeLabels: Readonly<Record<string, string>>;
}

export type Autoscaler =
  | { readonly enabled: true; readonly min: number; readonly max: number }
  | { readonly enabled: false };

export interface VcpuQuota {
  readonly region: string;
  /** As Azure names it: `standardDSv5Family`, `cores` (all of the region), `lowPriorityCores` (spot). */
  readonly family: string;
  /** vCPUs. */
  readonly used: number;
  readonly limit: number;
}

export interface Subnet {
  /** ARM id in lower case. */
  readonly id: string;
  /** Addresses that can be used: the five that Azure keeps are already taken off. */
  readonly size: number;
  readonly used: number;
}

export interface VmSize {
  readonly name: string;
  /** As quotas name it: `standardDSv5Family`. */
  readonly family: string;
  readonly vcpus: number;
}

export interface FleetMembership {
  readonly fleet: string;
  readonly member: string;
  /** Names of the fleet's auto-upgrade profiles that are on. */
  readonly autoUpgradeProfiles: readonly string[];
  /** An update run that is under way and has this member; absent: none. */
  readonly runningUpdate?: string;
}
