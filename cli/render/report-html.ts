import { html } from 'hono/html';
import { counted, due, momentText, partialSentence } from '../../shared/app/fleet-words.ts';
import type { CoverageView, FindingView, SweepView } from '../../shared/app/views.ts';
import { SEVERITIES } from '../../shared/domain/policy/finding.ts';
import { type Markup, page } from './page.ts';
import { plain } from './plain.ts';
import type { Report } from './report.ts';

/** A sweep or its findings as one file that can be mailed or kept. */
export function reportHtml(report: Report): string {
  const { sweep, page: found } = report;
  const title = sweep ? 'Image Steward: fleet sweep' : 'Image Steward: findings';
  return page(title, [
    freshness(found.coverage),
    partial(found.coverage),
    ...(sweep ? [glance(sweep), ourselves(sweep)] : []),
    findingsTable(report),
  ]);
}

function freshness(coverage: CoverageView): Markup {
  const when = coverage.finishedAt
    ? `Swept ${momentText(coverage.finishedAt)}`
    : `Sweep started ${momentText(coverage.startedAt)}, still running`;
  return html`<p class="soft">${when}: ${counted(coverage.subscriptionsSeen, 'subscription')},
${counted(coverage.clustersSeen, 'cluster')}, ${counted(coverage.poolsSeen, 'node pool')}.</p>`;
}

function partial(coverage: CoverageView): Markup {
  const sentence = partialSentence(coverage);
  if (!sentence) return html``;
  return html`<section class="partial" role="alert">
<p><strong>${sentence}</strong></p>
<ul>
${coverage.notSeen.map(
  (
    one,
  ) => html`<li>${plain(one.subscriptionName || one.subscriptionId)}${one.clusterId ? html`, ${plain(one.clusterId)}` : ''}:
<strong>${one.reason}</strong> since ${momentText(one.since)}. ${plain(one.detail)}</li>
`,
)}
</ul>
</section>`;
}

function glance({ posture }: SweepView): Markup {
  return html`<h2>At a glance</h2>
<div class="scroll"><table>
<tr><th scope="row">Findings</th><td>${SEVERITIES.map((severity) => `${posture.bySeverity[severity] ?? 0} ${severity}`).join(' · ')}${
    posture.exempted > 0 ? ` (${posture.exempted} of them exempted)` : ''
  }</td></tr>
<tr><th scope="row">Image age (days)</th><td>${groups(posture.byAge)}</td></tr>
<tr><th scope="row">Retirement</th><td>${groups(posture.byRetirement)}</td></tr>
</table></div>`;
}

function groups(list: SweepView['posture']['byAge']): string {
  return list
    .filter(({ pools }) => pools > 0)
    .map(({ label, pools }) => `${label}: ${counted(pools, 'pool')}`)
    .join(' · ');
}

function ourselves({ ourselves: troubles }: SweepView): Markup {
  if (troubles.length === 0) return html``;
  return html`<h2>Trouble with Image Steward itself</h2>
<ul>
${troubles.map(({ code, what, nextAction }) => html`<li><strong>${code}</strong>: ${plain(what)} ${plain(nextAction)}</li>\n`)}
</ul>`;
}

function findingsTable({ page: found, today }: Report): Markup {
  if (found.total === 0) return html`<h2>Findings</h2><p>No findings.</p>`;
  const shown = found.findings.length;
  return html`<h2>Findings</h2>
<div class="scroll"><table>
<caption>${shown < found.total ? `The worst ${shown} of ${found.total}` : counted(found.total, 'finding')}, worst first; days counted from ${today}.</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col">Cluster / pool</th><th scope="col">Subscription</th>
<th scope="col">Image</th><th scope="col">Due</th><th scope="col">Why, and what to do</th></tr></thead>
<tbody>
${found.findings.map((finding) => row(finding, today))}</tbody>
</table></div>`;
}

function row(finding: FindingView, today: string): Markup {
  const { exemption } = finding;
  return html`<tr><td class="${finding.severity}">${finding.severity}</td><td class="nowrap">${finding.ruleId}</td>
<td>${plain(finding.pool === undefined ? finding.cluster : `${finding.cluster}/${finding.pool}`)}</td><td>${plain(finding.subscriptionName)}</td>
<td>${plain(finding.imageVersion ?? '')}</td><td>${due(finding.deadline, today)}</td>
<td>${
    exemption
      ? html`<strong>Exempted until ${exemption.until}</strong> by ${plain(exemption.owner)}: ${plain(exemption.reason)}.<br>`
      : ''
  }${plain(finding.why)}<br><strong>${plain(finding.nextAction)}</strong></td></tr>
`;
}
