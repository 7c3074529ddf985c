import type { Instant } from '../../../shared/domain/time.ts';
import { guidOf, hexOf } from '../model/stable-hash.ts';
import type { ClusterWorld } from './cluster-world.ts';
import { type Controller, REACTION_MILLISECONDS } from './control-plane/controller.ts';
import { controlPlane } from './control-plane/index.ts';
import type { KubeObject } from './objects.ts';
import { Agenda } from './store/agenda.ts';
import { Snapshots } from './store/snapshots.ts';
import { Store, type StoreEvent } from './store/store.ts';
import { safe } from './world/template.ts';

export interface ClusterOptions {
  /** Text that is the same for the same cluster; ids are made of it. */
  readonly id: string;
  /** `1.34.9` */
  readonly version: string;
  readonly now: () => Instant;
  /** What it holds at first, by plural name. */
  readonly contents: ReadonlyMap<string, readonly KubeObject[]>;
  /** Revision to begin with. */
  readonly revision?: number;
  /** Whether the control plane looks at everything once before anyone else does, so that statuses are filled in. */
  readonly warmUp: boolean;
  /** Whether the resources of AKS's upgrade health gate are installed. */
  readonly healthGates?: boolean;
}

/** One simulated cluster: its objects, and what happens in it by itself. */
export class KubeCluster implements ClusterWorld {
  readonly id: string;
  readonly version: string;
  readonly store: Store;
  readonly agenda: Agenda;
  readonly snapshots: Snapshots;
  readonly healthGates: boolean;
  readonly deadKubelets = new Set<string>();
  readonly #controllers: readonly Controller[];
  #made = 0;

  constructor(options: ClusterOptions) {
    this.id = options.id;
    this.version = options.version;
    this.healthGates = options.healthGates ?? false;
    this.agenda = new Agenda(options.now);
    this.store = new Store(options.revision);
    this.snapshots = new Snapshots(this.store, () => this.now());
    for (const [plural, objects] of options.contents) this.store.load(plural, objects);
    this.#controllers = controlPlane(this);
    this.store.onChange((event) => this.#react(event));
    if (options.warmUp) this.#warmUp();
  }

  now(): Instant {
    return this.agenda.now();
  }

  stamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }

  microStamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, -1)}000Z`;
  }

  uid(of: string): string {
    return guidOf(`${this.id} ${++this.#made} ${of}`);
  }

  suffix(): string {
    return safe(hexOf(`${this.id} suffix ${++this.#made}`), 5);
  }

  /** Lets everything happen that was due by now. */
  settle(): void {
    this.agenda.settle();
  }

  #react(event: StoreEvent): void {
    for (const controller of this.#controllers) {
      for (const key of controller.concerns(event)) {
        this.agenda.after(REACTION_MILLISECONDS, () => controller.reconcile(key), `${controller.name} ${key}`);
      }
    }
  }

  /** As if everything had just been added; what is as it should be is left alone. */
  #warmUp(): void {
    const { revision } = this.store;
    const seen = new Set<string>();
    for (const kind of [
      'replicasets',
      'deployments',
      'statefulsets',
      'daemonsets',
      'jobs',
      'poddisruptionbudgets',
      'nodes',
    ]) {
      for (const object of this.store.list(kind)) {
        for (const controller of this.#controllers) {
          for (const key of controller.concerns({ type: 'ADDED', kind, object, revision })) {
            if (
              controller.name === 'scheduler' ||
              controller.name === 'kubelet' ||
              seen.has(`${controller.name} ${key}`)
            )
              continue;
            seen.add(`${controller.name} ${key}`);
            controller.reconcile(key);
          }
        }
      }
    }
    for (const pod of this.store.by('pods', 'unbound', 'yes')) {
      for (const controller of this.#controllers) {
        if (controller.name === 'scheduler') controller.reconcile(`${pod.metadata.namespace}/${pod.metadata.name}`);
      }
    }
  }
}
