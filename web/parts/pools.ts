import type { PoolView } from '../../shared/app/views.ts';
import { type Html, html, plain } from '../html/html.ts';
import { count, counted, ruleTitle } from '../html/words.ts';
import { markList, severityMark } from './marks.ts';

/** The pools of one cluster. What is not known is said to be unknown, never left blank. */
export function poolsTable(pools: readonly PoolView[]): Html {
  return html`<table class="pools" role="table"><caption class="unseen">Node pools</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Pool</th><th role="columnheader" scope="col">Image</th><th role="columnheader" scope="col">Age</th><th role="columnheader" scope="col">Latest of its class</th><th role="columnheader" scope="col">Kubernetes</th><th role="columnheader" scope="col">Nodes</th><th role="columnheader" scope="col">Findings</th></tr></thead>
<tbody role="rowgroup">${pools.map(row)}</tbody></table>`;
}

function row(pool: PoolView): Html {
  return html`<tr role="row">
<th role="rowheader" scope="row"><bdi>${plain(pool.name)}</bdi> <span class="soft">${plain(pool.mode.toLowerCase())}</span>${markList(pool.marks)}</th>
<td role="cell" data-label="Image">${pool.imageVersion ? html`<code class="image">${plain(pool.imageVersion)}</code>` : unknown('no image version')} <span class="soft">${plain([pool.osRelease, pool.osSku && `OS SKU ${pool.osSku}`, pool.announced === false ? 'never announced' : undefined].filter(Boolean).join(', '))}</span></td>
<td role="cell" data-label="Age">${pool.ageDays === undefined ? unknown('unknown') : counted(pool.ageDays, 'day')}</td>
<td role="cell" data-label="Latest of its class">${latest(pool)}</td>
<td role="cell" data-label="Kubernetes">${pool.kubernetesVersion ? plain(pool.kubernetesVersion) : unknown('unknown')}</td>
<td role="cell" data-label="Nodes">${pool.count === undefined ? unknown('not counted') : count(pool.count)} <span class="soft">${plain(pool.vmSizes.join(', '))}</span></td>
<td role="cell" data-label="Findings">${pool.worstSeverity ? severityMark(pool.worstSeverity) : ''} ${count(pool.findings)}${notJudged(pool.unknowns)}</td>
</tr>`;
}

function latest({ latestImage, daysBehind }: PoolView): Html {
  if (!latestImage) return unknown('could not be asked');
  const behind =
    daysBehind === undefined
      ? 'days behind unknown'
      : daysBehind === 0
        ? 'up to date'
        : `${counted(daysBehind, 'day')} behind`;
  return html`<span>${behind}</span> <code class="image soft">${plain(latestImage)}</code>`;
}

/** Rules that could not be judged: unknown is never a pass, so they are said. */
export function notJudged(unknowns: PoolView['unknowns']): Html | '' {
  if (unknowns.length === 0) return '';
  return html`<details class="unknowns"><summary>${counted(unknowns.length, 'rule')} not judged</summary>
<ul>${unknowns.map(({ ruleId, missing }) => html`<li>${ruleTitle(ruleId)}: missing ${plain(missing.join(', '))}</li>`)}</ul></details>`;
}

function unknown(text: string): Html {
  return html`<span class="unknown">${text}</span>`;
}
