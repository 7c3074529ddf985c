import { existsSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';

export interface StackOptions {
  /** Sweep, print what was found, end. */
  readonly once: boolean;
  /** A fleet file; the demo fleet when neither this nor a generated fleet is asked for. */
  readonly fleet?: string;
  readonly clusters?: number;
  readonly subscriptions?: number;
  readonly seed?: number;
  /** How many seconds pass in the fleet for each second here. */
  readonly speed?: number;
  /** Of the dashboard and the API. */
  readonly port?: number;
  /** Starts chat clients too. */
  readonly chat?: boolean;
  readonly verbose: boolean;
}

/**
 * Reads the command line of `npm start`.
 *
 * @returns options, or what to print and the exit code when there is nothing to run.
 */
export function readOptions(args: readonly string[]): StackOptions | { print: string; exitCode: number } {
  let printed = '';
  const keep = (text: string) => {
    printed += text;
  };
  const command = new Command('npm start --')
    .description('Starts Image Steward on this machine against a simulated fleet, and sweeps it at once.')
    .option('--once', 'sweep, print what was found, end', false)
    .option('--fleet <file>', 'a fleet file (docs/fleet-file.md) instead of the demo fleet', fleetFile)
    .option('--clusters <n>', 'generate a fleet with so many clusters', wholeNumber(1, 100_000))
    .option('--subscriptions <n>', 'generate a fleet with so many subscriptions', wholeNumber(1, 10_000))
    .option('--seed <n>', 'the same seed generates the same fleet', wholeNumber(0, 2 ** 31 - 1))
    .option('--speed <x>', "how fast the fleet's clock runs; 3600 is an hour for each second", speed)
    .option('--port <n>', 'port of the dashboard and the API (7071)', wholeNumber(1, 65_535))
    .option('--chat', 'start two chat clients too (Agents Playground), to talk with Image Steward as in Teams')
    .option('--verbose', 'print everything that the parts of the stack say', false)
    .helpOption('--help', 'print this')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: keep, writeErr: keep });
  try {
    const options = command.parse([...args], { from: 'user' }).opts<StackOptions>();
    const generated = (['clusters', 'subscriptions', 'seed'] as const).find((name) => options[name] !== undefined);
    if (options.fleet !== undefined && generated) {
      command.error(`error: --fleet and --${generated} do not go together: a fleet is read or generated`);
    }
    if (options.chat && options.once) {
      command.error('error: --chat and --once do not go together: after the sweep there is nobody to talk with');
    }
    return options;
  } catch (error) {
    if (error instanceof CommanderError) return { print: printed, exitCode: error.exitCode === 0 ? 0 : 1 };
    throw error;
  }
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`A whole number from ${least} to ${most} is expected.`);
  };
}

function speed(text: string): number {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('A number above 0 is expected, with at most six digits and three decimals.');
}

function fleetFile(path: string): string {
  if (existsSync(path)) return path;
  throw new InvalidArgumentError('There is no such file.');
}
