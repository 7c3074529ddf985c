/** Records with etags in this process's memory, as text: nobody can change what is stored. */
export interface Etagged<T> {
  all(): readonly { readonly value: T; readonly etag: string }[];
  get(key: string): { readonly value: T; readonly etag: string } | undefined;
  /** The new etag; `undefined`: it is not as it was. */
  put(key: string, value: T, basedOn: string | undefined): string | undefined;
  /** One that is not as it was stays. */
  remove(key: string, etag: string): void;
}

export function memoryEtagged<T>(): Etagged<T> {
  const records = new Map<string, { readonly text: string; readonly etag: string }>();
  let version = 0;
  const read = ({ text, etag }: { text: string; etag: string }) => ({ value: JSON.parse(text) as T, etag });
  return {
    all: () => [...records.values()].map(read),
    get(key) {
      const found = records.get(key);
      return found && read(found);
    },
    put(key, value, basedOn) {
      if (records.get(key)?.etag !== basedOn) return undefined;
      version += 1;
      records.set(key, { text: JSON.stringify(value), etag: `v${version}` });
      return `v${version}`;
    },
    remove(key, etag) {
      if (records.get(key)?.etag === etag) records.delete(key);
    },
  };
}
