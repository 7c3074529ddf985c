/** One request as it was answered. */
export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** `agentPools.get` and the like; `unknown` for what the face does not have. */
  readonly operation: string;
  readonly effect: 'read' | 'write';
  /** 0 when the connection was dropped without an answer. */
  readonly status: number;
  readonly throttled: boolean;
  /** Kind of the fault that was played, if one was. */
  readonly fault?: string;
}

/** Sums over everything since the start or the last `clear`. */
export interface RequestCounts {
  readonly requests: number;
  readonly writes: number;
  readonly throttled: number;
  readonly byOperation: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byMethod: Readonly<Record<string, number>>;
}

const REQUESTS_KEPT = 10_000;

/** What was asked: tests and benchmarks prove with it that nothing was written or throttled. */
export class RequestLog {
  #kept: LoggedRequest[] = [];
  #requests = 0;
  #writes = 0;
  #throttled = 0;
  #byOperation: Record<string, number> = {};
  #byStatus: Record<string, number> = {};
  #byMethod: Record<string, number> = {};

  add(request: LoggedRequest): void {
    this.#kept.push(request);
    if (this.#kept.length > 2 * REQUESTS_KEPT) this.#kept = this.#kept.slice(-REQUESTS_KEPT);
    this.#requests++;
    if (request.effect === 'write') this.#writes++;
    if (request.throttled) this.#throttled++;
    this.#byOperation[request.operation] = (this.#byOperation[request.operation] ?? 0) + 1;
    this.#byStatus[request.status] = (this.#byStatus[request.status] ?? 0) + 1;
    this.#byMethod[request.method] = (this.#byMethod[request.method] ?? 0) + 1;
  }

  counts(): RequestCounts {
    return {
      requests: this.#requests,
      writes: this.#writes,
      throttled: this.#throttled,
      byOperation: { ...this.#byOperation },
      byStatus: { ...this.#byStatus },
      byMethod: { ...this.#byMethod },
    };
  }

  /** The last ones, from oldest to newest; the counts go further back. */
  requests(): readonly LoggedRequest[] {
    return this.#kept.slice(-REQUESTS_KEPT);
  }

  clear(): void {
    this.#kept = [];
    this.#requests = this.#writes = this.#throttled = 0;
    this.#byOperation = {};
    this.#byStatus = {};
    this.#byMethod = {};
  }
}
