import type { StartByHand } from './admin.ts';
import { type FunctionMetadata, type Registry, triggerOf } from './core-api.ts';
import type { HostClock } from './host-clock.ts';
import { HostError } from './host-error.ts';
import type { HostJson } from './host-json.ts';
import type { HostLog } from './host-log.ts';
import { type HttpFunction, readHttpFunction } from './http-trigger.ts';
import type { TriggerInput } from './invoke.ts';
import { checkBindings } from './output-bindings.ts';
import type { Report } from './report.ts';
import { type Retrying, retrying } from './retry.ts';
import { readTimeZone } from './schedule.ts';
import { type QueueSource, readQueueSource } from './service-bus-trigger.ts';
import { isDisabled, type Settings } from './settings.ts';
import { type TimerTrigger, timerTrigger } from './timer-trigger.ts';

export interface Triggers {
  readonly timers: TimerTrigger[];
  readonly queues: QueueSource[];
  readonly http: HttpFunction[];
  readonly byHand: Map<string, StartByHand>;
  /** Retry policies under way, to be given up when the host stops. */
  readonly retries: Retrying[];
}

/** Reads every function's trigger before the first one starts, so that a wrong one stops the start. */
export function readTriggers({
  registry,
  hostJson,
  settings,
  log,
  clock,
  report,
}: {
  registry: Registry;
  hostJson: HostJson;
  settings: Settings;
  log: HostLog;
  clock: HostClock;
  report: Report;
}): Triggers {
  const timeZone = readTimeZone(settings);
  const { http, serviceBus } = hostJson.extensions;
  const found: Triggers = { timers: [], queues: [], http: [], byHand: new Map(), retries: [] };
  for (const { metadata } of registry.functions.values()) {
    checkFunction(metadata);
    const functionName = metadata.name;
    const binding = triggerOf(metadata);
    const disabled = isDisabled(functionName, settings);
    if (disabled) log.info(`${functionName.padEnd(20)}  is disabled by a setting: its trigger does not start it`);
    const run = withRetries(metadata, clock, report, found.retries);
    const byHand = (kind: StartByHand['kind'], input: StartByHand['input']) =>
      found.byHand.set(functionName, { functionName, kind, input, run: (given) => run(given, 'by hand') });

    switch (binding.type.toLowerCase()) {
      case 'timertrigger': {
        const timer = timerTrigger({ functionName, binding, settings, timeZone, clock, log, run });
        byHand('timer', timer.input);
        if (!disabled) found.timers.push(timer);
        break;
      }
      case 'servicebustrigger': {
        const source = readQueueSource(functionName, binding, settings, serviceBus);
        byHand('queue', (text) => ({ data: { string: text }, metadata: {} }));
        if (!disabled) found.queues.push(source);
        break;
      }
      case 'httptrigger':
        byHand('http', () => ({ data: {}, metadata: {} }));
        if (!disabled) found.http.push(readHttpFunction(functionName, binding, http.routePrefix, settings));
        break;
      default:
        throw new HostError(
          'HOST_UNSUPPORTED',
          `function "${functionName}" has a ${binding.type}; the local host has timers, Service Bus queues and HTTP`,
        );
    }
  }
  return found;
}

/** Runs a function once, or as often as its retry policy says. */
function withRetries(
  { name, retryOptions }: FunctionMetadata,
  clock: HostClock,
  report: Report,
  retries: Retrying[],
): (input: TriggerInput, note?: string) => Promise<unknown> {
  if (!retryOptions) return (input, note = '') => report(name, input, () => note);
  const policy = retrying(retryOptions, clock, `function "${name}"`);
  retries.push(policy);
  return (input, note = '') =>
    policy.run((retry) => {
      const attempt = retry.retryCount > 0 ? `attempt ${retry.retryCount + 1}` : '';
      return report(name, input, () => [note, attempt].filter((text) => text !== '').join(', '), retry);
    });
}

function checkFunction(metadata: FunctionMetadata): void {
  checkBindings(metadata);
  if (metadata.retryOptions && !/^timerTrigger$/i.test(triggerOf(metadata).type)) {
    throw new HostError('HOST_UNSUPPORTED', `function "${metadata.name}" has a retry policy; only timers may have one`);
  }
}
