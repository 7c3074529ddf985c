import { Command, InvalidArgumentError, Option } from 'commander';
import { partialSentence } from '../../shared/app/fleet-words.ts';
import type { PlanQuery, PlansView, PlanView } from '../../shared/app/plan-views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { withSource } from '../options.ts';
import { writeOut } from '../output.ts';
import { progressOn } from '../progress.ts';
import { documentHtml } from '../render/document-html.ts';
import { documentText } from '../render/document-text.ts';
import { json } from '../render/json.ts';
import { plansDocument } from '../render/plan.ts';
import { terminalFor } from '../report.ts';
import { openPlans, type PlanSource, type PlanSourceOptions } from '../source/plans.ts';
import { planDiffCommand } from './plan-diff.ts';

const FORMATS = ['table', 'json', 'md', 'html'] as const;

interface Options extends PlanSourceOptions, PlanQuery {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

export function planCommand(): Command {
  return withSource(
    new Command('plan').description('Plan the migrations: which way, when, in which waves, for how much and how long.'),
  )
    .addOption(new Option('--cluster <name>', 'only this cluster, by name or ARM id, with every reason and date'))
    .addOption(new Option('--wave <number>', 'only this wave, with every reason and date').argParser(waveNumber))
    .addOption(new Option('--no-inspect', 'do not look into the clusters: quicker, and readiness stays unknown'))
    .addOption(
      new Option('-f, --format <format>', 'how the answer is written; md is the runbook')
        .choices(FORMATS)
        .default('table'),
    )
    .addOption(new Option('-o, --output <file>', 'write the answer to a file instead of stdout'))
    .addHelpText('after', HELP)
    .addCommand(planDiffCommand())
    .action(run);
}

async function run(options: Options): Promise<void> {
  const progress = progressOn(process.stderr);
  try {
    const source = await openPlans(options, progress);
    const list = await source.list();
    progress.say('Reading plans');
    const answer = options.format === 'md' ? await runbooks(source, list, options) : await shown(source, list, options);
    progress.end();
    await writeOut(answer, options.output);
    const partial = partialSentence(list.coverage);
    if (partial && (options.format !== 'table' || options.output)) process.stderr.write(`steward: ${partial}\n`);
  } finally {
    progress.end();
  }
}

async function shown(source: PlanSource, list: PlansView, options: Options): Promise<string> {
  const plans = await matching(source, list, options);
  if (options.format === 'json') return json({ ...list, plans });
  const document = plansDocument(list, plans);
  return options.format === 'html'
    ? documentHtml('Image Steward: migration plans', document)
    : documentText(document, terminalFor({ format: 'table', ...(options.output ? { output: options.output } : {}) }));
}

/** The plans, or the parts of them that were asked for. */
async function matching(source: PlanSource, list: PlansView, options: Options): Promise<PlanView[]> {
  const query = queryOf(options);
  const plans: PlanView[] = [];
  for (const { id } of list.plans) plans.push(await source.plan(id, query));
  if (query.cluster === undefined && query.wave === undefined) return plans;
  const found = plans.filter(({ waves, leftOut }) => waves.length > 0 || leftOut.length > 0);
  if (found.length === 0) throw new InputError('CLI_PLAN', `no plan has ${named(query)}`);
  return found;
}

async function runbooks(source: PlanSource, list: PlansView, options: Options): Promise<string> {
  const plans = await matching(source, list, options);
  if (plans.length === 0) return '# No pool needs a migration';
  const texts: string[] = [];
  for (const { id } of plans) texts.push((await source.runbook(id, queryOf(options))).trimEnd());
  return texts.join('\n\n');
}

function queryOf({ cluster, wave }: PlanQuery): PlanQuery {
  return { ...(cluster === undefined ? {} : { cluster }), ...(wave === undefined ? {} : { wave }) };
}

function named({ cluster, wave }: PlanQuery): string {
  const parts = [
    ...(cluster === undefined ? [] : [`a cluster ${cluster}`]),
    ...(wave === undefined ? [] : [`a wave ${wave}`]),
  ];
  return parts.join(' in ');
}

function waveNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}

const HELP = `
It only reads and proposes; nothing is written to a cluster. Without --app it sweeps now, looks into the clusters
that have findings, and plans. With --app it shows what the deployed app proposes. --policy FOLDER may hold a
planning.json with your waves, tags, windows, blackout dates, freeze, spend and prices (docs/planning.md).

Examples:
  $ steward plan --simulated
  $ steward plan --simulated --cluster aks-payments-weu
  $ steward plan --management-group production --format html --output plan.html
  $ steward plan --app https://steward.contoso.com --wave 2 --format md --output runbook.md
  $ steward plan --simulated --format json --output monday.json
  $ steward plan diff monday.json tuesday.json          what changed, in words

Exit codes:
  0  fine
  1  could not run, or there is no such cluster or wave`;
