import type { Instant } from '../../../shared/domain/time.ts';
import type { FleetCluster, FleetPool } from './fleet.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** A long-running change of one pool, or of a cluster itself. Azure calls it an operation. */
export interface Change {
  readonly id: string;
  readonly cluster: FleetCluster;
  /** Empty: the cluster itself. */
  readonly poolName: string;
  /** What is going on, in Azure's word for the state meanwhile. */
  readonly doing: 'Creating' | 'Updating' | 'UpgradingNodeImageVersion' | 'Upgrading' | 'Deleting';
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  /** Decided at the start, so that a failing one fails however it is looked at. */
  readonly outcome: { readonly kind: 'succeeds' } | ({ readonly kind: 'fails' | 'is-canceled' } & Failure);
}

export interface ChangePlan {
  readonly doing: Change['doing'];
  readonly minutes: number;
  /** What the pool looks like meanwhile; its state is set anyway. */
  readonly meanwhile?: Partial<FleetPool>;
  /** What it looks like afterwards if all went well. */
  readonly afterwards: Partial<FleetPool> | 'gone';
}
