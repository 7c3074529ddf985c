/** What a bucket says to one request. */
export type BucketAnswer =
  | { readonly kind: 'taken'; readonly remaining: number }
  /** Whole seconds until one token is there again, at least 1. */
  | { readonly kind: 'empty'; readonly retryAfterSeconds: number };

/** A bucket of tokens that fills up again steadily; each request takes one. */
export class TokenBucket {
  readonly #size: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #countedAt: number;

  /** @param now milliseconds; only differences count */
  constructor(size: number, perSecond: number, now: () => number) {
    this.#size = size;
    this.#perSecond = perSecond;
    this.#now = now;
    this.#tokens = size;
    this.#countedAt = now();
  }

  take(): BucketAnswer {
    const now = this.#now();
    this.#tokens = Math.min(this.#size, this.#tokens + ((now - this.#countedAt) / 1000) * this.#perSecond);
    this.#countedAt = now;
    // A billionth is nothing but the error of adding fractions.
    if (this.#tokens < 1 - 1e-9) {
      return { kind: 'empty', retryAfterSeconds: Math.max(1, Math.ceil((1 - this.#tokens) / this.#perSecond - 1e-9)) };
    }
    this.#tokens -= 1;
    return { kind: 'taken', remaining: Math.floor(this.#tokens + 1e-9) };
  }
}

/** A number of requests in each window of time; the window opens with the first request. */
export class Window {
  readonly #limit: number;
  readonly #milliseconds: number;
  readonly #now: () => number;
  #openedAt = Number.NEGATIVE_INFINITY;
  #used = 0;

  constructor(limit: number, milliseconds: number, now: () => number) {
    this.#limit = limit;
    this.#milliseconds = milliseconds;
    this.#now = now;
  }

  take(): { readonly taken: boolean; readonly remaining: number; readonly resetsAfterSeconds: number } {
    const now = this.#now();
    if (now - this.#openedAt >= this.#milliseconds) {
      this.#openedAt = now;
      this.#used = 0;
    }
    const taken = this.#used < this.#limit;
    if (taken) this.#used++;
    const left = this.#openedAt + this.#milliseconds - now;
    return { taken, remaining: this.#limit - this.#used, resetsAfterSeconds: Math.max(1, Math.ceil(left / 1000)) };
  }
}
