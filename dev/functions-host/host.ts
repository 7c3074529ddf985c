import type { ServiceBusClient } from '@azure/service-bus';
import { answerAdmin } from './admin.ts';
import { sharedConnections } from './connection.ts';
import { type Registry, supplyCoreApi } from './core-api.ts';
import { type HostClock, systemClock } from './host-clock.ts';
import { readHostJson } from './host-json.ts';
import type { HostLog } from './host-log.ts';
import { listen } from './http-server.ts';
import { httpRequests } from './http-trigger.ts';
import { type AppHookData, type Invoke, invoker, runHooks } from './invoke.ts';
import type { HostKeys } from './keys.ts';
import { loadApp } from './load-app.ts';
import { queueOutputs } from './output-bindings.ts';
import { readTriggers } from './read-triggers.ts';
import { reporter } from './report.ts';
import { running } from './running.ts';
import { sessionTrigger } from './service-bus-session-trigger.ts';
import { type QueueTrigger, queueTrigger } from './service-bus-trigger.ts';
import type { Settings } from './settings.ts';

export interface HostOptions {
  /** Where the app's `package.json` and `host.json` are. */
  readonly appDirectory: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly settings: Settings;
  /** Keys to ask callers for; without them every route is open. */
  readonly keys?: HostKeys;
  readonly log: HostLog;
  readonly clock?: HostClock;
}

export interface Host {
  readonly url: string;
  readonly functionNames: readonly string[];
  /** Takes no new work, waits for what runs, runs the `appTerminate` hooks. */
  stop(): Promise<void>;
}

/**
 * Runs a functions app on this machine, close enough to the platform for development and tests.
 * One per process: the `@azure/functions` library binds to the first host it meets.
 *
 * @throws HostError when the app, its `host.json` or a setting cannot be used.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { appDirectory, settings, log, keys, clock = systemClock } = options;
  const hostJson = readHostJson(appDirectory);
  const registry = supplyCoreApi((level, message) => log.detail(`library ${level}: ${message}`));
  await loadApp(appDirectory);

  const appHookData: AppHookData = {};
  await runHooks(registry, 'appStart', { hookData: {}, appHookData, functionAppDirectory: appDirectory });
  registry.lock();
  await registry.model()?.getCapabilities({});

  const work = running();
  const connections = sharedConnections(settings);
  const report = reporter(
    withOutputs(registry, appHookData, (name) => connections.get(name), settings, log),
    log,
    work,
  );
  const triggers = readTriggers({ registry, hostJson, settings, log, clock, report });

  const admin = {
    functions: triggers.byHand,
    keys,
    status: () => ({ id: 'local', state: 'Running', version: '4.1039.0', functions: registry.functions.size }),
  };
  const routes = httpRequests(triggers.http, keys, report);
  const server = await listen(options.port, async (request, response, url) => {
    if (await answerAdmin(admin, request, response, url)) return;
    await routes.answer(request, response, url);
  });

  const queues: QueueTrigger[] = [];
  for (const source of triggers.queues) {
    queues.push(
      (source.sessions ? sessionTrigger : queueTrigger)({
        source,
        client: await connections.get(source.connection),
        limits: hostJson.extensions.serviceBus,
        log,
        run: (input, note) => report(source.functionName, input, () => note),
      }),
    );
  }
  for (const timer of triggers.timers) timer.start();

  return {
    url: server.url,
    functionNames: [...registry.functions.keys()],
    async stop() {
      for (const timer of triggers.timers) timer.stop();
      for (const retries of triggers.retries) retries.stop();
      await Promise.all([server.close(), ...queues.map((queue) => queue.stop())]);
      await work.idle();
      await connections.close();
      await runHooks(registry, 'appTerminate', { hookData: {}, appHookData });
    },
  };
}

/** An invocation ends well only when its outputs were delivered too. */
function withOutputs(
  registry: Registry,
  appHookData: AppHookData,
  clientFor: (connection: string) => Promise<ServiceBusClient>,
  settings: Settings,
  log: HostLog,
): Invoke {
  const invoke = invoker(registry, appHookData, log);
  const deliver = queueOutputs(clientFor, settings);
  return async (functionName, trigger, retry) => {
    const response = await invoke(functionName, trigger, retry);
    const metadata = registry.functions.get(functionName)?.metadata;
    if (metadata) await deliver(metadata, response);
    return response;
  };
}
