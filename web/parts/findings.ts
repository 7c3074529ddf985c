import type { FindingsPage, FindingView } from '../../shared/app/views.ts';
import type { Day } from '../../shared/domain/time.ts';
import { withCommands } from '../html/commands.ts';
import { dayText, dayWithDistance } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { count, counted, ruleTitle } from '../html/words.ts';
import type { PageQuery } from './filters.ts';
import { severityMark } from './marks.ts';

/** One page of findings and the way to the next. */
export function findingsSection(page: FindingsPage, query: PageQuery, today: Day, links: Links): Html {
  return html`<p class="sum" role="status">${sumText(page, query)}</p>
${page.findings.length > 0 ? findingsTable(page.findings, today, links) : ''}
<nav class="pages" aria-label="Pages of findings">
${query.after ? html`<a href="${links.dashboard({ ...query, after: undefined })}">First page</a>` : ''}
${page.next ? html`<a href="${links.dashboard({ ...query, after: page.next })}" rel="next">Next page</a>` : ''}
</nav>`;
}

function sumText({ total, findings, coverage }: FindingsPage, query: PageQuery): string {
  const partial = coverage.whole ? '' : ' Partial: not everything was seen.';
  if (total === 0) return `No finding matches.${partial}`;
  const shown = findings.length < total ? `, ${count(findings.length)} on this page` : '';
  const filtered = isFiltered(query) ? ' for this filter' : '';
  return `${counted(total, 'finding')}${filtered}${shown}, worst first.${partial}`;
}

function isFiltered(query: PageQuery): boolean {
  return Object.entries(query).some(([name, value]) => name !== 'after' && value !== undefined);
}

/** Roles are written out, because the narrow layout would take them from a table. */
export function findingsTable(findings: readonly FindingView[], today: Day, links: Links | undefined): Html {
  return html`<table class="findings" role="table"><caption class="unseen">Findings</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Severity</th><th role="columnheader" scope="col">Finding</th><th role="columnheader" scope="col">Where</th><th role="columnheader" scope="col">Deadline</th><th role="columnheader" scope="col">Next action</th></tr></thead>
<tbody role="rowgroup">${findings.map((finding) => row(finding, today, links))}</tbody></table>`;
}

function row(finding: FindingView, today: Day, links: Links | undefined): Html {
  const { exemption, deadline } = finding;
  return html`<tr role="row"${exemption ? html` class="exempted"` : ''}>
<td role="cell" class="col-severity">${severityMark(finding.severity)}</td>
<td role="cell" class="col-finding"><strong>${ruleTitle(finding.ruleId)}</strong> <span class="why">${plain(finding.why)}</span>${exemption ? exempted(exemption, today) : ''}</td>
<td role="cell" class="col-where">${where(finding, links)}</td>
<td role="cell" class="col-deadline">${deadline ? deadlineText(deadline, today) : html`<span class="soft">none</span>`}</td>
<td role="cell" class="col-action">${withCommands(finding.nextAction)} <span class="soft">Found ${dayText(finding.since.slice(0, 10))}.</span></td>
</tr>`;
}

function where(finding: FindingView, links: Links | undefined): Html {
  const pool = finding.pool
    ? html`<span class="pool"><span class="soft">pool</span> <bdi>${plain(finding.pool)}</bdi></span>`
    : html`<span class="soft">whole cluster</span>`;
  const image = finding.imageVersion ? html`<code class="image">${plain(finding.imageVersion)}</code>` : '';
  if (!links) return html`${pool} ${image}`;
  return html`<a href="${links.cluster(finding.clusterId)}"><bdi>${plain(finding.cluster)}</bdi></a> ${pool} <span class="soft"><bdi>${plain(finding.subscriptionName)}</bdi></span> ${image}`;
}

function deadlineText(deadline: Day, today: Day): Html {
  return html`<span class="${deadline < today ? 'late' : ''}">${dayWithDistance(deadline, today)}</span>`;
}

function exempted({ owner, reason, until }: NonNullable<FindingView['exemption']>, today: Day): Html {
  return html`<span class="exemption"><strong>Exempted</strong> until ${dayText(until)}${until === today ? ' (ends today)' : ''} by <bdi>${plain(owner)}</bdi>: ${plain(reason)}</span>`;
}
