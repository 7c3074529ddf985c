import type { PlanView } from '../../shared/app/plan-views.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';

const LISTED_AT_MOST = 100;

/** Pools with findings that no wave has, each with the reason: what is left out is never silent. */
export function leftOutPanel({ leftOut }: PlanView): Html | '' {
  if (leftOut.length === 0) return '';
  const more = leftOut.length - LISTED_AT_MOST;
  return html`<section class="panel" aria-labelledby="left-out-title"><h2 id="left-out-title">${counted(leftOut.length, 'pool')} left out</h2>
<details class="numbers"${leftOut.length <= 10 ? html` open` : ''}><summary>Which, and why</summary>
<ul class="plain">${leftOut.slice(0, LISTED_AT_MOST).map(({ cluster, pool, why, nextAction }) => html`<li><bdi>${plain(cluster)}</bdi> / <bdi>${plain(pool)}</bdi>: ${plain(why)}${nextAction ? html` <span class="soft">${plain(nextAction)}</span>` : ''}</li>`)}
${more > 0 ? html`<li>and ${counted(more, 'more', 'more')}</li>` : ''}</ul></details></section>`;
}
