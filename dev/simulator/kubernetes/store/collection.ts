import type { KubeObject } from '../objects.ts';

/** All objects of one kind, by key (`namespace/name`, or `name`), with the list in the order of the keys. */
export class Collection {
  readonly #byKey = new Map<string, KubeObject>();
  readonly #indexes = new Map<string, Index>();
  #keys: string[] = [];
  #sorted: readonly KubeObject[] | undefined = [];
  /** Revision of the last change. */
  changedAt = 0;

  /** Objects can be found by what `valueOf` says of them. */
  index(name: string, valueOf: (object: KubeObject) => string | undefined): void {
    this.#indexes.set(name, { valueOf, entries: new Map() });
  }

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): KubeObject | undefined {
    return this.#byKey.get(key);
  }

  by(index: string, value: string): Iterable<KubeObject> {
    return this.#indexes.get(index)?.entries.get(value)?.values() ?? [];
  }

  /** In the order of the keys; the list never changes, a later one is another. */
  sorted(): readonly KubeObject[] {
    this.#sorted ??= this.#keys.map((key) => this.#byKey.get(key) as KubeObject);
    return this.#sorted;
  }

  /** Many at once, where there were none before. */
  load(objects: readonly KubeObject[]): void {
    for (const object of objects) this.#set(keyOf(object), object);
    this.#keys = [...this.#byKey.keys()].toSorted();
    this.#sorted = undefined;
  }

  put(object: KubeObject): void {
    const key = keyOf(object);
    if (!this.#byKey.has(key)) this.#keys.splice(position(this.#keys, key), 0, key);
    this.#set(key, object);
    this.#sorted = undefined;
  }

  remove(key: string): void {
    const object = this.#byKey.get(key);
    if (!object) return;
    this.#byKey.delete(key);
    this.#keys.splice(position(this.#keys, key), 1);
    for (const index of this.#indexes.values()) unlist(index, key, object);
    this.#sorted = undefined;
  }

  #set(key: string, object: KubeObject): void {
    const before = this.#byKey.get(key);
    this.#byKey.set(key, object);
    for (const index of this.#indexes.values()) {
      if (before) unlist(index, key, before);
      const value = index.valueOf(object);
      if (value === undefined) continue;
      const entry = index.entries.get(value);
      if (entry) entry.set(key, object);
      else index.entries.set(value, new Map([[key, object]]));
    }
  }
}

interface Index {
  readonly valueOf: (object: KubeObject) => string | undefined;
  readonly entries: Map<string, Map<string, KubeObject>>;
}

function unlist({ valueOf, entries }: Index, key: string, object: KubeObject): void {
  const value = valueOf(object);
  const entry = value === undefined ? undefined : entries.get(value);
  if (value === undefined || !entry) return;
  entry.delete(key);
  if (entry.size === 0) entries.delete(value);
}

export const keyOf = ({ metadata }: KubeObject): string =>
  metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;

/** Where `key` is in a sorted list, or belongs. */
function position(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
