import type { HostClock } from '../../../dev/functions-host/host-clock.ts';

/** A clock that moves only when told to, and runs what fell due on the way. */
export interface ManualClock extends HostClock {
  moveTo(time: string): Promise<void>;
  readonly waiting: () => number;
}

export function manualClock(start: string): ManualClock {
  let now = Date.parse(start);
  const due = new Map<object, { at: number; run: () => void }>();
  return {
    now: () => new Date(now),
    after(ms, run) {
      const key = {};
      due.set(key, { at: now + ms, run });
      return () => due.delete(key);
    },
    waiting: () => due.size,
    async moveTo(time) {
      const end = Date.parse(time);
      await new Promise((resolve) => setImmediate(resolve));
      for (;;) {
        const [first] = [...due].filter(([, { at }]) => at <= end).toSorted(([, a], [, b]) => a.at - b.at);
        if (!first) break;
        due.delete(first[0]);
        now = Math.max(now, first[1].at);
        first[1].run();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = end;
    },
  };
}
