import type { Clock } from './clock.ts';

/** Message ids seen within the queue's duplicate detection window. */
export class DuplicateHistory {
  readonly #clock: Clock;
  readonly #windowMs: number;
  /** Oldest first: all entries live equally long, and a repeat does not renew one. */
  readonly #seen = new Map<string, { sequence: number; until: number }>();

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  /** @returns the sequence number of the message that had this id first, if there was one. */
  find(id: string): number | undefined {
    const now = this.#clock.now();
    for (const [oldest, { until }] of this.#seen) {
      if (until > now) break;
      this.#seen.delete(oldest);
    }
    return this.#seen.get(id)?.sequence;
  }

  remember(id: string, sequence: number): void {
    if (this.#windowMs > 0) this.#seen.set(id, { sequence, until: this.#clock.now() + this.#windowMs });
  }
}
