/** Counts what runs, so that the host can end when nothing does. */
export interface Running {
  readonly count: () => number;
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

export function running(): Running {
  const works = new Set<Promise<unknown>>();
  return {
    count: () => works.size,
    track(work) {
      works.add(work);
      const forget = () => works.delete(work);
      work.then(forget, forget);
      return work;
    },
    async idle() {
      while (works.size > 0) await Promise.allSettled(works);
    },
  };
}
