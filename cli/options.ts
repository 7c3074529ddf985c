import { type Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES, type Severity } from '../shared/domain/policy/finding.ts';
import { FORMATS, type Format } from './render/format.ts';

/** In the folder where the command runs. */
export const USUAL_EXEMPTIONS = 'exemptions.json';

/** Options that say where the fleet is. */
export interface SourceOptions {
  readonly subscription?: string[];
  readonly managementGroup?: string;
  readonly simulated?: string | true;
  readonly app?: string;
  readonly appId?: string;
  readonly exemptions: string;
  readonly policy?: string;
}

export function withSource(command: Command): Command {
  return command
    .addOption(
      new Option('--subscription <id...>', 'only these subscriptions (default: all you can read)')
        .argParser(subscriptionId)
        .conflicts('managementGroup'),
    )
    .addOption(new Option('--management-group <id>', 'the subscriptions under this management group'))
    .addOption(
      new Option('--simulated [file]', 'a simulated fleet instead of Azure: the demo fleet, or a fleet file').conflicts(
        ['app', 'managementGroup'],
      ),
    )
    .addOption(
      new Option('--app <url>', "read the deployed app's last sweep; its key comes from STEWARD_APP_KEY").conflicts(
        'managementGroup',
      ),
    )
    .addOption(
      new Option('--app-id <id>', 'with --app: Entra application id of its sign-in, used with your Azure sign-in').env(
        'STEWARD_APP_ID',
      ),
    )
    .addOption(
      new Option('--exemptions <file>', 'exemptions that a sweep from here takes into account').default(
        'exemptions.json',
      ),
    )
    .addOption(
      new Option(
        '--policy <folder>',
        'your own calendar.json and image-policy.json, as in the policy container of a deployed app',
      ).conflicts('app'),
    );
}

/** Where `npm start` answers. */
const LOCAL_STACK = 'http://127.0.0.1:7071';

/** For what only an app has: migrations and sign-offs. */
export function withApp(command: Command): Command {
  return command
    .addOption(
      new Option('--app <url>', 'the app; its key comes from STEWARD_APP_KEY').env('STEWARD_APP').default(LOCAL_STACK),
    )
    .addOption(
      new Option('--app-id <id>', 'Entra application id of its sign-in, used with your Azure sign-in').env(
        'STEWARD_APP_ID',
      ),
    );
}

/** For what is recorded with a name. */
export function withPerson(command: Command): Command {
  return command.addOption(
    new Option(
      '--as <name>',
      'who you are, on a local stack (default: your user name); elsewhere your sign-in says it',
    ),
  );
}

/** Options that say how the answer looks and where it goes. */
export interface OutputOptions {
  readonly format: Format;
  readonly output?: string;
}

export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('-f, --format <format>', 'how the answer is written').choices(FORMATS).default('table'))
    .addOption(
      new Option(
        '-o, --output <file>',
        'write the answer to a file instead of stdout; its ending (.json, .csv, .html) says the format',
      ),
    )
    .hook('preAction', settleFormat);
}

/**
 * `-o json` means the format, as other Azure tools have it, and not a file of that name; the ending of a
 * file's name is its format when none is given.
 */
function settleFormat(command: Command): void {
  const { format, output } = command.opts<OutputOptions>();
  if (output === undefined) return;
  const given = command.getOptionValueSource('format') === 'cli';
  const named = FORMATS.find((one) => one === output);
  if (named === undefined) {
    const ending = FORMATS.find((one) => output.toLowerCase().endsWith(`.${one}`));
    if (ending !== undefined && !given) command.setOptionValue('format', ending);
    return;
  }
  if (given && named !== format) {
    command.error(
      `error: --output ${named} means the format ${named} and --format says ${format}; for a file of that name write ./${named}`,
    );
  }
  command.setOptionValue('format', named);
  command.setOptionValue('output', undefined);
}

/** Options of commands whose exit code can report findings. */
export interface GateOptions {
  readonly failOn?: Severity;
  readonly allowPartial?: true;
  readonly limit?: number;
  readonly details?: true;
}

export function withGate(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--fail-on <severity>',
        'exit 2 when a finding is this severe or worse (exempted ones do not count)',
      ).choices(SEVERITIES),
    )
    .addOption(new Option('--allow-partial', 'with --fail-on: a sweep that did not see everything may exit 0'))
    .addOption(new Option('--details', 'in a table: why, and what to do, for every finding and not for the worst 10'))
    .addOption(
      new Option('--limit <number>', 'show at most this many findings (default: 100 in a table, else all)').argParser(
        wholeNumber,
      ),
    );
}

/** `severity` and everything worse. */
export function atOrAbove(severity: Severity): Severity[] {
  return SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}

const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

function subscriptionId(text: string, before: string[] = []): string[] {
  if (!GUID.test(text)) {
    throw new InvalidArgumentError('It must be a subscription id, as "az account list --output table" shows it.');
  }
  return [...before, text.toLowerCase()];
}
