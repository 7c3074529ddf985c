import { reportTable } from '../../cli/render/report-table.ts';
import { terminalOf } from '../../cli/render/terminal.ts';
import { chatSettings, type Playground, startPlaygrounds } from '../playground/start.ts';
import { appClient } from './app-client.ts';
import { appSettings } from './app-settings.ts';
import { startStorage } from './azurite.ts';
import type { Child } from './child.ts';
import { closers } from './closers.ts';
import { firstSweep } from './first-sweep.ts';
import { type FunctionsApp, functionsPort, startFunctions } from './functions.ts';
import type { StackOptions } from './options.ts';
import { uploadPolicy } from './policy.ts';
import { startBus } from './service-bus.ts';
import { startSimulator } from './simulator.ts';
import { StackError } from './stack-error.ts';
import type { Terminal } from './terminal.ts';

/** Findings printed after the sweep; the dashboard and the API have the rest. */
const FINDINGS_SHOWN = { once: 100, live: 10 };

/** Why the stack stops: a person asked, or a part of it ended. */
export type StopReason = { readonly kind: 'asked' } | { readonly kind: 'part-ended'; readonly how: string };

/**
 * Starts every part of the local stack, sweeps the fleet, prints what was found, and keeps running
 * until it is asked to stop (with `once`: ends after the sweep). Nothing is left behind when it returns.
 *
 * @param asked resolves when a person wants the stack to stop.
 * @returns the exit code: 0 when the sweep was done, 1 when something went wrong, 130 when `once` was interrupted.
 */
export async function runStack(options: StackOptions, terminal: Terminal, asked: Promise<void>): Promise<number> {
  const open = closers();
  const stopping = new AbortController();
  const stopped = Promise.withResolvers<StopReason>();
  void asked.then(() => stopped.resolve({ kind: 'asked' }));
  const keepChild = (child: Child) => {
    open.add(() => child.stop());
    void child.ended.then((how) => stopped.resolve({ kind: 'part-ended', how }));
    return child;
  };

  const work = startAndSweep(options, terminal, stopping.signal, keepChild, (close) => open.add(close));
  try {
    const first = await Promise.race([work.then(() => 'swept' as const), stopped.promise]);
    if (first === 'swept' && options.once) return 0;
    const reason = first === 'swept' ? await stopped.promise : first;
    if (reason.kind === 'part-ended') {
      // A part that ends while it starts says more through the work that waited for it.
      if (first !== 'swept') await Promise.race([work, nextTurn()]);
      throw new StackError(reason.how);
    }
    terminal.line('Stopping.');
    return options.once ? 130 : 0;
  } catch (error) {
    terminal.failure(messageOf(error));
    if (!(error instanceof StackError)) terminal.detail(error instanceof Error ? (error.stack ?? '') : '');
    return 1;
  } finally {
    stopping.abort();
    work.catch(() => {});
    await open.closeAll();
  }
}

async function startAndSweep(
  options: StackOptions,
  terminal: Terminal,
  stopping: AbortSignal,
  keep: (child: Child) => Child,
  keepOpen: (close: () => Promise<void>) => void,
): Promise<void> {
  const port = await functionsPort(options.port);
  terminal.line('Starting Image Steward on this machine:');
  const appUrl = `http://127.0.0.1:${port.port}`;
  const [storage, bus, simulator, playgrounds] = await Promise.all([
    startStorage(keep, terminal),
    startBus((emulator) => {
      keepOpen(() => emulator.close());
      return emulator;
    }, terminal),
    startSimulator(keep, options, terminal),
    options.chat
      ? startPlaygrounds({ messages: `${appUrl}/api/messages`, keep, open: { add: keepOpen } }, terminal)
      : undefined,
  ]);
  stopping.throwIfAborted();
  const settings = appSettings(
    {
      storage: storage.connectionString,
      serviceBus: bus.connectionString,
      armEndpoint: simulator.armEndpoint,
      armCaFile: simulator.caFile,
      fleetClock: simulator.fleetClock,
      ...(playgrounds && { chat: chatSettings(playgrounds, appUrl) }),
    },
    process.env,
  );
  await uploadPolicy(
    simulator.policyFolder,
    storage.connectionString,
    settings['POLICY_CONTAINER'] || 'policy',
    terminal,
  );
  stopping.throwIfAborted();
  const app = await startFunctions(keep, settings, port, options.verbose, terminal);
  stopping.throwIfAborted();

  const client = appClient(app.url);
  const sweep = await firstSweep(app, client, terminal, stopping);
  const report = await client.report(sweep, options.once ? FINDINGS_SHOWN.once : FINDINGS_SHOWN.live);
  const { total, findings } = report.page;
  terminal.result(reportTable(report, terminalOf(process.stdout, process.env)));
  if (findings.length < total) terminal.result(`\nThe worst ${findings.length} of ${total} findings.`);
  if (options.once) return;
  terminal.result(
    [
      `\nDashboard  ${app.url}/`,
      ...(playgrounds ?? []).map(chatLine),
      `All findings  npx steward findings --app ${app.url}`,
      'Ctrl-C stops everything.',
    ].join('\n'),
  );
  printInvocations(app, terminal);
}

const chatLine = ({ person, url }: Playground) => `Chat as ${person.name.toLowerCase()}  ${url}/`;

/** From now on each invocation has its line. Failed ones are printed by the host itself. */
function printInvocations(app: FunctionsApp, terminal: Terminal): void {
  app.onInvocation(({ functionName, outcome, durationMs }) => {
    if (outcome === 'ok') terminal.line(`  ${functionName.padEnd(20)}  ok  ${Math.round(durationMs)} ms`);
  });
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
