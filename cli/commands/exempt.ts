import { userInfo } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { NewExemption } from '../../shared/app/views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { RULE_IDS } from '../../shared/domain/policy/finding.ts';
import { type OutputOptions, USUAL_EXEMPTIONS, withOutput } from '../options.ts';
import { writeOut } from '../output.ts';
import { exemptionsText } from '../render/exemptions.ts';
import { terminalFor } from '../report.ts';
import { openExemptions } from '../source/exemptions.ts';

interface Place {
  readonly exemptions: string;
  readonly app?: string;
  readonly appId?: string;
}

export function exemptCommand(): Command {
  return new Command('exempt')
    .description('List, add and end exemptions: dated, owned exceptions that mark findings and hide nothing.')
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(endCommand())
    .addHelpText('after', HELP);
}

function listCommand(): Command {
  return withOutput(withPlace(new Command('list')))
    .description('List exemptions, ended ones included.')
    .action(async (options: Place & OutputOptions) => {
      const book = await openExemptions(options);
      const text = exemptionsText(await book.list(), book.today(), options.format, terminalFor(options));
      await writeOut(text, options.output);
    });
}

interface Addition extends Place, OutputOptions {
  readonly scope: string;
  readonly rule: string;
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
}

function addCommand(): Command {
  return withOutput(withPlace(new Command('add')))
    .description('Add an exemption.')
    .requiredOption('--scope <id>', 'ARM id of a subscription, cluster or node pool; everything below it is covered')
    .addOption(new Option('--rule <rule>', 'the rule it is for, or "*" for all').argParser(rule).makeOptionMandatory())
    .requiredOption('--owner <name>', 'who answers for it')
    .requiredOption('--reason <text>', 'why, in at least 10 characters')
    .requiredOption('--until <day>', 'last day on which it counts, as 2026-12-31; at most a year ahead')
    .addHelpText('after', ADD_HELP)
    .action(async (options: Addition) => {
      const book = await openExemptions(options);
      const added = await book.add(wanted(options), userInfo().username);
      await writeOut(exemptionsText([added], book.today(), options.format, terminalFor(options)), options.output);
    });
}

function endCommand(): Command {
  return withPlace(new Command('end'))
    .description('End an exemption now.')
    .argument('<id>', 'as "steward exempt list" shows it')
    .action(async (id: string, options: Place) => {
      const book = await openExemptions(options);
      if ((await book.end(id)) === 'missing') {
        throw new InputError('CLI_EXEMPTION', `there is no exemption ${id}; "steward exempt list" shows them`);
      }
      await writeOut(`Ended ${id}.`, undefined);
    });
}

function withPlace(command: Command): Command {
  return command
    .addOption(new Option('--exemptions <file>', 'a local file').default(USUAL_EXEMPTIONS).conflicts('app'))
    .addOption(new Option('--app <url>', 'the deployed app instead; its key comes from STEWARD_APP_KEY'))
    .addOption(new Option('--app-id <id>', 'with --app: Entra application id of its sign-in').env('STEWARD_APP_ID'));
}

/** The same checks as the HTTP API makes, named as on the command line. */
function wanted({ scope, rule: ruleId, owner, reason, until }: Addition): NewExemption {
  const parsed = NewExemption.safeParse({ scope, ruleId, owner, reason, until });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const option = issue?.path[0] === 'ruleId' ? 'rule' : String(issue?.path[0]);
  throw new InputError('CLI_EXEMPTION', `--${option} cannot be used: ${issue?.message}`);
}

function rule(text: string): string {
  if (text === '*' || (RULE_IDS as readonly string[]).includes(text)) return text;
  throw new InvalidArgumentError(`It must be "*" or one of ${RULE_IDS.join(', ')}.`);
}

const HELP = `
Exemptions are kept in a local file that "steward sweep" reads, or by the deployed app (--app).
An exempted finding is still shown, and marked; it does not count for --fail-on.

Examples:
  $ steward exempt list
  $ steward exempt end x-5f0c --app https://steward.contoso.com
  $ steward exempt add --help

Exit codes:
  0  fine
  1  could not run`;

const ADD_HELP = `
Example:
  $ steward exempt add --scope /subscriptions/ID/resourceGroups/RG/providers/Microsoft.ContainerService/managedClusters/NAME \\
      --rule image-too-old --owner dana@contoso.com --reason "frozen for the quarter end, CHG-1234" --until 2026-12-31`;
