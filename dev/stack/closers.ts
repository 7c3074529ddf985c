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
  let finished = false;
  const close = async () => {
    finished = false;
    for (let latest = all.pop(); latest; latest = all.pop()) await latest().catch(() => {});
    finished = true;
  };
  return {
    add(closeOne) {
      all.push(closeOne);
      if (finished) closing = close();
    },
    closeAll() {
      closing ??= close();
      return closing;
    },
  };
}
