import type { Instant } from '../../../shared/domain/time.ts';
import type { Agenda } from './store/agenda.ts';
import type { Store } from './store/store.ts';

/** A cluster as those see it who act in it: what is there, what time it is, and what names are free. */
export interface ClusterWorld {
  readonly store: Store;
  readonly agenda: Agenda;
  /** Nodes whose kubelet has died: nothing starts, ends or is reported there any more. */
  readonly deadKubelets: Set<string>;
  now(): Instant;
  /** The present moment as Kubernetes writes it, to the second. */
  stamp(): string;
  /** The same with microseconds. */
  microStamp(): string;
  uid(of: string): string;
  /** Five letters and digits for a made-up name. */
  suffix(): string;
}
