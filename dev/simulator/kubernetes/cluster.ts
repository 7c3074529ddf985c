import type { Instant } from '../../../shared/domain/time.ts';
import type { KubeObject } from './objects.ts';
import { Agenda } from './store/agenda.ts';
import { Snapshots } from './store/snapshots.ts';
import { Store } from './store/store.ts';

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
}

/** One simulated cluster: its objects, and what happens in it by itself. */
export class KubeCluster {
  readonly id: string;
  readonly version: string;
  readonly store: Store;
  readonly agenda: Agenda;
  readonly snapshots: Snapshots;

  constructor(options: ClusterOptions) {
    this.id = options.id;
    this.version = options.version;
    this.agenda = new Agenda(options.now);
    this.store = new Store(options.revision);
    this.snapshots = new Snapshots(this.store, () => this.now());
    for (const [plural, objects] of options.contents) this.store.load(plural, objects);
  }

  now(): Instant {
    return this.agenda.now();
  }

  /** Lets everything happen that was due by now. */
  settle(): void {
    this.agenda.settle();
  }
}
