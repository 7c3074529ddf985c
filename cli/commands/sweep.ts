import { Command } from 'commander';
import {
  type GateOptions,
  type OutputOptions,
  type SourceOptions,
  withGate,
  withOutput,
  withSource,
} from '../options.ts';
import { report } from '../report.ts';

export function sweepCommand(): Command {
  return withGate(withOutput(withSource(new Command('sweep'))))
    .description('Sweep the fleet and show its state and its findings.')
    .addHelpText('after', HELP)
    .action((options: SourceOptions & OutputOptions & GateOptions) =>
      report(options, options.app && options.subscription ? { subscription: options.subscription } : {}, 'sweep'),
    );
}

const HELP = `
Without --app it reads Azure now, with your own sign-in (az login, environment or managed identity), keeps
everything in memory and changes nothing. With --app it shows the last sweep of the deployed app.

Examples:
  $ steward sweep --simulated
  $ steward sweep --subscription 00000000-0000-0000-0000-000000000001 00000000-0000-0000-0000-000000000002
  $ steward sweep --management-group production --format html --output fleet.html
  $ steward sweep --fail-on critical                       in a pipeline
  $ STEWARD_APP_KEY=... steward sweep --app https://steward.contoso.com

Exit codes:
  0  fine
  1  could not run; nothing could be seen; or --fail-on found nothing but the sweep is partial
  2  there are findings at or above --fail-on

A partial sweep says so in every format: table and html on top, json in "coverage", csv in the column
"coverage"; json and csv also warn on stderr.`;
