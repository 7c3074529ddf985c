import { Command, CommanderError } from 'commander';
import { endEverything } from './cleanup.ts';
import { alertCommand, answerCommand } from './commands/alert.ts';
import { calendarCommand } from './commands/calendar.ts';
import { chatsCommand } from './commands/chats.ts';
import { migrationCommands } from './commands/command-migration.ts';
import { delegationsCommand } from './commands/delegations.ts';
import { evidenceCommand, verifyCommand } from './commands/evidence.ts';
import { exemptCommand } from './commands/exempt.ts';
import { findingsCommand } from './commands/findings.ts';
import { freezeCommand, unfreezeCommand } from './commands/freeze.ts';
import { imageCommand } from './commands/image.ts';
import { inspectCommand } from './commands/inspect.ts';
import { migrationCommand, migrationsCommand } from './commands/migration.ts';
import { onCallCommand } from './commands/on-call.ts';
import { orderCommand } from './commands/order.ts';
import { planCommand } from './commands/plan.ts';
import { signOffCommand, signOffsCommand } from './commands/sign-off.ts';
import { startCommand } from './commands/start.ts';
import { sweepCommand } from './commands/sweep.ts';
import { errorText } from './errors.ts';
import { endQuietlyOnBrokenPipe } from './output.ts';
import { ownVersion } from './package-root.ts';

/** Runs one command. The exit code is set, never thrown: 0 fine, 1 could not run, 2 findings at or above `--fail-on`. */
export async function main(args: readonly string[]): Promise<void> {
  endQuietlyOnBrokenPipe();
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => void endEverything().finally(() => process.exit(code)));
  }
  try {
    process.exitCode = 0;
    await program().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
    } else {
      process.stderr.write(`${errorText(error)}\n`);
      process.exitCode = 1;
    }
  }
  await endEverything();
}

function program(): Command {
  const steward = new Command('steward')
    .description(
      'Says which AKS node pools run images that are too old, out of support or about to be removed,\nand what to do about each. It only reads: what is approved is carried out by the app.',
    )
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', HELP)
    .configureHelp({ helpWidth: process.stdout.columns ?? 100 })
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'steward: ')) })
    .showHelpAfterError('Run with --help to see what there is.')
    .exitOverride();
  for (const command of [
    sweepCommand(),
    findingsCommand(),
    inspectCommand(),
    planCommand(),
    signOffCommand(),
    signOffsCommand(),
    startCommand(),
    delegationsCommand(),
    migrationsCommand(),
    migrationCommand(),
    ...migrationCommands(),
    orderCommand(),
    freezeCommand(),
    unfreezeCommand(),
    alertCommand(),
    answerCommand(),
    onCallCommand(),
    chatsCommand(),
    evidenceCommand(),
    verifyCommand(),
    imageCommand(),
    calendarCommand(),
    exemptCommand(),
  ]) {
    steward.addCommand(command);
  }
  return inherit(steward);
}

/** Commands made on their own do not take over how their program reports and ends. */
function inherit(command: Command): Command {
  for (const child of command.commands) inherit(child.copyInheritedSettings(command));
  return command;
}

const HELP = `
Examples:
  $ steward sweep --simulated             try it on a simulated fleet, without Azure
  $ az login && steward sweep             sweep every subscription you can read
  $ steward findings --app https://steward.contoso.com --severity critical
  $ steward image AKSUbuntu-2204gen2containerd-202410.27.0

Exit codes:
  0  fine
  1  could not run (one line on stderr says why)
  2  there are findings at or above --fail-on

"steward COMMAND --help" has the options and more examples of each command.`;
