import { partialSentence } from '../shared/app/fleet-words.ts';
import type { FindingsQuery } from '../shared/app/views.ts';
import { UpstreamError } from '../shared/domain/errors.ts';
import type { Severity } from '../shared/domain/policy/finding.ts';
import { atOrAbove, type GateOptions, type OutputOptions, type SourceOptions } from './options.ts';
import { writeOut } from './output.ts';
import { type Progress, progressOn } from './progress.ts';
import type { Format } from './render/format.ts';
import type { Report } from './render/report.ts';
import { reportCsv } from './render/report-csv.ts';
import { reportHtml } from './render/report-html.ts';
import { reportJson } from './render/report-json.ts';
import { reportTable } from './render/report-table.ts';
import { type Terminal, terminalOf } from './render/terminal.ts';
import { openSource } from './source/open.ts';
import { allFindings, type Source } from './source/source.ts';

type Filters = Omit<FindingsQuery, 'limit' | 'after'>;
type Options = SourceOptions & OutputOptions & GateOptions;

const ROWS_IN_A_TABLE = 100;

/**
 * What `sweep` and `findings` have in common: get the findings, show them, and set the exit code.
 *
 * @throws FleetError when nothing could be seen, or when `--fail-on` finds nothing in a sweep that did
 *   not see everything: unknown is not healthy.
 */
export async function report(options: Options, filters: Filters, shows: 'sweep' | 'findings'): Promise<void> {
  const progress = progressOn(process.stderr);
  try {
    const source = await openSource(options, progress);
    const { report: made, failing } = await collect(source, options, filters, shows, progress);
    progress.end();
    await writeOut(text(made, options.format, terminalFor(options)), options.output);
    warnOfPartial(made, options);
    conclude(made, options, failing);
  } finally {
    progress.end();
  }
}

async function collect(
  source: Source,
  options: Options,
  filters: Filters,
  shows: 'sweep' | 'findings',
  progress: Progress,
) {
  progress.say('Reading findings');
  const limit = options.limit ?? (options.format === 'table' ? ROWS_IN_A_TABLE : Number.POSITIVE_INFINITY);
  const page = await allFindings(source, filters, limit);
  const sweep = shows === 'sweep' ? await source.latestSweep() : undefined;
  const failing = options.failOn ? await failures(source, filters, options.failOn) : 0;
  const made: Report = {
    page,
    today: source.today(),
    details: options.details ? 'all' : 'worst',
    changesKnown: options.app !== undefined,
    ...(sweep ? { sweep } : {}),
  };
  return { report: made, failing };
}

/** Findings that count for `--fail-on`: of the severities asked for, and under no exemption. */
async function failures(source: Source, filters: Filters, failOn: Severity): Promise<number> {
  const severity = atOrAbove(failOn).filter((one) => filters.severity?.includes(one) ?? true);
  if (severity.length === 0) return 0;
  return (await source.findings({ ...filters, severity, exempted: false, limit: 1 })).total;
}

function conclude({ page: { coverage } }: Report, options: Options, failing: number): void {
  if (coverage.subscriptionsExpected > 0 && coverage.subscriptionsSeen === 0) {
    throw new UpstreamError('CLI_NOTHING_SEEN', 'no subscription could be seen; the reasons are in the answer');
  }
  if (failing > 0) process.exitCode = 2;
  else if (options.failOn && !coverage.whole && !options.allowPartial) {
    throw new UpstreamError(
      'CLI_PARTIAL',
      `nothing at or above ${options.failOn} was found, but not everything was seen; --allow-partial accepts that`,
    );
  }
}

/** In a table and in HTML the answer itself says so; elsewhere, or in a file, stderr does. */
function warnOfPartial({ page: { coverage } }: Report, { format, output }: Options): void {
  const sentence = partialSentence(coverage);
  if (sentence && (format !== 'table' || output !== undefined)) process.stderr.write(`steward: ${sentence}\n`);
}

function text(made: Report, format: Format, terminal: Terminal): string {
  switch (format) {
    case 'table':
      return reportTable(made, terminal);
    case 'json':
      return reportJson(made);
    case 'csv':
      return reportCsv(made);
    case 'html':
      return reportHtml(made);
  }
}

/** A file is no terminal: it gets no colours and the usual width. */
export function terminalFor({ output }: OutputOptions): Terminal {
  return terminalOf(output === undefined ? process.stdout : {}, process.env);
}
