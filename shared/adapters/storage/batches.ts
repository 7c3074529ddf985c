/** Limits of Table storage for one transaction: 100 entities and 4 MiB; we stay below the second. */
const MOST_ENTITIES = 100;
const MOST_BYTES = 3.5 * 1024 * 1024;

/** Cuts a list into stretches that fit into one transaction each, in their order. */
export function batches<T>(items: readonly T[], weight: (item: T) => number): T[][] {
  const found: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const heavy = weight(item);
    const last = found.at(-1);
    if (last && last.length < MOST_ENTITIES && bytes + heavy <= MOST_BYTES) {
      last.push(item);
      bytes += heavy;
    } else {
      found.push([item]);
      bytes = heavy;
    }
  }
  return found;
}
