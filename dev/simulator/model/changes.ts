import { randomUUID } from 'node:crypto';
import type { Change, ChangePlan } from './change.ts';
import { type Drains, NO_DRAINS } from './drains.ts';
import { clusterKey, type Fleet, type FleetCluster, type FleetPool } from './fleet.ts';
import { type Gates, NO_GATES } from './gates.ts';
import { takeTurns } from './node-by-node.ts';
import { nodesOf } from './nodes.ts';
import type { OpenChange } from './open-change.ts';
import { without } from './without.ts';

const MINUTE = 60_000;
/** How long a finished change can still be asked about. */
const KEPT_AFTER_END = 24 * 60 * MINUTE;

/** A change of the cluster itself. */
export interface ClusterChangePlan {
  readonly minutes: number;
  readonly afterwards: Partial<FleetCluster>;
}

/** Stopping takes AKS a moment, too. */
const STOPPING_MINUTES = 1;

/** How a change that is about to start will end; faults on demand come in here. */
export type Fate = (cluster: FleetCluster, poolName: string, doing: Change['doing']) => Change['outcome'];

/** What else befalls a change that is about to start, on demand. */
export type Twist = (cluster: FleetCluster, poolName: string, plan: ChangePlan) => ChangePlan;

export interface Surroundings {
  readonly fate: Fate;
  readonly twist: Twist;
  readonly drains: Drains;
  readonly gates: Gates;
}

/**
 * The changes that run on the fleet's clock. Nothing happens by timers: whoever looks at the fleet
 * calls {@link Changes.settle} first, and what was due by then has then happened at its own time.
 */
export class Changes {
  readonly #fleet: Fleet;
  readonly #around: Surroundings;
  readonly #all = new Map<string, Change>();
  readonly #open = new Map<string, OpenChange>();
  readonly #ofClusters = new Map<string, { readonly change: Change; readonly plan: ClusterChangePlan }>();

