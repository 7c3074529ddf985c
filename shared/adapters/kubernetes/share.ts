/**
 * Makes equal values one: the pods of a workload share one set of labels, tolerations and so on, so that 150,000 of
 * them need little memory. Keep one for each list and let it go with the list.
 */
export interface Share {
  text(value: string): string;
  /** The first value that looked like this one. Values that come out of it are never changed. */
  value<T extends object>(value: T): T;
}

export function share(): Share {
  const texts = new Map<string, string>();
  const values = new Map<string, object>();
  return {
    text(value) {
      const known = texts.get(value);
      if (known !== undefined) return known;
      texts.set(value, value);
      return value;
    },
    value<T extends object>(value: T): T {
      const key = JSON.stringify(value);
      const known = values.get(key);
      if (known) return known as T;
      values.set(key, value);
      return value;
    },
  };
}
