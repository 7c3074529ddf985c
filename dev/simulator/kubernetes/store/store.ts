import type { DisruptionBudget, KubeObject, Node, ObjectMeta, Pod, Workload } from '../objects.ts';
import { Collection, keyOf } from './collection.ts';

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Plural name of the kind, as in `pods`. */
  readonly kind: string;
  readonly object: KubeObject;
  /** Absent for what was just added. */
  readonly before?: KubeObject;
  readonly revision: number;
}

interface Kinds {
  pods: Pod;
  nodes: Node;
  deployments: Workload;
  replicasets: Workload;
  statefulsets: Workload;
  daemonsets: Workload;
  jobs: Workload;
  poddisruptionbudgets: DisruptionBudget;
}

/** What the objects of a plural name are. */
export type ObjectOf<K extends string> = K extends keyof Kinds ? Kinds[K] : KubeObject;

/** How many changes a watch can look behind. */
const EVENTS_KEPT = 20_000;

/** What etcd is to a cluster: objects by kind, one revision that counts every change, and the last changes. */
export class Store {
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #events: StoreEvent[] = [];
  #revision: number;
  #compacted: number;

  constructor(revision = 1) {
    this.#revision = revision;
    this.#compacted = revision;
    const pods = this.collection('pods');
    pods.index('node', (pod) => (pod as { spec?: { nodeName?: string } }).spec?.nodeName);
    for (const kind of ['pods', 'replicasets']) {
      this.collection(kind).index(
        'owner',
        (object) => object.metadata.ownerReferences?.find((one) => one.controller)?.uid,
      );
    }
    pods.index('unbound', (pod) => ((pod as { spec?: { nodeName?: string } }).spec?.nodeName ? undefined : 'yes'));
  }

  get revision(): number {
    return this.#revision;
  }

  /** Nothing is known any more of what was before this revision. */
  get compacted(): number {
    return this.#compacted;
  }

  collection(kind: string): Collection {
    let collection = this.#collections.get(kind);
    if (!collection) {
      collection = new Collection();
      collection.changedAt = this.#revision;
      this.#collections.set(kind, collection);
    }
    return collection;
  }

  get<K extends string>(kind: K, namespace: string | undefined, name: string): ObjectOf<K> | undefined {
    return this.collection(kind).get(namespace === undefined ? name : `${namespace}/${name}`) as
      | ObjectOf<K>
      | undefined;
  }

  list<K extends string>(kind: K): readonly ObjectOf<K>[] {
    return this.collection(kind).sorted() as readonly ObjectOf<K>[];
  }

  /** Pods of a node or of an owner's uid, pods without a node (`unbound`, `yes`), ReplicaSets of an owner. */
  by<K extends string>(kind: K, index: 'node' | 'owner' | 'unbound', value: string): readonly ObjectOf<K>[] {
    return [...this.collection(kind).by(index, value)] as unknown as readonly ObjectOf<K>[];
  }

  /** The state to start from: no one is told. Objects keep their resourceVersion if they have one. */
  load(kind: string, objects: readonly KubeObject[]): void {
    const collection = this.collection(kind);
    collection.load(
      objects.map((object) => (object.metadata.resourceVersion ? object : stamped(object, ++this.#revision))),
    );
    this.#compacted = this.#revision;
    collection.changedAt = this.#revision;
  }

  put<T extends KubeObject>(kind: string, object: T): T {
    const before = this.collection(kind).get(keyOf(object));
    const stored = stamped(object, ++this.#revision);
    this.collection(kind).put(stored);
    this.#tell({ type: before ? 'MODIFIED' : 'ADDED', kind, object: stored, ...(before && { before }) });
    return stored;
  }

  remove(kind: string, object: KubeObject): void {
    const key = keyOf(object);
    const before = this.collection(kind).get(key);
    if (!before) return;
    this.collection(kind).remove(key);
    this.#tell({ type: 'DELETED', kind, object: stamped(before, ++this.#revision), before });
  }

  /** Calls back after each change, until the returned function is called. */
  onChange(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The changes of a kind after a revision, oldest first. */
  since(kind: string, revision: number): readonly StoreEvent[] {
    return this.#events.filter((event) => event.revision > revision && event.kind === kind);
  }

  /** Forgets the past, as etcd does every few minutes: older lists and watches are told that they are too old. */
  compact(): void {
    this.#events.length = 0;
    this.#compacted = ++this.#revision;
  }

  #tell(change: Omit<StoreEvent, 'revision'>): void {
    const event = { ...change, revision: this.#revision };
    this.collection(change.kind).changedAt = this.#revision;
    this.#events.push(event);
    if (this.#events.length > 2 * EVENTS_KEPT) {
      const dropped = this.#events.splice(0, EVENTS_KEPT);
      this.#compacted = dropped.at(-1)?.revision ?? this.#compacted;
    }
    for (const listener of this.#listeners) listener(event);
  }
}

function stamped<T extends KubeObject>(object: T, revision: number): T {
  const metadata: ObjectMeta = { ...object.metadata, resourceVersion: String(revision) };
  return { ...object, metadata };
}