  constructor(fleet: Fleet, around: Partial<Surroundings> = {}) {
    this.#fleet = fleet;
    this.#around = {
      fate: () => ({ kind: 'succeeds' }),
      twist: (_cluster, _pool, plan) => plan,
      drains: NO_DRAINS,
      gates: NO_GATES,
      ...around,
    };
  }

  /** The change that a cluster is busy with; AKS takes one at a time for each cluster. */
  busyWith(cluster: FleetCluster): Change | undefined {
    for (const { change } of [...this.#open.values(), ...this.#ofClusters.values()]) {
      if (
        change.cluster.subscriptionId === cluster.subscriptionId &&
        clusterKey(change.cluster) === clusterKey(cluster)
      ) {
        return change;
      }
    }
    return undefined;
  }

  start(cluster: FleetCluster, poolName: string, asked: ChangePlan): Change {
    const plan = this.#around.twist(cluster, poolName, asked);
    const startedAt = this.#fleet.clock.now();
    const endsAt = startedAt + plan.minutes * MINUTE;
    const outcome = this.#around.fate(cluster, poolName, plan.doing);
    const change: Change = { id: randomUUID(), cluster, poolName, doing: plan.doing, startedAt, endsAt, outcome };
    this.#fleet.changePool(
      cluster,
      poolName,
      { ...plan.meanwhile, provisioningState: plan.doing, failure: undefined },
      startedAt,
    );
    this.#all.set(change.id, change);
    this.#open.set(change.id, { change, plan, turned: 0 });
    return change;
  }

  /** A change of the cluster itself; its pools stay as they are. */
  startOfCluster(cluster: FleetCluster, plan: ClusterChangePlan): Change {
    const startedAt = this.#fleet.clock.now();
    const outcome = this.#around.fate(cluster, '', 'Upgrading');
    const endsAt = startedAt + plan.minutes * MINUTE;
    const change: Change = { id: randomUUID(), cluster, poolName: '', doing: 'Upgrading', startedAt, endsAt, outcome };
    this.#fleet.putCluster({ ...cluster, provisioningState: 'Upgrading' }, startedAt);
    this.#all.set(change.id, change);
    this.#ofClusters.set(change.id, { change, plan });
    return change;
  }

  /** Stops what is under way on a pool where it is. @returns the stopping, or `undefined`: there is nothing to stop */
  stop(cluster: FleetCluster, poolName: string): Change | undefined {
    const running = [...this.#open.values()].find(
      ({ change }) => change.poolName === poolName && clusterKey(change.cluster) === clusterKey(cluster),
    );
    if (!running || running.stopped) return undefined;
    const now = this.#fleet.clock.now();
    const outcome = { kind: 'is-canceled', code: 'Canceled', message: 'The operation was canceled.' } as const;
    const change: Change = { ...running.change, outcome, endsAt: now + STOPPING_MINUTES * MINUTE };
    this.#fleet.changePool(cluster, poolName, { provisioningState: 'Canceling' });
    this.#all.set(change.id, change);
    this.#open.set(change.id, { ...without(running, 'held', 'checked'), change, stopped: true });
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
    for (const [id, open] of this.#open) {
      if (open.stopped) continue;
      const after = takeTurns(
        this.#fleet,
        this.#around,
        open,
        Math.min(now, open.held || open.checked ? now : open.change.endsAt),
      );
      this.#open.set(id, after);
      this.#all.set(id, after.change);
    }
    const due = [...this.#open.values()].filter(({ change }) => change.endsAt <= now);
    for (const open of due.toSorted((a, b) => a.change.endsAt - b.change.endsAt)) {
      this.#open.delete(open.change.id);
      this.#finish(open);
    }
    for (const [id, { change, plan }] of this.#ofClusters) {
      if (change.endsAt > now) continue;
      this.#ofClusters.delete(id);
      this.#finishCluster(change, plan);
    }
  }

  #finishCluster({ cluster: then, outcome, endsAt }: Change, { afterwards }: ClusterChangePlan): void {
    const cluster = this.#fleet.cluster(then.subscriptionId, then.resourceGroup, then.name);
    if (!cluster) return;
    const state = { succeeds: 'Succeeded', fails: 'Failed', 'is-canceled': 'Canceled' } as const;
    const after = outcome.kind === 'succeeds' ? afterwards : {};
    this.#fleet.putCluster({ ...cluster, ...after, provisioningState: state[outcome.kind] }, endsAt);
  }

  #finish(open: OpenChange): void {
    const { change, plan } = open;
    const { cluster, poolName, endsAt } = change;
    this.#around.gates.over(change);
    const outcome = change.outcome.kind === 'succeeds' ? (open.leftBehind ?? change.outcome) : change.outcome;
    if (outcome !== change.outcome) this.#all.set(change.id, { ...change, outcome });
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
    const state =
      outcome.kind === 'fails'
        ? { provisioningState: 'Failed', failure: { code: outcome.code, message: outcome.message } }
        : { provisioningState: 'Canceled' };
    const images = this.#imagesSoFar(open);
    this.#fleet.changePool(
      cluster,
      poolName,
      { ...(images && { machineImages: images, ...this.#wayBack(change) }), ...state, moving: undefined },
      endsAt,
    );
  }

  /** A move that stops half-way leaves the first nodes on the new image; where it fails on demand, that is half of them. */
  #imagesSoFar({ change, leftBehind, stopped }: OpenChange): string[] | undefined {
    const { subscriptionId, resourceGroup, name } = change.cluster;
    const cluster = this.#fleet.cluster(subscriptionId, resourceGroup, name);
    const pool = cluster?.pools.find((one) => one.name === change.poolName);
    const moving = this.#moving(change);
    if (!cluster || !pool || !moving) return undefined;
    if (!stopped && !leftBehind) return Array<string>(Math.floor(pool.count / 2)).fill(moving.to);
    return nodesOf(cluster, pool, change.endsAt).map(({ image = '' }) => image);
  }

  /** What a pool ran before a move that did not come to its end is offered as a way back, too. */
  #wayBack({ cluster: then, poolName, endsAt }: Change): Partial<FleetPool> {
    const cluster = this.#fleet.cluster(then.subscriptionId, then.resourceGroup, then.name);
    const pool = cluster?.pools.find((one) => one.name === poolName);
    if (!cluster || pool?.image === undefined) return {};
    const kubernetesVersion = pool.kubernetesVersion ?? cluster.kubernetesVersion;
    const before = { image: pool.image, kubernetesVersion, until: new Date(endsAt).toISOString() };
    return { usedBefore: [before, ...(pool.usedBefore ?? [])].slice(0, 3) };
  }

  #moving({ cluster: { subscriptionId, resourceGroup, name }, poolName }: Change): FleetPool['moving'] {
    return this.#fleet.cluster(subscriptionId, resourceGroup, name)?.pools.find((one) => one.name === poolName)?.moving;
  }
}
