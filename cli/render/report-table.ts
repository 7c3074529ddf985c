import type { CoverageView, FindingView, PostureView, SweepView } from '../../shared/app/views.ts';
import { SEVERITIES, type Severity } from '../../shared/domain/policy/finding.ts';
import { type Cell, type Column, fits, table } from './columns.ts';
import { due } from './due.ts';
import { plain } from './plain.ts';
import { counted, momentText, partialSentence, type Report } from './report.ts';
import { paint, type Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** A sweep or its findings as text for a terminal, without a line end behind the last line. */
export function reportTable(report: Report, terminal: Terminal): string {
  const { page, sweep } = report;
  return [
    head(page.coverage, terminal),
    ...(sweep ? [glance(sweep, terminal)] : []),
    page.findings.length === 0 ? 'No findings.' : findingsTable(report, terminal),
    ...(page.findings.length < page.total ? [leftOut(page.findings.length, page.total)] : []),
    ...(sweep && sweep.ourselves.length > 0 ? [ourselves(sweep, terminal)] : []),
  ].join('\n\n');
}

function head(coverage: CoverageView, terminal: Terminal): string {
  const seen = [
    counted(coverage.subscriptionsSeen, 'subscription'),
    counted(coverage.clustersSeen, 'cluster'),
    counted(coverage.poolsSeen, 'node pool'),
  ].join(', ');
  const when = coverage.finishedAt
    ? `Sweep of ${momentText(coverage.finishedAt)}`
    : `Sweep started ${momentText(coverage.startedAt)}, still running`;
  return [`${when}: ${seen}.`, ...partial(coverage, terminal)].join('\n');
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

function glance({ posture, changes }: SweepView, terminal: Terminal): string {
  const changed = (['new', 'worse', 'better', 'gone'] as const)
    .filter((kind) => changes[kind] > 0)
    .map((kind) => `${changes[kind]} ${kind}`);
  const rows: [string, string][] = [
    ['Findings', bySeverity(posture)],
    ['Image age', groups(posture.byAge)],
    ['Retirement', groups(posture.byRetirement)],
    ...(changed.length > 0 ? [['Changes', changed.join(' · ')] satisfies [string, string]] : []),
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

function bySeverity(posture: PostureView): string {
  const counts = SEVERITIES.map((severity) => `${posture.bySeverity[severity] ?? 0} ${severity}`).join(' · ');
  return posture.exempted > 0 ? `${counts} (${posture.exempted} of them exempted)` : counts;
}

function groups(list: PostureView['byAge']): string {
  const parts = list.filter(({ pools }) => pools > 0).map(({ label, pools }) => `${label}: ${counted(pools, 'pool')}`);
  return parts.length > 0 ? parts.join(' · ') : 'no node pools';
}

const NARROW: readonly Column[] = [
  { title: 'SEVERITY', least: 8 },
  { title: 'RULE', least: 10, most: 28 },
  { title: 'CLUSTER / POOL', least: 10 },
  { title: 'DUE', least: 10, most: 26 },
];
const NEXT: Column = { title: 'NEXT ACTION', least: 40 };

/** Wide terminals have the next action as a column, narrow ones on lines below each finding. */
function findingsTable({ page, today }: Report, terminal: Terminal): string {
  const wide = fits([...NARROW, NEXT], terminal.width);
  if (wide) {
    const rows = page.findings.map((one) => [...cells(one, today, terminal), { text: action(one) }]);
    return table([...NARROW, NEXT], rows, terminal);
  }
  const drawn = table(
    NARROW,
    page.findings.map((one) => cells(one, today, terminal)),
    terminal,
  );
  const actions = page.findings.map((one, index) =>
    wrap(`${index + 1}. ${where(one)}, ${one.ruleId}: ${action(one)}`, terminal.width - 3)
      .map((line, at) => (at === 0 ? line : `   ${line}`))
      .join('\n'),
  );
  return `${drawn}\n\n${paint(terminal).bold('NEXT ACTIONS')}\n${actions.join('\n')}`;
}

function cells(finding: FindingView, today: string, terminal: Terminal): Cell[] {
  const { dim } = paint(terminal);
  return [
    {
      text: finding.severity.toUpperCase(),
      style: finding.exemption ? dim : severityStyle(finding.severity, terminal),
    },
    { text: finding.exemption ? `${finding.ruleId} (exempted)` : finding.ruleId },
    { text: where(finding) },
    { text: due(finding.deadline, today) },
  ];
}

function where({ cluster, pool }: FindingView): string {
  return plain(pool === undefined ? cluster : `${cluster}/${pool}`);
}

function action({ nextAction, exemption }: FindingView): string {
  const exempted = exemption ? `Exempted until ${exemption.until} by ${exemption.owner}: ${exemption.reason}. ` : '';
  return plain(exempted + nextAction);
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
