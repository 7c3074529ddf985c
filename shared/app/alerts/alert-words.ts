/** How alerts are put in words, the same in a terminal and on a page. */
import { distanceText, sinceText } from '../migration-words.ts';
import type { AlertView, RecommendationView, RuleView } from './alert-views.ts';

const RULES: Readonly<Record<RuleView['rule'], string>> = {
  'node-not-ready': 'Nodes not Ready',
  'restart-rate': 'Restarts of pods',
  'pending-pods': 'Pods without a node',
  'daemonset-failures': 'DaemonSet pods that fail',
  'error-rate': 'Failed requests',
  'past-grace': 'Pods beyond their grace period',
  'node-trouble': 'Trouble on a node',
};

export function ruleText(rule: RuleView['rule']): string {
  return RULES[rule];
}

const KINDS: Readonly<Record<RuleView['kind'], string>> = {
  breached: 'breached',
  unknown: 'unknown',
  healthy: 'healthy',
  'not-watched': 'not watched',
};

/** `breached`, `breached, well again since 40 s`. @param now milliseconds since 1970 */
export function ruleStateText({ kind, healthySince }: RuleView, now: number): string {
  return KINDS[kind] + (healthySince === undefined ? '' : `, well again for ${sinceText(healthySince, now)}`);
}

/** `3 pods; more than 0 is too much`. */
export function valueText({ value, threshold, unit }: Pick<RuleView, 'value' | 'threshold' | 'unit'>): string {
  const limit = `more than ${numberText(threshold)} is too much`;
  return value === undefined ? `no value; ${limit}` : `${amountText(value, unit)}; ${limit}`;
}

/** `3 pods`, `1 pod`, `12.35 percent above the baseline`. */
export function amountText(value: number, unit: string): string {
  const number = numberText(value);
  return `${number} ${number === '1' ? unit.replace(/^(\w+)s\b/, '$1') : unit}`;
}

/** At most two decimals, and none that say nothing. */
export function numberText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const ORDER: readonly RuleView['kind'][] = ['breached', 'unknown', 'healthy', 'not-watched'];

/** The worst first; among equals the one that has been so for longest. */
export function worstFirst(rules: readonly RuleView[]): RuleView[] {
  return rules.toSorted(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.since < b.since ? -1 : a.since > b.since ? 1 : 0),
  );
}

const MINUTE_MS = 60_000;
/** As the evaluator has it: two looks farther apart leave a gap between them. */
const GAP_MS = 150_000;

/** `Nobody has looked for 12 min: what is below was then.`; `undefined` while somebody looks. */
export function staleText({ evaluatedAt, asOf }: Pick<AlertView, 'evaluatedAt' | 'asOf'>): string | undefined {
  if (evaluatedAt === undefined) return 'Nobody has looked yet.';
  const now = Date.parse(asOf);
  if (now - Date.parse(evaluatedAt) <= GAP_MS) return undefined;
  return `Nobody has looked for ${sinceText(evaluatedAt, now)}: what is below was then, and may be otherwise now.`;
}

/** Minutes of the last hour that nobody looked in. */
export function gapMinutes({ gaps, asOf }: Pick<AlertView, 'gaps' | 'asOf'>): number {
  const now = Date.parse(asOf);
  const ms = gaps.reduce(
    (sum, { from, to }) => sum + Math.max(0, Date.parse(to) - Math.max(Date.parse(from), now - 60 * MINUTE_MS)),
    0,
  );
  return Math.round(ms / MINUTE_MS);
}

/** Up to when a chart goes: the last look, or now when that is long ago. */
function chartEnd(view: Pick<AlertView, 'evaluatedAt' | 'asOf'>): number {
  return Date.parse(staleText(view) === undefined && view.evaluatedAt !== undefined ? view.evaluatedAt : view.asOf);
}

/**
 * One value for each minute up to the last look, oldest first: the highest of that minute, `undefined` where nobody could see.
 *
 * @param minutes how many
 */
export function minuteValues(
  { chart }: Pick<RuleView, 'chart'>,
  view: Pick<AlertView, 'evaluatedAt' | 'asOf'>,
  minutes: number,
): (number | undefined)[] {
  const end = chartEnd(view);
  const looks = chart.map(({ at, value }) => ({ at: Date.parse(at), value }));
  return Array.from({ length: minutes }, (_, place) => {
    const to = end - (minutes - 1 - place) * MINUTE_MS;
    const inside = looks.filter(({ at }) => at > to - MINUTE_MS && at <= to);
    if (inside.length > 0) return highestOf(inside.map(({ value }) => value));
    const before = looks.findLast(({ at }) => at <= to - MINUTE_MS);
    const after = looks.find(({ at }) => at > to);
    return before && after && after.at - before.at <= GAP_MS ? before.value : undefined;
  });
}

function highestOf(values: readonly (number | undefined)[]): number | undefined {
  const seen = values.filter((value) => value !== undefined);
  return seen.length > 0 ? Math.max(...seen) : undefined;
}

const STATES: Readonly<Record<RecommendationView['state'], string>> = {
  open: 'waits for an answer',
  held: 'held while the cause is mended',
  answered: 'answered',
  closed: 'closed',
};

/** `waits for an answer, for 4 min`, `held while the cause is mended, asked again in 22 min`. */
export function recommendationText(recommendation: RecommendationView, now: number): string {
  const { state, openedAt, askAgainAt, answer, closedBecause } = recommendation;
  const words = STATES[state];
  if (state === 'open') return `${words}, for ${sinceText(openedAt, now)}`;
  if (state === 'held' && askAgainAt !== undefined) return `${words}, asked again ${distanceText(askAgainAt, now)}`;
  if (state === 'answered' && answer) return `${words} by ${answer.by}: ${choiceText(answer.choice)}`;
  return closedBecause === undefined ? words : `${words}: ${closedBecause}`;
}

const CHOICES: Readonly<Record<RecommendationView['proposed'], string>> = {
  'roll-back': 'roll back',
  'hold-and-fix': 'hold and fix',
  continue: 'go on',
  'false-alarm': 'false alarm',
};

export function choiceText(choice: RecommendationView['proposed']): string {
  return CHOICES[choice];
}

const WHO: Readonly<Record<RecommendationView['told'][number]['who'], string>> = {
  'on-call': 'On-call',
  application: 'The application’s team',
  security: 'Security',
  management: 'Management',
};

/** `Security is told: the source image stays in use for longer than planned.` */
export function toldText({ who, does, why }: RecommendationView['told'][number]): string {
  return `${WHO[who]} ${does === 'approve' ? 'is asked to approve' : 'is told'}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`;
}

/** Somebody may still choose. */
export function isAsked({ state }: RecommendationView): boolean {
  return state === 'open' || state === 'held';
}
