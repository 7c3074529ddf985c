import type { AlertView, RecommendationView } from '../../shared/app/alerts/alert-views.ts';
import { choiceText, isAsked, recommendationText, toldText } from '../../shared/app/alerts/alert-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';
import { remaining } from './distance.ts';
import { viabilityMark } from './migration-marks.ts';

const MOST_AFFECTED = 12;

/** What is recommended, on what grounds, what each answer leads to, and the command that gives it. */
export function recommendationPart(recommendation: RecommendationView, view: AlertView, now: Instant): Html {
  const { title, answer, proposed } = recommendation;
  const asked = isAsked(recommendation);
  return html`<article class="recommendation"><h3>${asked ? html`Recommended: ${choiceText(proposed)}` : 'Recommendation'}</h3>
<p class="soft">${plain(sentenceOf(recommendationText(recommendation, now)))}</p>
<p>${plain(title)}</p>
${answer ? html`<p><bdi>${plain(answer.by)}</bdi> answered <strong>${choiceText(answer.choice)}</strong>, ${momentText(answer.at)}: ${plain(answer.reason)}</p>` : ''}
${asked ? groundsPart(recommendation, view, now) : ''}</article>`;
}

function groundsPart(recommendation: RecommendationView, { viability, migrationId }: AlertView, now: Instant): Html {
  const { affected, lately, ifRolledBack, ifGoingOn, choices, told } = recommendation;
  const { kind, until } = viability;
  const runs = until !== undefined && (kind === 'possible' || kind === 'ending-soon');
  return html`<p class="clock">${viabilityMark(viability)}${runs ? html` <span>for another <strong>${remaining(until, now)}</strong>, until ${momentText(until)}</span>` : ''}</p>
<div class="halves"><div><h4>If you roll back now</h4><p>${plain(ifRolledBack)}</p></div>
<div><h4>If you go on</h4><p>${plain(ifGoingOn)}</p></div>
<div><h4>Affected</h4>${affected.length > 0 ? html`<ul>${affected.slice(0, MOST_AFFECTED).map(({ what, owner }) => html`<li><bdi>${plain(what)}</bdi>, ${owner ? html`owner <bdi>${plain(owner)}</bdi>` : html`<span class="unknown">no owner is named</span>`}</li>`)}</ul>${moreOf(affected.length)}` : html`<p>No single workload.</p>`}</div>
<div><h4>What changed just before</h4>${lately.length > 0 ? html`<ul>${lately.map(({ at, what }) => html`<li>${plain(what)} <span class="soft">${momentText(at)}</span></li>`)}</ul>` : html`<p>Nothing that is in the evidence.</p>`}</div></div>
${told.length > 0 ? html`<h4>Who hears of it</h4><ul>${told.map((one) => html`<li>${toldText(one)}</li>`)}</ul>` : ''}
<h4>What you can answer</h4>
<dl class="explained">${choices.map(({ choice, what, proposed }) => html`<dt>${choiceText(choice)}${proposed ? html` <span class="severity high">proposed</span>` : ''}</dt><dd>${plain(what)} <code class="command">steward answer ${migrationId} ${choice} --reason "..."</code></dd>`)}</dl>`;
}

function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}

function moreOf(all: number): Html | '' {
  const more = all - MOST_AFFECTED;
  return more > 0
    ? html`<p class="soft">and ${counted(more, 'more', 'more')}; <code>steward alert</code> has them</p>`
    : '';
}
