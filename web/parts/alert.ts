import type { AlertView, RuleView } from '../../shared/app/alerts/alert-views.ts';
import {
  gapMinutes,
  isAsked,
  minuteValues,
  numberText,
  ruleStateText,
  ruleText,
  staleText,
  valueText,
  worstFirst,
} from '../../shared/app/alerts/alert-words.ts';
import type { Instant } from '../../shared/domain/time.ts';
import { ruleChart } from '../charts/rule-chart.ts';
import { momentText } from '../html/dates.ts';
import { type Html, html, plain } from '../html/html.ts';
import { counted } from '../html/words.ts';
import { alertMark } from './alert-marks.ts';
import { distance, lasting } from './distance.ts';
import { recommendationPart } from './recommendation.ts';

const CHART_MINUTES = 60;
const MOST_BACKGROUND = 20;

/** What watches a migration: what is recommended, then every rule, the worst first. */
export function alertPanel(view: AlertView, now: Instant): Html {
  const { verdict, recommendation, evaluatedAt } = view;
  const rules = worstFirst(view.rules);
  const trouble = rules.filter(({ kind }) => kind === 'breached' || kind === 'unknown');
  const well = rules.filter(({ kind }) => kind === 'healthy' || kind === 'not-watched');
  const asked = recommendation !== undefined && isAsked(recommendation);
  const tone = asked || verdict.kind !== 'healthy' ? 'coverage partial' : 'panel';
  const stale = staleText(view);
  return html`<section class="${tone} alert" id="alerts" tabindex="-1" aria-labelledby="alerts-title"><h2 id="alerts-title">Alerts</h2>
<p class="clock">${alertMark(verdict.kind)} <span>for ${lasting(verdict.since, now)}</span></p>
<p>${plain(verdict.why)}</p>
${evaluatedAt ? html`<p class="soft">Last look: ${distance(evaluatedAt, now)}.</p>` : ''}
${stale ? html`<p class="warn-text"><strong>${stale}</strong></p>` : ''}
${recommendation ? recommendationPart(recommendation, view, now) : ''}
${trouble.length > 0 ? html`<div class="rules">${trouble.map((rule) => rulePart(rule, view, now))}</div>` : ''}
${well.length > 0 ? html`<details class="numbers" id="rules-well"><summary>${wellText(well)}</summary><div class="rules">${well.map((rule) => rulePart(rule, view, now))}</div></details>` : ''}
${gapPart(view)}
${suppressionsPart(view)}
</section>`;
}

function wellText(well: readonly RuleView[]): string {
  const healthy = well.filter(({ kind }) => kind === 'healthy').length;
  const rest = well.length - healthy;
  return `${counted(healthy, 'rule is', 'rules are')} healthy${rest > 0 ? `, ${rest} not watched` : ''}`;
}

function rulePart(rule: RuleView, view: AlertView, now: Instant): Html {
  const { kind, why, background, threshold } = rule;
  const watched = kind !== 'not-watched';
  const values = watched ? minuteValues(rule, view, CHART_MINUTES) : [];
  return html`<article class="rule"><h3>${alertMark(kind, ruleText(rule.rule))}</h3>
<p class="soft">${ruleStateText(rule, now)}${watched ? html`, for ${lasting(rule.since, now)}` : ''}</p>
<p>${plain(why)}</p>
${watched ? html`${ruleChart({ values, threshold, breached: kind === 'breached', end: staleText(view) ? 'now' : 'last look' })}<p class="soft">${chartText(rule, values)}</p>` : ''}
${background.length > 0 ? html`<details class="numbers" id="background-${rule.rule}"><summary>${counted(background.length, 'thing')} seen and not counted</summary><ul>${background.slice(0, MOST_BACKGROUND).map((one) => html`<li>${plain(one)}</li>`)}${background.length > MOST_BACKGROUND ? html`<li>and ${background.length - MOST_BACKGROUND} more</li>` : ''}</ul></details>` : ''}</article>`;
}

/** What the chart shows, for those who do not see it. */
function chartText(rule: RuleView, values: readonly (number | undefined)[]): string {
  const seen = values.filter((value) => value !== undefined);
  const highest = seen.length > 0 ? `; highest in the last hour: ${numberText(Math.max(...seen))}` : '';
  const unseen = values.length - seen.length;
  return `${valueText(rule)}${highest}${unseen > 0 ? `; nobody saw ${unseen} of its ${values.length} minutes` : ''}.`;
}

function gapPart(view: AlertView): Html | '' {
  const minutes = gapMinutes(view);
  if (minutes === 0) return '';
  return html`<p class="soft">Nobody looked in ${minutes} of the last 60 minutes (${view.gaps.slice(-3).map(({ from, to }, at) => html`${at > 0 ? '; ' : ''}${momentText(from)} to ${momentText(to)}`)}): what happened then is not known.</p>`;
}

function suppressionsPart({ suppressions }: AlertView): Html | '' {
  if (suppressions.length === 0) return '';
  return html`<details class="numbers" id="suppressions"><summary>${counted(suppressions.length, 'false alarm')} called</summary><ul>${suppressions.map(({ rule, object, until, by, reason }) => html`<li>${ruleText(rule)}${object ? html` on <bdi>${plain(object)}</bdi>` : ''} is not counted until ${momentText(until)}: <bdi>${plain(by)}</bdi>, ${plain(reason)}</li>`)}</ul></details>`;
}
