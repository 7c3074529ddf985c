const open = new Set<() => Promise<void>>();

/** Remembers what must be ended however the command ends: finished, failed or by Ctrl-C. */
export function endLater(end: () => Promise<void>): void {
  open.add(end);
}

/** Ends everything that was started, once. One that fails to end does not keep the others. */
export async function endEverything(): Promise<void> {
  const ends = [...open];
  open.clear();
  await Promise.allSettled(ends.map((end) => end()));
}
