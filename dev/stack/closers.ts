/** What must be closed before the process ends, also when it is stopped while starting. */
export interface Closers {
  /** Remembers how to close something. What is started after closing began is closed at once. */
  add(close: () => Promise<void>): void;
  /** Closes everything, the latest first. Never rejects. Safe to repeat. */
  closeAll(): Promise<void>;
}

export function closers(): Closers {
  const all: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const quietly = (close: () => Promise<void>) => close().catch(() => {});
  return {
    add(close) {
      if (closing) closing = Promise.all([closing, quietly(close)]).then(() => {});
      else all.push(close);
    },
    closeAll() {
      closing ??= (async () => {
        for (const close of all.toReversed()) await quietly(close);
      })();
      return closing;
    },
  };
}
