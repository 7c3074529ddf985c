import type { Fleet, FleetCluster } from '../model/fleet.ts';
import { KubeCluster } from './cluster.ts';
import { contentsOf } from './world/contents.ts';
import { followMachines } from './world/machines.ts';

const DAY = 86_400_000;

/** `/clusters/SUBSCRIPTION/GROUP/NAME`: where a cluster's API begins. */
const PREFIX = /^\/clusters\/(?<subscription>[^/]+)\/(?<group>[^/]+)\/(?<name>[^/]+)(?<rest>\/.*)?$/;

export const clusterPath = ({ subscriptionId, resourceGroup, name }: FleetCluster): string =>
  `/clusters/${subscriptionId}/${resourceGroup}/${name}`;

export const kubernetesId = (cluster: FleetCluster): string => clusterPath(cluster).toLowerCase();

export const isKubernetesPath = (url: string): boolean => url.startsWith('/clusters/');

/** The API servers of a fleet. A cluster's objects are made when it is asked for the first time. */
export class KubernetesFace {
  readonly #fleet: Fleet;
  readonly #clusters = new Map<string, { readonly kube: KubeCluster; seen: string }>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** How many clusters anyone has asked for. */
  get made(): number {
    return this.#clusters.size;
  }

  /** What is left of a path beyond the cluster. */
  rest(path: string): string {
    return PREFIX.exec(path)?.groups?.rest ?? '/';
  }

  subscriptionOf(path: string): string {
    return PREFIX.exec(path)?.groups?.subscription?.toLowerCase() ?? '';
  }

  /** The cluster that a path leads to, as it is now. */
  find(path: string): KubeCluster | undefined {
    const { subscription = '', group = '', name = '' } = PREFIX.exec(path)?.groups ?? {};
    const found = this.#fleet.cluster(subscription, decodeURIComponent(group), decodeURIComponent(name));
    return found && this.of(found);
  }

  /** A cluster's API server; a stopped cluster has none. */
  of(cluster: FleetCluster): KubeCluster | undefined {
    if (cluster.power === 'Stopped') return undefined;
    const id = kubernetesId(cluster);
    const now = this.#fleet.clock.now();
    let known = this.#clusters.get(id);
    if (!known) {
      const kube = new KubeCluster({
        id,
        version: cluster.kubernetesVersion,
        now: () => this.#fleet.clock.now(),
        contents: contentsOf(cluster, id, now, now - DAY),
        warmUp: true,
        healthGates: cluster.healthGates ?? false,
      });
      known = { kube, seen: stateOf(cluster) };
      this.#clusters.set(id, known);
    }
    if (known.seen !== stateOf(cluster) || cluster.pools.some((pool) => pool.moving)) {
      known.seen = stateOf(cluster);
      followMachines(known.kube, cluster, now);
    }
    known.kube.settle();
    return known.kube;
  }

  /** A cluster that anyone has looked at, with the nodes that it had at the last look. */
  known(cluster: FleetCluster): KubeCluster | undefined {
    const kube = cluster.power === 'Stopped' ? undefined : this.#clusters.get(kubernetesId(cluster))?.kube;
    kube?.settle();
    return kube;
  }

  /** Lets all clusters that anyone has looked at catch up with the clock. */
  settle(): void {
    for (const { kube } of this.#clusters.values()) kube.settle();
  }
}

/** Differs whenever ARM has changed something about the cluster. */
const stateOf = ({ revision }: FleetCluster): string => String(revision);
