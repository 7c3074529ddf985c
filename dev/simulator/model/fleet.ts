import type { Instant } from '../../../shared/domain/time.ts';
import type { FleetClock } from './clock.ts';
import type { ClusterSpec, FleetSpec, ManagementGroup, PoolSpec, SubscriptionSpec } from './fleet-schema.ts';
import { type ImageCatalogue, imageCatalogue } from './image-catalogue.ts';
import { without } from './without.ts';

/** Records are never changed in place: a change puts a new one, so the past can still be shown. */
export type FleetSubscription = Readonly<Omit<SubscriptionSpec, 'clusters'>>;

export interface FleetCluster extends Readonly<Omit<ClusterSpec, 'pools'>> {
  readonly subscriptionId: string;
  readonly pools: readonly FleetPool[];
  /** Grows with every change; the cluster's etag follows it. */
  readonly revision: number;
}

export interface FleetPool extends Readonly<PoolSpec> {
  readonly revision?: number;
  /** Set while its nodes are being moved to another image, one after the other. */
  readonly moving?: {
    readonly to: string;
    readonly startedAt: Instant;
    readonly endsAt: Instant;
    /** How many nodes at most have moved: the next one cannot be emptied, or AKS was told to stop. */
    readonly upTo?: number | undefined;
    /** Numbers of nodes that could not be emptied and keep what they run. */
    readonly leftBehind?: readonly number[];
  };
  /** Numbers of the nodes, where some in between were deleted; else 0 to `count - 1`. */
  readonly nodeNumbers?: readonly number[];
  /** Settings that the model has no words for, kept as they were sent. */
  readonly unmodelled?: Readonly<Record<string, unknown>>;
}

/** What can be read of a fleet, at present or as it was. */
export interface FleetView {
  /** Differs whenever what is seen may differ. */
  readonly version: string;
  subscriptions(): readonly FleetSubscription[];
  subscription(id: string): FleetSubscription | undefined;
  clustersOf(subscriptionId: string): readonly FleetCluster[];
  /** Every subscription under a management group, at any depth; `undefined` when there is no such group. */
  subscriptionsUnder(managementGroupId: string): readonly FleetSubscription[] | undefined;
}

interface Change {
  readonly at: Instant;
  readonly key: string;
  readonly subscriptionId: string;
  readonly before: FleetCluster | undefined;
}

/** How many changes can be looked behind; older ones are part of every view. */
const CHANGES_REMEMBERED = 10_000;

export const clusterKey = (cluster: { resourceGroup: string; name: string }): string =>
  `${cluster.resourceGroup}/${cluster.name}`.toLowerCase();

/** The one fleet behind every face of the simulator. */
export class Fleet implements FleetView {
  readonly name: string;
  readonly tenantId: string;
  readonly clock: FleetClock;
  readonly images: ImageCatalogue;
  readonly #managementGroups: readonly ManagementGroup[];
  readonly #subscriptions: Map<string, FleetSubscription>;
  readonly #clusters: Map<string, Map<string, FleetCluster>>;
  readonly #changes: Change[] = [];
  readonly #quotas = new Map<string, number>();
  #version = 0;

