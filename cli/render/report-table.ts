import {
  counted,
  due,
  groupsText,
  momentText,
  partialSentence,
  severitiesText,
  sweepSentence,
} from '../../shared/app/fleet-words.ts';
import type { CoverageView, FindingView, SweepView } from '../../shared/app/views.ts';
import type { Severity } from '../../shared/domain/policy/finding.ts';
import { type Cell, type Column, naturalWidths, table, tableWidth } from './columns.ts';
import { plain } from './plain.ts';
import type { Report } from './report.ts';
import { paint, type Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

const WORST_IN_DETAIL = 10;

/** A sweep or its findings as text for a terminal, without a line end behind the last line. */
export function reportTable(report: Report, terminal: Terminal): string {
  const { page, sweep } = report;
  const most = report.details === 'all' ? page.findings.length : WORST_IN_DETAIL;
  return [
    head(page.coverage, terminal),
    ...(sweep ? [glance(sweep, report.changesKnown === true, terminal)] : []),
    ...(page.findings.length === 0
      ? ['No findings.']
      : [findingsTable(report, terminal), details(report, most, terminal)]),
    ...(page.findings.length < page.total && report.hints !== false ? [leftOut(page.findings.length, page.total)] : []),
    ...(sweep && sweep.ourselves.length > 0 ? [ourselves(sweep, terminal)] : []),
  ].join('\n\n');
}

function head(coverage: CoverageView, terminal: Terminal): string {
  return [sweepSentence(coverage), ...partial(coverage, terminal)].join('\n');
}

function partial(coverage: CoverageView, terminal: Terminal): string[] {
  const sentence = partialSentence(coverage);
  if (!sentence) return [];
  const { bold, yellow } = paint(terminal);
  return [
    ...wrap(sentence, terminal.width).map((line) => bold(yellow(line))),
    ...coverage.notSeen.slice(0, MOST_NOT_SEEN).flatMap((one) => {
      const name = plain(one.subscriptionName || one.subscriptionId);
      const what = one.clusterId ? `${name}, ${plain(lastPart(one.clusterId))}` : name;
      const text = `${what}: ${one.reason} since ${momentText(one.since)}. ${plain(one.detail)}`;
      return wrap(text, terminal.width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
    }),
    ...(coverage.notSeen.length > MOST_NOT_SEEN
      ? [`  - and ${coverage.notSeen.length - MOST_NOT_SEEN} more; --format json has them all`]
      : []),
  ];
}

const MOST_NOT_SEEN = 20;

function glance({ posture, changes }: SweepView, changesKnown: boolean, terminal: Terminal): string {
  const changed = (['new', 'worse', 'better', 'gone'] as const)
    .filter((kind) => changes[kind] > 0)
    .map((kind) => `${changes[kind]} ${kind}`);
  const rows: [string, string][] = [
    ['Findings', severitiesText(posture)],
    ['Age (days)', groupsText(posture.byAge)],
    ['Retirement', groupsText(posture.byRetirement)],
    ...(changesKnown && changed.length > 0 ? [['Changes', changed.join(' · ')] satisfies [string, string]] : []),
  ];
  const { bold } = paint(terminal);
  return rows
    .flatMap(([label, text]) =>
      wrap(text, terminal.width - LABEL_WIDTH).map(
        (line, index) => (index === 0 ? bold(label.padEnd(LABEL_WIDTH)) : ' '.repeat(LABEL_WIDTH)) + line,
      ),
    )
    .join('\n');
}

const LABEL_WIDTH = 12;

interface Shown extends Column {
  readonly cell: (finding: FindingView, position: number) => Cell;
}

/** One line for each finding; reasons and next actions follow below, where long commands have room. */
function findingsTable({ page: { findings }, today }: Report, terminal: Terminal): string {
  const always: Shown[] = [
    { title: '#', least: 2, cell: (_, position) => ({ text: String(position) }) },
    { title: 'SEVERITY', least: 8, cell: (finding) => severityCell(finding, terminal) },
    { title: 'RULE', least: 10, most: 28, cell: ({ ruleId }) => ({ text: ruleId }) },
    { title: 'CLUSTER / POOL', least: 10, cell: (finding) => ({ text: where(finding) }) },
    { title: 'DUE', least: 10, most: 26, cell: ({ deadline }) => ({ text: due(deadline, today) }) },
  ];
  const columns = [...always, ...roomFor(always, findings, terminal.width)];
  const rows = findings.map((finding, index) => columns.map(({ cell }) => cell(finding, index + 1)));
  return table(columns, rows, terminal);
}

/** What a wide terminal shows as well: as much of it as needs no wrapping. */
function roomFor(always: readonly Shown[], findings: readonly FindingView[], width: number): Shown[] {
  const extras: Shown[] = [
    { title: 'IMAGE', least: 10, cell: ({ imageVersion }) => ({ text: plain(imageVersion ?? '-') }) },
    { title: 'SUBSCRIPTION', least: 10, cell: ({ subscriptionName }) => ({ text: plain(subscriptionName) }) },
  ];
  const rows = findings.map((finding, index) => [...always, ...extras].map(({ cell }) => cell(finding, index + 1)));
  const needs = naturalWidths([...always, ...extras], rows);
  let room = width - tableWidth(needs.slice(0, always.length));
  return extras.filter((_, index) => {
    const need = tableWidth([0, needs[always.length + index] ?? 0]);
    if (need > room) return false;
    room -= need;
    return true;
  });
}

/** Why each finding matters and what to do, of the worst ones or of all. */
function details({ page: { findings }, hints = true }: Report, most: number, terminal: Terminal): string {
  const { bold } = paint(terminal);
  const blocks = findings.slice(0, most).map((finding, index) => {
    const number = `${index + 1}.`.padEnd(INDENT);
    const title = wrap(`${finding.ruleId}: ${where(finding)}`, terminal.width - INDENT);
    return [
      ...title.map((line, at) => bold((at === 0 ? number : ' '.repeat(INDENT)) + line)),
      ...reasons(finding, terminal),
    ];
  });
  const rest = findings.length - blocks.length;
  const more =
    rest > 0 && hints ? [`--details has the ${counted(rest, 'other')} too; so have json, csv and html.`] : [];
  return [bold('WHY, AND WHAT TO DO'), ...blocks.flat(), ...more].join('\n');
}

const INDENT = 4;

function reasons({ why, nextAction, exemption }: FindingView, terminal: Terminal): string[] {
  const exempted = exemption && `Exempted until ${exemption.until} by ${exemption.owner}: ${exemption.reason}.`;
  return [why, `Next: ${nextAction}`, ...(exempted ? [exempted] : [])].flatMap((text) =>
    wrap(plain(text), terminal.width - INDENT).map((line) => ' '.repeat(INDENT) + line),
  );
}

function severityCell({ severity, exemption }: FindingView, terminal: Terminal): Cell {
  if (exemption) return { text: `${severity.toUpperCase()} (exempted)`, style: paint(terminal).dim };
  return { text: severity.toUpperCase(), style: severityStyle(severity, terminal) };
}

function where({ cluster, pool }: FindingView): string {
  return plain(pool === undefined ? cluster : `${cluster}/${pool}`);
}

function severityStyle(severity: Severity, terminal: Terminal): (text: string) => string {
  const { bold, red, yellow, cyan } = paint(terminal);
  return { critical: (text: string) => bold(red(text)), high: red, medium: yellow, low: cyan }[severity];
}

function leftOut(shown: number, total: number): string {
  return `The worst ${shown} of ${total.toLocaleString('en-US')} findings. --limit shows more; json, csv and html have all.`;
}

function ourselves({ ourselves: troubles }: SweepView, terminal: Terminal): string {
  const { bold, yellow } = paint(terminal);
  const lines = troubles.flatMap((one) =>
    wrap(`${one.code}: ${plain(one.what)} ${plain(one.nextAction)}`, terminal.width - 4).map(
      (line, index) => `${index === 0 ? '  - ' : '    '}${line}`,
    ),
  );
  return [bold(yellow('Trouble with Image Steward itself:')), ...lines].join('\n');
}

function lastPart(id: string): string {
  return id.split('/').at(-1) ?? id;
}
