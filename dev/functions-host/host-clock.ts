/** The host's time. Tests drive it by hand, so that a schedule is tested without waiting for it. */
export interface HostClock {
  now(): Date;
  /** Calls `run` once after `ms` milliseconds. The returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: HostClock = {
  now: () => new Date(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
