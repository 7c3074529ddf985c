import type { PlanChangeView, PlanSummaryView, PlansView } from '../../shared/app/plan-views.ts';
import { durationText, moneyText, scopeText } from '../../shared/app/plan-words.ts';
import type { Day } from '../../shared/domain/time.ts';
import { dayText, relativeDay } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import type { Links } from '../html/links.ts';
import { count, counted } from '../html/words.ts';

/** The plans that are proposed, one row each. */
export function planList({ plans }: PlansView, today: Day, links: Links): Html {
  if (plans.length === 0) return html`<p>No pool of the fleet needs a migration, as far as it was seen.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Proposed plans, table">
<table class="plans"><caption class="unseen">Proposed plans</caption>
<thead><tr><th scope="col">Plan</th><th scope="col">First window</th><th scope="col">Last window</th><th scope="col" class="num">Waves</th><th scope="col" class="num">Clusters</th><th scope="col" class="num">Pools</th><th scope="col">Work</th><th scope="col">Extra cost</th><th scope="col">State</th></tr></thead>
<tbody>${plans.map((plan) => row(plan, today, links))}</tbody></table>
</div>`;
}

function row(plan: PlanSummaryView, today: Day, links: Links): Html {
  const day = (value: Day | undefined) =>
    value
      ? html`<time datetime="${value}">${dayText(value)}</time> <span class="soft">${relativeDay(value, today)}</span>`
      : html`<span class="unknown">none</span>`;
  return html`<tr><th scope="row"><a href="${links.plan(plan.id)}"><bdi>${plain(scopeText(plan.scope))}</bdi></a> <code>${plan.id}</code></th>
<td>${day(plan.from)}</td><td>${day(plan.to)}</td><td class="num">${count(plan.waves)}</td><td class="num">${count(plan.clusters)}</td><td class="num">${count(plan.pools)}</td>
<td>${durationText(plan.minutes)}</td><td>${moneyText(plan.cost)}</td><td>${stateOf(plan)}</td></tr>`;
}

/** Never only a colour: a word says it. */
export function stateOf({ feasible, held }: Pick<PlanSummaryView, 'feasible' | 'held'>): Html {
  if (!feasible) return html`<span class="severity critical">not feasible</span>`;
  if (held > 0) return html`<span class="severity medium">${counted(held, 'cluster')} held</span>`;
  return html`<span class="severity fine">feasible</span>`;
}

const LISTED_CHANGES = 20;
const LISTED_SENTENCES = 12;

/** What the last change of the proposal was. */
export function planChanges(changes: readonly PlanChangeView[], links: Links): Html | '' {
  if (changes.length === 0) return '';
  const more = changes.length - LISTED_CHANGES;
  return html`<section class="panel" aria-labelledby="changes-title"><h2 id="changes-title">What changed last</h2>
<ul class="plain">${changes.slice(0, LISTED_CHANGES).map((change) => html`<li>${changeText(change, links)}</li>`)}
${more > 0 ? html`<li>and ${counted(more, 'more plan')}; <code>/api/plans</code> lists them all</li>` : ''}</ul></section>`;
}

function changeText({ scope, kind, before, after, what }: PlanChangeView, links: Links): Html {
  const name = html`<bdi>${plain(scopeText(scope))}</bdi>`;
  const link = (hash: string | undefined) =>
    hash ? html`<a href="${links.plan(hash.slice(0, 12))}"><code>${hash.slice(0, 12)}</code></a>` : '';
  if (kind === 'new') return html`${name}: new plan ${link(after)}.`;
  if (kind === 'gone') return html`${name}: plan ${link(before)} is no longer proposed.`;
  const more = what.length - LISTED_SENTENCES;
  return html`${name}: ${link(after)} takes the place of ${link(before)}.
<ul>${what.slice(0, LISTED_SENTENCES).map((sentence) => html`<li>${plain(sentence)}</li>`)}${more > 0 ? html`<li>and ${count(more)} more</li>` : ''}</ul>`;
}
