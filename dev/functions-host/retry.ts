import type { RetryOptions } from './core-api.ts';
import type { HostClock } from './host-clock.ts';
import { HostError } from './host-error.ts';
import type { RetryContext } from './invoke.ts';

/**
 * How long to wait before each attempt after the first, in milliseconds.
 *
 * @throws HostError for a strategy that the platform does not have.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retry-policies
 */
export function retryDelays(options: RetryOptions, where: string): (retryCount: number) => number {
  const milliseconds = (span: { seconds: number } | undefined) => (span?.seconds ?? 0) * 1000;
  switch (options.retryStrategy.toLowerCase()) {
    case 'fixeddelay':
      return () => milliseconds(options.delayInterval);
    case 'exponentialbackoff':
      return (retryCount) =>
        Math.min(milliseconds(options.maximumInterval), milliseconds(options.minimumInterval) * 2 ** (retryCount - 1));
    default:
      throw new HostError('HOST_UNSUPPORTED', `${where} has the unknown retry strategy "${options.retryStrategy}"`);
  }
}

export interface Retrying {
  /** Runs until an attempt goes well, the policy gives up, or the host stops. */
  run(attempt: (retry: RetryContext) => Promise<{ ok: boolean; error?: unknown }>): Promise<void>;
  /** Attempts that wait are given up. */
  stop(): void;
}

/** Carries out a retry policy, in memory, as the platform does for timers. */
export function retrying(options: RetryOptions, clock: HostClock, where: string): Retrying {
  const delay = retryDelays(options, where);
  const { maxRetryCount } = options;
  const last = maxRetryCount === -1 ? Number.POSITIVE_INFINITY : maxRetryCount;
  const waiting = new Set<() => void>();
  let stopped = false;
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        waiting.delete(end);
        callOff();
        resolve();
      };
      const callOff = clock.after(ms, end);
      waiting.add(end);
    });
  return {
    async run(attempt) {
      let exception: { message: string } | undefined;
      for (let retryCount = 0; retryCount <= last; retryCount++) {
        if (retryCount > 0) await wait(delay(retryCount));
        if (stopped) return;
        const { ok, error } = await attempt({ retryCount, maxRetryCount, ...(exception ? { exception } : {}) });
        if (ok) return;
        exception = { message: error instanceof Error ? error.message : String(error) };
      }
    },
    stop() {
      stopped = true;
      for (const end of waiting) end();
    },
  };
}
