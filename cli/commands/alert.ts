import { Argument, Command, Option } from 'commander';
import { type AlertView, NewAlertAnswer } from '../../shared/app/alerts/alert-views.ts';
import { choiceText } from '../../shared/app/alerts/alert-words.ts';
import { CHOICES, type Choice } from '../../shared/domain/alert/alert.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { withApp, withPerson } from '../options.ts';
import { writeOut } from '../output.ts';
import { alertDocument } from '../render/alert.ts';
import { documentHtml } from '../render/document-html.ts';
import { documentMarkdown } from '../render/document-markdown.ts';
import { documentText } from '../render/document-text.ts';
import { json } from '../render/json.ts';
import { plain } from '../render/plain.ts';
import { terminalFor } from '../report.ts';
import { type AppOptions, openMigrations } from '../source/migrations.ts';

const FORMATS = ['table', 'json', 'md', 'html'] as const;

interface ShowOptions extends AppOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

export function alertCommand(): Command {
  return withApp(new Command('alert'))
    .description('Show what watches a migration: every rule with its value, gaps, and what is recommended.')
    .argument('<id>', 'as "steward migrations" shows it')
    .addOption(new Option('-f, --format <format>', 'how the answer is written').choices(FORMATS).default('table'))
    .addOption(new Option('-o, --output <file>', 'write the answer to a file instead of stdout'))
    .addHelpText('after', ALERT_HELP)
    .action(async (id: string, options: ShowOptions) => {
      const view = await openMigrations(options).alert(id);
      await writeOut(textOf(view, options), options.output);
      if (view.verdict.kind !== 'healthy') process.exitCode = 2;
    });
}

function textOf(view: AlertView, { format, output }: ShowOptions): string {
  if (format === 'json') return json(view);
  const document = alertDocument(view);
  const title = `Alerts of migration ${view.migrationId}`;
  if (format === 'md') return documentMarkdown(title, document);
  if (format === 'html') return documentHtml(title, document);
  return documentText(document, terminalFor({ format: 'table', ...(output === undefined ? {} : { output }) }));
}

interface AnswerOptions extends AppOptions {
  readonly reason: string;
}

export function answerCommand(): Command {
  return withPerson(withApp(new Command('answer')))
    .description('Answer what is recommended for a migration.')
    .argument('<id>', 'as "steward migrations" shows it')
    .addArgument(new Argument('<choice>', 'what is to be done').choices(CHOICES))
    .requiredOption('--reason <text>', 'why, in at least 3 characters; it is kept as evidence')
    .addHelpText('after', ANSWER_HELP)
    .action(answer);
}

async function answer(id: string, choice: Choice, options: AnswerOptions): Promise<void> {
  const source = openMigrations(options);
  const view = await source.alert(id);
  const { recommendation } = view;
  if (!recommendation) {
    throw new InputError('ALERT_ANSWER_REFUSED', `nothing is recommended for migration ${id}: ${view.verdict.why}`);
  }
  const parsed = NewAlertAnswer.safeParse({ version: recommendation.version, choice, reason: options.reason });
  if (!parsed.success) {
    throw new InputError('CLI_COMMAND', `--reason cannot be used: ${parsed.error.issues[0]?.message}`);
  }
  await source.answer(id, parsed.data);
  const { choices, ifRolledBack, ifGoingOn } = recommendation;
  const what = choices.find((one) => one.choice === choice)?.what ?? '';
  const then = choice === 'roll-back' ? ifRolledBack : choice === 'hold-and-fix' ? '' : ifGoingOn;
  const lines = [`Taken: ${choiceText(choice)}, for ${recommendation.title}`, what, then];
  await writeOut(
    lines
      .filter((line) => line !== '')
      .map(plain)
      .join('\n'),
    undefined,
  );
}

const ALERT_HELP = `
Each minute of the last 30 is one character of the chart; a dot is a minute that nobody could see.

Examples:
  $ steward alert m-0123456789ab
  $ steward alert m-0123456789ab --format json

Exit codes:
  0  healthy
  1  could not run, there is no such migration, or nobody has looked at it
  2  a rule is breached, or what it asks cannot be seen`;

const ANSWER_HELP = `
"steward alert ID" says beforehand what is recommended and what each answer does. If the question changes in
between, the answer is not taken.
On the local stack --as says who you are; a deployed app knows it from your sign-in.

  roll-back      move the workloads back, and put everything back as it was found
  hold-and-fix   stay paused and mend the cause; it is asked again in 30 minutes, or as planning.json says
  continue       go on all the same
  false-alarm    go on, and do not count this rule on these objects for 24 hours

Examples:
  $ steward answer m-0123456789ab roll-back --reason "carts fail since 10:42"
  $ steward answer m-0123456789ab false-alarm --reason "the batch job restarts every night"

Exit codes:
  0  taken
  1  not taken; one line on stderr says why`;
