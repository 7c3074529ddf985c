import type { WireResponse } from './core-api.ts';
import type { HostLog } from './host-log.ts';
import type { Invoke, RetryContext, TriggerInput } from './invoke.ts';
import type { Running } from './running.ts';

/** Runs a function, prints its line, and answers with the outcome: an invocation's failure is never an exception. */
export type Report = (
  functionName: string,
  trigger: TriggerInput,
  /** What set it apart; asked when the invocation ended, with its response when it went well. */
  note?: (response: WireResponse | undefined) => string,
  retry?: RetryContext,
) => Promise<{ ok: true; response: WireResponse } | { ok: false; error: unknown }>;

/** Wraps `invoke`: every invocation is timed, printed once, and counted while it runs. */
export function reporter(invoke: Invoke, log: HostLog, work: Running): Report {
  return (functionName, trigger, note, retry) => {
    const started = performance.now();
    const record = (response?: WireResponse) => ({
      functionName,
      durationMs: performance.now() - started,
      note: note?.(response) ?? '',
    });
    return work.track(
      invoke(functionName, trigger, retry).then(
        (response) => {
          log.invocation({ ...record(response), outcome: 'ok' });
          return { ok: true as const, response };
        },
        (error: unknown) => {
          log.invocation({ ...record(), outcome: 'failed', error });
          return { ok: false as const, error };
        },
      ),
    );
  };
}
