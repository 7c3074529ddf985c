import { Command, Option } from 'commander';
import { type DelegationView, NewDelegation } from '../../shared/app/delegation-views.ts';
import { momentText } from '../../shared/app/fleet-words.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { ROLES, type Role } from '../../shared/domain/sign-off/sign-off.ts';
import { type OutputOptions, withApp, withOutput, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { type Field, records } from '../render/records.ts';
import { terminalFor } from '../report.ts';
import { openDelegations } from '../source/delegations.ts';
import type { AppOptions } from '../source/migrations.ts';

export function delegationsCommand(): Command {
  return new Command('delegations')
    .description('List, give and end delegations: who may speak in whose place, for a role and a time.')
    .addCommand(listCommand())
    .addCommand(giveCommand())
    .addCommand(endCommand())
    .addHelpText('after', HELP);
}

function listCommand(): Command {
  return withOutput(withApp(new Command('list')))
    .description('List delegations, ended ones included.')
    .action(async (options: AppOptions & OutputOptions) => {
      await writeOut(table(await openDelegations(options).list(), options), options.output);
    });
}

interface Given extends AppOptions, OutputOptions {
  readonly role: Role;
  readonly to: string;
  readonly name: string;
  readonly from?: string;
  readonly until: string;
}

function giveCommand(): Command {
  return withPerson(withOutput(withApp(new Command('give'))))
    .description('Let another person speak in your place, for 90 days at most.')
    .addOption(
      new Option('--role <role>', 'for which role, that you hold yourself').choices(ROLES).makeOptionMandatory(),
    )
    .requiredOption('--to <id>', 'their object id in the directory')
    .requiredOption('--name <name>', 'their name, as it is to be shown')
    .option('--from <day>', 'first day, as 2026-12-24 (default: from now on)')
    .requiredOption('--until <day>', 'last day, as 2026-12-31')
    .action(async (options: Given) => {
      const given = await openDelegations(options).give(wanted(options));
      await writeOut(table([given], options), options.output);
    });
}

function endCommand(): Command {
  return withPerson(withApp(new Command('end')))
    .description('End a delegation now.')
    .argument('<id>', 'as "steward delegations list" shows it')
    .action(async (id: string, options: AppOptions) => {
      await openDelegations(options).end(id);
      await writeOut(`Ended ${id}.`, undefined);
    });
}

const OPTION_OF: Readonly<Record<string, string>> = { toName: 'name' };

/** The same checks as the HTTP API makes, named as on the command line. */
function wanted({ role, to, name, from, until }: Given): NewDelegation {
  const parsed = NewDelegation.safeParse({ role, to, toName: name, until, ...(from !== undefined && { from }) });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0]);
  throw new InputError('CLI_DELEGATION', `--${OPTION_OF[field] ?? field} cannot be used: ${issue?.message}`);
}

function table(rows: readonly DelegationView[], options: OutputOptions): string {
  const list = { title: 'Delegations', value: rows, rows, fields: FIELDS, none: 'No delegations.' };
  return records(list, options.format, terminalFor(options));
}

const FIELDS: readonly Field<DelegationView>[] = [
  { key: 'id', title: 'ID', least: 12, text: ({ id }) => id },
  { key: 'from', title: 'IN PLACE OF', least: 10, text: ({ from }) => from },
  { key: 'to', title: 'SPEAKS', least: 10, text: ({ to }) => to },
  { key: 'role', title: 'FOR', least: 8, text: ({ role }) => role },
  { key: 'begins', title: 'FROM', least: 16, text: ({ begins }) => momentText(begins), bare: ({ begins }) => begins },
  { key: 'ends', title: 'UNTIL', least: 16, text: ({ ends }) => momentText(ends), bare: ({ ends }) => ends },
  { key: 'state', title: 'STATE', least: 8, text: ({ state }) => state },
];

const HELP = `
Only who holds a role by planning.json can let another person speak for it; what was lent cannot be lent on. It counts in
the chat, and only while the one who gave it holds the role.

Examples:
  $ steward delegations give --role platform --to 11111111-2222-3333-4444-555555555555 --name "Grace Hopper" \\
      --until 2026-12-31 --app https://steward.contoso.com --app-id APP_ID
  $ steward delegations list --app https://steward.contoso.com --app-id APP_ID
  $ steward delegations end ID --app https://steward.contoso.com --app-id APP_ID

Exit codes:
  0  fine
  1  could not run; one line on stderr says why`;
