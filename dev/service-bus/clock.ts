/** What the emulator knows about time. Everything that waits (locks, schedules, time to live) goes through it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs `action` once when `ms` have passed; the returned function calls it off. */
  after(ms: number, action: () => void): () => void;
}

/** Node fires a timer at once when its delay does not fit into 31 bits (24.8 days). */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's own time. A pending timer does not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, action) {
    let timer: NodeJS.Timeout;
    const wait = (left: number) => {
      const step = Math.min(left, LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > step ? wait(left - step) : action()), Math.max(0, step));
      timer.unref();
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
};
