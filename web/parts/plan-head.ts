import { planSize } from '../../shared/app/plan-size.ts';
import type { MoneyView, PlanView } from '../../shared/app/plan-views.ts';
import { durationText, moneyText, priceBasisText } from '../../shared/app/plan-words.ts';
import type { Day } from '../../shared/domain/time.ts';
import { dayWithDistance, momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { count, counted } from '../html/words.ts';

/** What the plan comes to: when, how much work, what it costs, and to which images it leads. */
export function planFacts(plan: PlanView, today: Day): Html {
  const { clusters, pools, from, to } = planSize(plan.waves);
  const { cost } = plan;
  return html`<section class="panel" aria-labelledby="facts-title"><h2 id="facts-title">What it comes to</h2>
<dl class="facts">
${fact('Size', `${counted(plan.waves.length, 'wave')}, ${counted(clusters, 'cluster')}, ${counted(pools, 'pool')}`)}
${fact('First window', from ? dayWithDistance(from, today) : html`<span class="unknown">none: see what stands against it</span>`)}
${to ? fact('Last window', dayWithDistance(to, today)) : ''}
${fact('Work', html`${durationText(plan.minutes)} <span class="soft">${plain(plan.minutes.basis)}</span>`)}
${fact('Extra cost', money(cost.total))}
${fact('Per year', html`${moneyText(cost.perYear)} <span class="soft">at ${count(cost.roundsPerYear)} rounds a year${share(cost)}</span>`)}
${cost.savings.map(({ amount, what }) => fact('Savings', html`${moneyText(amount)} <span class="soft">${plain(what)}</span>`))}
${fact('Proposed', html`${momentText(plan.firstProposedAt)}${plan.proposed ? '' : html` <span class="warn">no longer proposed</span>`}`)}
${fact('Hash', html`<code class="image">${plan.hash}</code>`)}
</dl>
<h3>Everything moves to</h3>
${plan.images.length === 0 ? html`<p class="unknown">No image to move to is known.</p>` : html`<ul class="plain">${plan.images.map(({ name, from }) => html`<li><code class="inline">${plain(name)}</code> <span class="soft">${from === 'azure' ? 'Azure offers it' : 'newest announced build'}</span></li>`)}</ul>`}
<p class="soft">${plain(priceBasisText(cost))}</p>
</section>`;
}

function share({ shareOfSpendPercent, yearlySpend, basis }: PlanView['cost']): string {
  if (shareOfSpendPercent === undefined || yearlySpend === undefined) return '';
  return `, ${shareOfSpendPercent.toFixed(2)} % of a yearly spend of ${basis.currency} ${count(yearlySpend)}`;
}

function money(amount: MoneyView): Html {
  if (amount.kind === 'known') return html`${moneyText(amount)}`;
  return html`<span class="${amount.kind === 'unknown' ? 'unknown' : ''}">${moneyText(amount)}</span> <span class="soft">${plain(amount.why.join(' '))}</span>`;
}

function fact(name: string, value: Html | string): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}
