import type { Instant } from '../../../../shared/domain/time.ts';
import type { KubeObject } from '../objects.ts';
import type { Store } from './store.ts';

interface Snapshot {
  readonly kind: string;
  /** Revision of the last change that is in it. */
  readonly changedAt: number;
  readonly objects: readonly KubeObject[];
  askedAt: Instant;
}

/** How long the rest of a list can be asked for: the interval at which etcd is compacted. */
const KEPT_MILLISECONDS = 5 * 60_000;
const MOST_KEPT = 50;

/** Lists as they were when someone read their first page. */
export class Snapshots {
  readonly #store: Store;
  readonly #now: () => Instant;
  readonly #kept: Snapshot[] = [];

  constructor(store: Store, now: () => Instant) {
    this.#store = store;
    this.#now = now;
  }

  /** The list at present, which can be gone on with for a while. */
  take(kind: string): readonly KubeObject[] {
    const { changedAt } = this.#store.collection(kind);
    const known = this.#kept.find((one) => one.kind === kind && one.changedAt === changedAt);
    if (known) {
      known.askedAt = this.#now();
      return known.objects;
    }
    const objects = this.#store.list(kind);
    this.#kept.push({ kind, changedAt, objects, askedAt: this.#now() });
    if (this.#kept.length > MOST_KEPT) this.#kept.shift();
    return objects;
  }

  /** The list as it was at a revision; `undefined` when that is too long ago. */
  at(kind: string, revision: number): readonly KubeObject[] | undefined {
    if (revision < this.#store.compacted) return undefined;
    const { changedAt } = this.#store.collection(kind);
    if (changedAt <= revision) return this.#store.list(kind);
    const since = this.#now() - KEPT_MILLISECONDS;
    return this.#kept.findLast((one) => one.kind === kind && one.changedAt <= revision && one.askedAt >= since)
      ?.objects;
  }
}
