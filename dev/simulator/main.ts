/**
 * The simulator as a process of its own. It prints one line of JSON when it is ready, and ends when its
 * standard input closes, so it never outlives the process that started it, or on SIGTERM or SIGINT.
 */
import { FleetError } from '../../shared/domain/errors.ts';
import { HELP, readArguments } from './arguments.ts';
import { startSimulator } from './index.ts';

async function main(): Promise<void> {
  const options = await readArguments(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return;
  }
  // Listened for from the start: whoever starts us may end us as soon as we are ready.
  const ended = new Promise<void>((resolve) => {
    const end = () => resolve();
    process.stdin.once('end', end).once('close', end).once('error', end).resume();
    process.once('SIGTERM', end).once('SIGINT', end);
  });
  const simulator = await startSimulator(options).catch((error: unknown) => {
    process.stdin.destroy();
    throw error;
  });
  const { armEndpoint, caFile, controlUrl, fleetClock } = simulator;
  const { policyFolder } = options;
  process.stdout.write(
    `${JSON.stringify({ armEndpoint, caFile, controlUrl, fleetClock, policyFolder, pid: process.pid })}\n`,
  );

  await ended;
  await simulator.close();
  process.stdin.destroy();
}

main().catch((error: unknown) => {
  const known = error instanceof FleetError || (error instanceof Error && 'code' in error);
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = 1;
});
