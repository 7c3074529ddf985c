/** Things that come from several sides, taken together by one reader. */
export interface Inbox<T> {
  put(item: T): void;
  /** Everything that has come since, at least one item. */
  take(): Promise<readonly T[]>;
}

export function inbox<T>(): Inbox<T> {
  let waiting: T[] = [];
  let wake: (() => void) | undefined;
  return {
    put(item) {
      waiting.push(item);
      wake?.();
    },
    async take() {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      wake = undefined;
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}
