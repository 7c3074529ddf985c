import { randomUUID } from 'node:crypto';
import type { Instant } from '../../../shared/domain/time.ts';
import { clusterKey, type Fleet, type FleetCluster, type FleetPool } from './fleet.ts';

const MINUTE = 60_000;
/** How long a finished change can still be asked about. */
const KEPT_AFTER_END = 24 * 60 * MINUTE;

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** A long-running change of one pool. Azure calls it an operation. */
export interface Change {
  readonly id: string;
  readonly cluster: FleetCluster;
  readonly poolName: string;
  /** What is going on, in Azure's word for the pool's state meanwhile. */
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

/** How a change that is about to start will end; faults on demand come in here. */
export type Fate = (cluster: FleetCluster, poolName: string, doing: Change['doing']) => Change['outcome'];

/**
 * The changes that run on the fleet's clock. Nothing happens by timers: whoever looks at the fleet
 * calls {@link Changes.settle} first, and what was due by then has then happened at its own time.
 */
export class Changes {
  readonly #fleet: Fleet;
  readonly #fate: Fate;
  readonly #all = new Map<string, Change>();
  readonly #open = new Map<string, { readonly change: Change; readonly plan: ChangePlan }>();

  constructor(fleet: Fleet, fate: Fate = () => ({ kind: 'succeeds' })) {
    this.#fleet = fleet;
    this.#fate = fate;
  }

  /** The change that a cluster is busy with; AKS takes one at a time for each cluster. */
  busyWith(cluster: FleetCluster): Change | undefined {
    for (const { change } of this.#open.values()) {
      if (
        change.cluster.subscriptionId === cluster.subscriptionId &&
        clusterKey(change.cluster) === clusterKey(cluster)
      ) {
        return change;
      }
    }
    return undefined;
  }

  start(cluster: FleetCluster, poolName: string, plan: ChangePlan): Change {
    const startedAt = this.#fleet.clock.now();
    const endsAt = startedAt + plan.minutes * MINUTE;
    const outcome = this.#fate(cluster, poolName, plan.doing);
    const change: Change = { id: randomUUID(), cluster, poolName, doing: plan.doing, startedAt, endsAt, outcome };
    this.#fleet.changePool(
      cluster,
      poolName,
      { ...plan.meanwhile, provisioningState: plan.doing, failure: undefined },
      startedAt,
    );
    this.#all.set(change.id, change);
    this.#open.set(change.id, { change, plan });
    return change;
  }

  /** @returns `undefined` for one that never was or was forgotten a day after its end */
  find(id: string): Change | undefined {
    const change = this.#all.get(id);
    return change && this.#fleet.clock.now() <= change.endsAt + KEPT_AFTER_END ? change : undefined;
  }

  isOver(change: Change): boolean {
    return this.#fleet.clock.now() >= change.endsAt;
  }

  /** Lets everything that was due by now happen, in its order. */
  settle(): void {
    const now = this.#fleet.clock.now();
    const due = [...this.#open.values()].filter(({ change }) => change.endsAt <= now);
    for (const { change, plan } of due.toSorted((a, b) => a.change.endsAt - b.change.endsAt)) {
      this.#open.delete(change.id);
      this.#finish(change, plan);
    }
  }

  #finish({ cluster, poolName, outcome, endsAt }: Change, plan: ChangePlan): void {
    if (outcome.kind === 'succeeds') {
      const afterwards = plan.afterwards;
      this.#fleet.changePool(
        cluster,
        poolName,
        afterwards === 'gone' ? 'gone' : { ...afterwards, provisioningState: 'Succeeded', moving: undefined },
        endsAt,
      );
      return;
    }
    const pool = this.#fleet
      .cluster(cluster.subscriptionId, cluster.resourceGroup, cluster.name)
      ?.pools.find((one) => one.name === poolName);
    // A move that stops half-way leaves half of the nodes on the new image.
    const moving = pool?.moving;
    const half = pool && moving ? { machineImages: Array<string>(Math.floor(pool.count / 2)).fill(moving.to) } : {};
    const state =
      outcome.kind === 'fails'
        ? { provisioningState: 'Failed', failure: { code: outcome.code, message: outcome.message } }
        : { provisioningState: 'Canceled' };
    this.#fleet.changePool(cluster, poolName, { ...half, ...state, moving: undefined }, endsAt);
  }
}
