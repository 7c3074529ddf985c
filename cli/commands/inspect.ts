import { Command, Option } from 'commander';
import type { InspectionView } from '../../shared/app/inspection-views.ts';
import { InputError, UpstreamError } from '../../shared/domain/errors.ts';
import { withSource } from '../options.ts';
import { writeOut } from '../output.ts';
import { progressOn } from '../progress.ts';
import { documentHtml } from '../render/document-html.ts';
import { documentMarkdown } from '../render/document-markdown.ts';
import { documentText } from '../render/document-text.ts';
import { inspectionDocument } from '../render/inspection.ts';
import { json } from '../render/json.ts';
import { terminalOf } from '../render/terminal.ts';
import { type InspectOptions, openInspection } from '../source/inspections.ts';

const FORMATS = ['table', 'json', 'md', 'html'] as const;

interface Options extends InspectOptions {
  readonly pool?: string;
  readonly fixes?: true;
  readonly failOn?: 'blocked' | 'unknown';
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

export function inspectCommand(): Command {
  return withSource(
    new Command('inspect')
      .description('Say what on a cluster leans on its node images, and what would block a drain today.')
      .addOption(new Option('--kubeconfig <file>', 'the cluster behind a kubeconfig; no Azure needed'))
      .addOption(new Option('--context <name>', "with --kubeconfig: a context of it (default: the file's own)"))
      .addOption(new Option('--cluster <name>', 'a cluster of the fleet, by name or ARM id').conflicts('kubeconfig')),
  )
    .addOption(new Option('--pool <name>', 'only this node pool'))
    .addOption(new Option('--fixes', 'show the ready-made YAML of every fix; json has it always'))
    .addOption(
      new Option('--fail-on <verdict>', 'exit 2 when a pool is blocked, or also when one is unknown').choices([
        'blocked',
        'unknown',
      ]),
    )
    .addOption(new Option('-f, --format <format>', 'how the answer is written').choices(FORMATS).default('table'))
    .addOption(new Option('-o, --output <file>', 'write the answer to a file instead of stdout'))
    .addHelpText('after', HELP)
    .action(inspect);
}

/** @throws FleetError when nothing of the cluster could be seen: unknown is not ready */
async function inspect(options: Options): Promise<void> {
  const progress = progressOn(process.stderr);
  try {
    const inspection = ofPool(await openInspection(options, progress), options.pool);
    progress.end();
    await writeOut(textOf(inspection, options), options.output);
    conclude(inspection, options);
  } finally {
    progress.end();
  }
}

function ofPool(inspection: InspectionView, pool: string | undefined): InspectionView {
  if (pool === undefined) return inspection;
  const pools = inspection.pools.filter(({ name }) => name.toLowerCase() === pool.toLowerCase());
  if (pools.length > 0 || inspection.pools.length === 0) return { ...inspection, pools };
  const names = inspection.pools.map(({ name }) => name).join(', ');
  throw new InputError('CLI_INSPECT', `${inspection.name} has no node pool ${pool}; it has ${names}`);
}

function textOf(inspection: InspectionView, { format, fixes, output }: Options): string {
  if (format === 'json') return json(inspection);
  // In a terminal a fix of twenty lines hides the next finding; a file is read with time.
  const document = inspectionDocument(inspection, { fixes: fixes === true || format !== 'table' });
  const title = `Inspection of ${inspection.name}`;
  if (format === 'md') return documentMarkdown(title, document);
  if (format === 'html') return documentHtml(title, document);
  return documentText(document, terminalOf(output === undefined ? process.stdout : {}, process.env));
}

function conclude({ pools, notSeen, name }: InspectionView, { failOn }: Options): void {
  if (pools.length === 0) {
    const why = notSeen[0]?.detail ?? 'it has no nodes';
    throw new UpstreamError('CLI_NOTHING_SEEN', `nothing can be said about ${name}: ${why}`);
  }
  const fails = pools.some(({ verdict }) => verdict === 'blocked' || (failOn === 'unknown' && verdict === 'unknown'));
  if (failOn !== undefined && fails) process.exitCode = 2;
}

const HELP = `
It only reads: from the cluster's own API, with the rights of whoever runs it (docs/kubernetes-reader.md has the
role), and from Azure. Verdicts: ready, ready with warnings, blocked, unknown. What could not be seen is unknown, and
nothing unknown is called ready. With nothing but a kubeconfig, what only Azure could tell is unknown.

Examples:
  $ steward inspect --kubeconfig ~/.kube/config --context aks-shop-weu
  $ steward inspect --simulated --cluster aks-payments-weu --pool ledger --fixes
  $ steward inspect --subscription 00000000-0000-0000-0000-000000000001 --cluster aks-shop-weu --format md -o shop.md
  $ STEWARD_APP_KEY=... steward inspect --app https://steward.contoso.com --cluster aks-shop-weu
  $ steward inspect --kubeconfig ./config --fail-on blocked          in a pipeline

With --app it shows the newest inspection that the deployed app has made.

Exit codes:
  0  fine
  1  could not run, or nothing of the cluster could be seen
  2  with --fail-on: a pool is blocked, or unknown`;
