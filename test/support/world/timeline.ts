import type { Instant } from '../../../shared/domain/time.ts';

interface Timer {
  readonly at: Instant;
  readonly seq: number;
  readonly run: () => void;
}

/** Virtual time: it moves only when it is told to, and what was planned happens on the way, in order. */
export class Timeline {
  #now: Instant;
  #seq = 0;
  #timers: Timer[] = [];

  constructor(start: Instant) {
    this.#now = start;
  }

  get now(): Instant {
    return this.#now;
  }

  /** Runs it `ms` from now; of two at the same moment the one that was planned first. */
  after(ms: number, run: () => void): void {
    this.#seq += 1;
    this.#timers.push({ at: this.#now + Math.max(0, ms), seq: this.#seq, run });
  }

  /** When the next planned thing happens. */
  next(): Instant | undefined {
    return this.#first()?.at;
  }

  advanceTo(moment: Instant): void {
    for (let timer = this.#first(); timer && timer.at <= moment; timer = this.#first()) {
      const { seq } = timer;
      this.#timers = this.#timers.filter((other) => other.seq !== seq);
      this.#now = Math.max(this.#now, timer.at);
      timer.run();
    }
    this.#now = Math.max(this.#now, moment);
  }

  advance(ms: number): void {
    this.advanceTo(this.#now + ms);
  }

  #first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (!first || timer.at < first.at || (timer.at === first.at && timer.seq < first.seq)) first = timer;
    }
    return first;
  }
}
