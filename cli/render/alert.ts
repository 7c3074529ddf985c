import type { AlertView, RecommendationView, RuleView } from '../../shared/app/alerts/alert-views.ts';
import {
  choiceText,
  gapMinutes,
  isAsked,
  minuteValues,
  numberText,
  recommendationText,
  ruleStateText,
  ruleText,
  staleText,
  toldText,
  valueText,
  worstFirst,
} from '../../shared/app/alerts/alert-words.ts';
import { minuteChart } from '../../shared/app/alerts/minute-chart.ts';
import { momentText } from '../../shared/app/fleet-words.ts';
import { sinceText } from '../../shared/app/migration-words.ts';
import type { Document, Line, Part } from './document.ts';
import { viabilitySentence } from './migration.ts';

const CHART_MINUTES = 30;
const MOST_AFFECTED = 20;
const MOST_BACKGROUND = 10;

/** What watches one migration, the worst first, and what is recommended. */
export function alertDocument(view: AlertView): Document {
  const now = Date.parse(view.asOf);
  const { verdict, recommendation } = view;
  const stale = staleText(view);
  return [
    { kind: 'heading', level: 2, text: `${view.cluster}: alerts of ${view.migrationId}, ${verdict.kind}` },
    text(`For ${sinceText(verdict.since, now)}: ${verdict.why}`, verdict.kind === 'healthy' ? 'good' : 'warning'),
    ...(stale ? [text(stale, 'warning')] : []),
    ...(recommendation ? recommendationParts(recommendation, view, now) : []),
    { kind: 'heading', level: 3, text: 'Rules, the worst first' },
    ...worstFirst(view.rules).map((rule) => ruleItem(rule, view, now)),
    ...gapParts(view),
    ...view.suppressions.map(({ rule, object, until, by, reason }) =>
      item(
        `${ruleText(rule)}${object === undefined ? '' : ` on ${object}`} is not counted until ${momentText(until)}: ${by} called it a false alarm (${reason}).`,
      ),
    ),
  ];
}

function ruleItem(rule: RuleView, view: AlertView, now: number): Part {
  const { kind, since, why, background } = rule;
  const title = `${ruleText(rule.rule)}: ${ruleStateText(rule, now)}`;
  if (kind === 'not-watched') return item(title, [{ text: why }]);
  const values = minuteValues(rule, view, CHART_MINUTES);
  // A rule that has seen nothing for as long as the chart goes needs no chart.
  const quiet = kind === 'healthy' && values.every((value) => value === undefined || value === 0);
  return item(`${title}, for ${sinceText(since, now)}`, [
    { text: why },
    ...(quiet ? [] : chartLines(rule, values)),
    ...shortened(background, MOST_BACKGROUND).map((one): Line => ({ label: 'not counted', text: one })),
  ]);
}

function chartLines(rule: RuleView, values: readonly (number | undefined)[]): Line[] {
  const highest = Math.max(...values.filter((value) => value !== undefined), 0);
  return [
    { label: 'now', text: valueText(rule) },
    {
      label: `last ${CHART_MINUTES} min`,
      text: `${minuteChart(values, rule.threshold)} highest ${numberText(highest)}${values.includes(undefined) ? ', · is a minute that nobody saw' : ''}`,
    },
  ];
}

function recommendationParts(recommendation: RecommendationView, view: AlertView, now: number): Part[] {
  const { title, lately, affected, choices, ifRolledBack, ifGoingOn, proposed, told } = recommendation;
  const head: Part[] = [
    { kind: 'heading', level: 3, text: `Recommendation: ${recommendationText(recommendation, now)}` },
    text(title, isAsked(recommendation) ? 'warning' : undefined),
  ];
  const { answer } = recommendation;
  const answered = answer
    ? [text(`${answer.by}, ${momentText(answer.at)}: ${choiceText(answer.choice)}. ${answer.reason}`)]
    : [];
  if (!isAsked(recommendation)) return [...head, ...answered];
  return [
    ...head,
    ...answered,
    text(viabilitySentence(view.viability, now), view.viability.kind === 'possible' ? 'good' : 'warning'),
    ...(affected.length > 0 ? [text('Affected:')] : []),
    ...shortened(
      affected.map(({ what, owner }) => `${what}, owner: ${owner ?? 'nobody is named'}`),
      MOST_AFFECTED,
    ).map((one) => item(one)),
    ...(lately.length > 0 ? [text('What changed just before, newest first:')] : []),
    ...lately.map(({ at, what }) => item(`${momentText(at)}: ${what}`)),
    text(`If you roll back now: ${ifRolledBack}`),
    text(`If you go on: ${ifGoingOn}`),
    ...(told.length > 0 ? [text('Who hears of it:')] : []),
    ...told.map((one) => item(toldText(one))),
    text(`What you can answer (proposed: ${choiceText(proposed)}):`),
    ...choices.map(({ choice, what, proposed: best }) =>
      item(`${choice}${best ? ' (proposed)' : ''}: ${what}`, [], answerCommandText(view.migrationId, choice)),
    ),
  ];
}

/** Ready to be copied, but for the reason. */
export function answerCommandText(migrationId: string, choice: string): string {
  return `steward answer ${migrationId} ${choice} --reason "..."`;
}

function gapParts(view: AlertView): Part[] {
  const minutes = gapMinutes(view);
  if (minutes === 0) return [];
  return [
    text(`Nobody looked in ${minutes} of the last 60 minutes; what happened in them is not known.`, 'warning'),
    ...view.gaps.slice(-3).map(({ from, to }) => item(`${momentText(from)} to ${momentText(to)}`)),
  ];
}

/** The first of many, and how many more there are. */
function shortened(texts: readonly string[], most: number): readonly string[] {
  return texts.length <= most ? texts : [...texts.slice(0, most), `and ${texts.length - most} more`];
}

function text(sentence: string, tone?: 'warning' | 'good'): Part {
  return { kind: 'text', text: sentence, ...(tone && { tone }) };
}

function item(title: string, lines: readonly Line[] = [], code?: string): Part {
  return { kind: 'item', title, lines, ...(code !== undefined && { code }) };
}
