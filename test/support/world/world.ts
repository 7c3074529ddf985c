import { InputError } from '../../../shared/domain/errors.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { type ClusterSettings, ModelCluster } from './cluster.ts';
import { settle } from './settle.ts';
import { Timeline } from './timeline.ts';

/** Clusters on one line of virtual time. Whoever looks sees what their controllers have settled. */
export class World {
  readonly time: Timeline;
  readonly #clusters = new Map<string, ModelCluster>();

  constructor(start: Instant) {
    this.time = new Timeline(start);
  }

  get now(): Instant {
    return this.time.now;
  }

  get clusters(): Iterable<ModelCluster> {
    return this.#clusters.values();
  }

  add(settings: ClusterSettings): ModelCluster {
    const cluster = new ModelCluster(settings, this.time);
    this.#clusters.set(settings.id, cluster);
    return cluster;
  }

  /** Settled. @throws InputError when there is no such cluster */
  cluster(id: string): ModelCluster {
    const cluster = this.#clusters.get(id);
    if (!cluster) throw new InputError('NO_SUCH_CLUSTER', 'the model world has no such cluster', { id });
    if (cluster.dirty) settle(cluster);
    return cluster;
  }

  clusterOfPool(poolId: string): ModelCluster {
    return this.cluster(poolId.slice(0, poolId.lastIndexOf('/agentpools/')));
  }

  /** Everything that was to happen until then happens, one thing after another. */
  advanceTo(moment: Instant): void {
    for (let next = this.time.next(); next !== undefined && next <= moment; next = this.time.next()) {
      this.time.advanceTo(next);
      this.settle();
    }
    this.time.advanceTo(moment);
    this.settle();
  }

  advance(ms: number): void {
    this.advanceTo(this.now + ms);
  }

  settle(): void {
    for (const cluster of this.#clusters.values()) if (cluster.dirty) settle(cluster);
  }
}
