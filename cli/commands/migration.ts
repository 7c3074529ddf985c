import { Command, InvalidArgumentError, Option } from 'commander';
import type { MigrationView } from '../../shared/app/migration-views.ts';
import { type OutputOptions, withApp, withOutput } from '../options.ts';
import { writeOut } from '../output.ts';
import { documentHtml } from '../render/document-html.ts';
import { documentMarkdown } from '../render/document-markdown.ts';
import { documentText } from '../render/document-text.ts';
import { json } from '../render/json.ts';
import { migrationDocument, migrationFields } from '../render/migration.ts';
import { plain } from '../render/plain.ts';
import { records } from '../render/records.ts';
import { terminalFor } from '../report.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';
import { watchMigration } from '../watch.ts';

export function migrationsCommand(): Command {
  return withOutput(withApp(new Command('migrations')))
    .description('List the migrations that an app runs: where each is, and why it waits.')
    .addOption(new Option('--all', 'also those that have ended'))
    .addHelpText('after', LIST_HELP)
    .action(list);
}

async function list(options: AppOptions & OutputOptions & { readonly all?: true }): Promise<void> {
  const view = await openMigrations(options).list(options.all ? 'all' : 'open');
  const answer = records(
    {
      title: 'Migrations',
      value: view,
      rows: view.migrations,
      fields: migrationFields(Date.parse(view.asOf)),
      none: options.all ? 'No migrations.' : 'No migration is under way; --all shows those that have ended.',
    },
    options.format,
    terminalFor(options),
  );
  await writeOut(answer, options.output);
  for (const { id, why } of view.unreadable) {
    process.stderr.write(`steward: the record of ${plain(id)} cannot be read: ${plain(why)}\n`);
  }
}

const FORMATS = ['table', 'json', 'md', 'html'] as const;

interface OneOptions extends AppOptions {
  readonly watch?: true;
  readonly every: number;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

export function migrationCommand(): Command {
  return withApp(new Command('migration'))
    .description('Show one migration: nodes, step, why it waits, the way back, stuck pods, what you can do.')
    .argument('<id>', 'as "steward migrations" shows it')
    .addOption(new Option('--watch', 'follow it until it has ended').conflicts(['output']))
    .addOption(new Option('--every <seconds>', 'with --watch: how often it is asked').argParser(seconds).default(5))
    .addOption(new Option('-f, --format <format>', 'how the answer is written').choices(FORMATS).default('table'))
    .addOption(new Option('-o, --output <file>', 'write the answer to a file instead of stdout'))
    .addHelpText('after', ONE_HELP)
    .action(show);
}

async function show(id: string, options: OneOptions): Promise<void> {
  const source = openMigrations(options);
  if (!options.watch) {
    await writeOut(textOf(await source.one(id), options), options.output);
    return;
  }
  const ended = await watchMigration({
    ask: () => source.one(id),
    seconds: options.every,
    stream: process.stdout,
  });
  if (process.stdout.isTTY) await writeOut(textOf(ended, options), undefined);
  if (ended.status !== 'completed') process.exitCode = 2;
}

function textOf(view: MigrationView, { format, output }: OneOptions): string {
  if (format === 'json') return json(view);
  const document = migrationDocument(view);
  const title = `Migration ${view.id}`;
  if (format === 'md') return documentMarkdown(title, document);
  if (format === 'html') return documentHtml(title, document);
  return documentText(document, terminalFor({ format: 'table', ...(output === undefined ? {} : { output }) }));
}

function seconds(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 1 || number > 3_600) {
    throw new InvalidArgumentError('It must be seconds, from 1 to 3600.');
  }
  return number;
}

const LIST_HELP = `
Without --app it asks the local stack that "npm start" runs.

Examples:
  $ steward migrations
  $ steward migrations --all --format json
  $ steward migrations --app https://steward.contoso.com --app-id 00000000-0000-0000-0000-000000000001

Exit codes:
  0  fine
  1  could not run`;

const ONE_HELP = `
On a terminal --watch redraws one screen; in a log it writes one line for everything that is new.

Examples:
  $ steward migration m-0123456789ab
  $ steward migration m-0123456789ab --watch
  $ steward migration m-0123456789ab --format html --output migration.html

Exit codes:
  0  fine; with --watch: it was completed
  1  could not run, or there is no such migration
  2  with --watch: it ended without being completed`;