  constructor(spec: FleetSpec, clock: FleetClock) {
    this.name = spec.name;
    this.tenantId = spec.tenantId;
    this.clock = clock;
    this.images = imageCatalogue(spec.latestImages);
    this.#managementGroups = spec.managementGroups;
    this.#subscriptions = new Map(spec.subscriptions.map((one) => [one.id, without(one, 'clusters')]));
    this.#clusters = new Map(
      spec.subscriptions.map(({ id, clusters }) => [
        id,
        new Map(clusters.map((cluster) => [clusterKey(cluster), { ...cluster, subscriptionId: id, revision: 1 }])),
      ]),
    );
  }

  /** vCPUs that a subscription may use of a family in a region, where it was said. */
  quota(subscriptionId: string, region: string, family: string): number | undefined {
    return this.#quotas.get(`${subscriptionId}/${region}/${family}`.toLowerCase());
  }

  setQuota(subscriptionId: string, region: string, family: string, limit: number): void {
    this.#quotas.set(`${subscriptionId}/${region}/${family}`.toLowerCase(), limit);
  }

  get version(): string {
    return String(this.#version);
  }

  subscriptions(): readonly FleetSubscription[] {
    return [...this.#subscriptions.values()];
  }

  subscription(id: string): FleetSubscription | undefined {
    return this.#subscriptions.get(id.toLowerCase());
  }

  putSubscription(subscription: FleetSubscription): void {
    this.#subscriptions.set(subscription.id, subscription);
    if (!this.#clusters.has(subscription.id)) this.#clusters.set(subscription.id, new Map());
    this.#version++;
  }

  clustersOf(subscriptionId: string): readonly FleetCluster[] {
    return [...(this.#clusters.get(subscriptionId.toLowerCase())?.values() ?? [])];
  }

  cluster(subscriptionId: string, resourceGroup: string, name: string): FleetCluster | undefined {
    return this.#clusters.get(subscriptionId.toLowerCase())?.get(clusterKey({ resourceGroup, name }));
  }

  /** Adds a cluster or takes the place of the one with its name; its revision grows. */
  putCluster(cluster: FleetCluster, at: Instant = this.clock.now()): FleetCluster {
    const before = this.#remember(cluster, at);
    const after = { ...cluster, revision: (before?.revision ?? 0) + 1 };
    this.#clusters.get(cluster.subscriptionId)?.set(clusterKey(cluster), after);
    return after;
  }

  removeCluster(cluster: FleetCluster, at: Instant = this.clock.now()): void {
    this.#remember(cluster, at);
    this.#clusters.get(cluster.subscriptionId)?.delete(clusterKey(cluster));
  }

  /** @param change fields to set; a field set to `undefined` is taken away. `'gone'` removes the pool. */
  changePool(cluster: FleetCluster, poolName: string, change: Partial<FleetPool> | 'gone', at?: Instant): void {
    const now = this.cluster(cluster.subscriptionId, cluster.resourceGroup, cluster.name);
    if (!now) return;
    const pools =
      change === 'gone'
        ? now.pools.filter((pool) => pool.name !== poolName)
        : now.pools.map((pool) =>
            pool.name === poolName ? { ...pool, ...change, revision: (pool.revision ?? 1) + 1 } : pool,
          );
    this.putCluster({ ...now, pools }, at);
  }

  subscriptionsUnder(managementGroupId: string): readonly FleetSubscription[] | undefined {
    const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    const root = this.#managementGroups.find((group) => same(group.id, managementGroupId));
    if (!root) return undefined;
    const inside = new Set([root.id]);
    for (const id of inside) {
      for (const group of this.#managementGroups) if (group.parent === id) inside.add(group.id);
    }
    return this.subscriptions().filter(
      (subscription) => subscription.managementGroup !== undefined && inside.has(subscription.managementGroup),
    );
  }

  /** The clusters as they were at `moment`; subscriptions and groups are always the present ones. */
  asOf(moment: Instant): FleetView {
    const since = this.#changes.filter((change) => change.at > moment);
    if (since.length === 0) return this;
    const past = new Map<string, Map<string, FleetCluster | undefined>>();
    for (const change of since) {
      const ofSubscription = past.get(change.subscriptionId) ?? new Map<string, FleetCluster | undefined>();
      past.set(change.subscriptionId, ofSubscription);
      if (!ofSubscription.has(change.key)) ofSubscription.set(change.key, change.before);
    }
    return {
      version: `${this.#version} without ${since.length}`,
      subscriptions: () => this.subscriptions(),
      subscription: (id) => this.subscription(id),
      subscriptionsUnder: (id) => this.subscriptionsUnder(id),
      clustersOf: (id) => {
        const then = past.get(id.toLowerCase());
        if (!then) return this.clustersOf(id);
        const untouched = this.clustersOf(id).filter((cluster) => !then.has(clusterKey(cluster)));
        return [...untouched, ...[...then.values()].filter((cluster) => cluster !== undefined)];
      },
    };
  }

  #remember(cluster: FleetCluster, at: Instant): FleetCluster | undefined {
    const key = clusterKey(cluster);
    const before = this.#clusters.get(cluster.subscriptionId)?.get(key);
    this.#changes.push({ at, key, subscriptionId: cluster.subscriptionId, before });
    if (this.#changes.length > CHANGES_REMEMBERED) this.#changes.shift();
    this.#version++;
    return before;
  }
}
