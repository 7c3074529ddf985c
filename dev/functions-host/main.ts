/** The local Functions host as a process: `node dev/functions-host/main.ts --help`. */
import { resolve } from 'node:path';
import { startHost } from './host.ts';
import { describeError, hostLog } from './host-log.ts';
import { HOST_HELP, readHostArguments } from './host-options.ts';
import { tellParent } from './parent.ts';
import { readLocalSettings } from './settings.ts';

const USUAL_PORT = 7071;
/** Work that is still running after this is given up. Messages under way are delivered again. */
const DRAIN_SECONDS = 30;
/** The parent ran what the functions talk to, so there is little left to wait for. */
const ORPHAN_DRAIN_SECONDS = 3;

async function main(): Promise<void> {
  // Whoever read our lines may be gone; the host ends by its own signals then, not by this.
  process.stdout.on('error', () => {});
  const given = readHostArguments(process.argv.slice(2));
  if (given.help) {
    process.stdout.write(HOST_HELP);
    return;
  }
  const appDirectory = resolve(given.appDirectory);
  const local = given.localSettings ? readLocalSettings(appDirectory) : { values: {} };
  // The app reads its settings from the environment. What is set there already wins over the file.
  for (const [name, value] of Object.entries(local.values)) process.env[name] ??= value;

  const log = hostLog({
    write: (line) => process.stdout.write(`${line}\n`),
    now: () => new Date(),
    verbose: given.verbose,
    quiet: given.quiet,
    onInvocation: ({ functionName, outcome, durationMs }) =>
      tellParent({ kind: 'invocation', functionName, outcome, durationMs }),
  });
  const host = await startHost({
    appDirectory,
    port: given.port ?? local.port ?? USUAL_PORT,
    settings: process.env,
    log,
    ...(given.keys ? { keys: given.keys } : {}),
  });

  let stopping = false;
  const stop = (reason: string, drainSeconds = DRAIN_SECONDS) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info(`stopping (${reason}): waiting for running functions, at most ${drainSeconds} s`);
    setTimeout(() => {
      log.warn(`functions still run after ${drainSeconds} s and are given up`);
      process.exit(1);
    }, drainSeconds * 1000).unref();
    host.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error, given.verbose),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('its parent process ended', ORPHAN_DRAIN_SECONDS));

  log.info(`${host.functionNames.length} functions: ${host.functionNames.join(', ')}`);
  if (given.keys) log.info(`function key ${given.keys.function}  master key ${given.keys.master}`);
  log.info(`listening on ${host.url}`);
  tellParent({ kind: 'ready', url: host.url, functionNames: host.functionNames });
}

function fail(error: unknown, verbose: boolean): never {
  process.stderr.write(`${describeError(error, 'lines')}\n`);
  if (verbose && error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}

await main().catch((error: unknown) => fail(error, process.argv.includes('--verbose')));
