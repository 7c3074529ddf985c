import type { Fleet, FleetCluster } from '../model/fleet.ts';
import { KubeCluster } from './cluster.ts';
import { contentsOf } from './world/contents.ts';

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
  readonly #clusters = new Map<string, KubeCluster>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** @returns the cluster that a path leads to, and what is left of the path */
  find(path: string): { readonly cluster: KubeCluster; readonly path: string } | undefined {
    const parts = PREFIX.exec(path)?.groups;
    if (!parts) return undefined;
    const { subscription = '', group = '', name = '', rest = '/' } = parts;
    const found = this.#fleet.cluster(subscription, decodeURIComponent(group), decodeURIComponent(name));
    if (!found || found.power === 'Stopped') return undefined;
    return { cluster: this.#cluster(found), path: rest };
  }

  #cluster(cluster: FleetCluster): KubeCluster {
    const id = kubernetesId(cluster);
    let known = this.#clusters.get(id);
    if (!known) {
      const now = this.#fleet.clock.now();
      known = new KubeCluster({
        id,
        version: cluster.kubernetesVersion,
        now: () => this.#fleet.clock.now(),
        contents: contentsOf(cluster, id, now, now - DAY),
      });
      this.#clusters.set(id, known);
    }
    known.settle();
    return known;
  }
}
