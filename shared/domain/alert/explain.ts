import { refKey, refText } from '../cluster/object-ref.ts';
import { hasEnded } from '../migration/status-table.ts';
import type { Instant } from '../time.ts';
import {
  type Affected,
  type AlertRuleId,
  CHOICES,
  type Choice,
  type Recommendation,
  type RuleState,
  type WatchState,
} from './alert.ts';
import { type Escalation, escalationsOf } from './escalation.ts';
import type { Watched } from './watched.ts';

/** Everything that a person needs to choose: made when it is told, so that nothing in it is stale. */
export interface Explanation {
  readonly recommendation: Recommendation;
  readonly migrationId: string;
  readonly cluster: string;
  readonly step: string;
  readonly title: string;
  readonly rules: readonly ExplainedRule[];
  /** What was done just before, newest first. */
  readonly lately: readonly { readonly at: Instant; readonly what: string }[];
  /** Workloads and their owners. */
  readonly affected: readonly { readonly what: string; readonly owner?: string }[];
  readonly viability: { readonly why: string; readonly until?: Instant };
  readonly ifRolledBack: string;
  readonly ifGoingOn: string;
  readonly choices: readonly { readonly choice: Choice; readonly what: string; readonly proposed: boolean }[];
  /** Who is told, and who is asked, beside those who choose. */
  readonly told: readonly Escalation[];
  /** Minutes that nobody looked in, in the last hour. */
  readonly gapMinutes: number;
}

export interface ExplainedRule {
  readonly rule: string;
  readonly since: Instant;
  readonly why: string;
  readonly value?: number;
  readonly threshold: number;
  readonly unit: string;
  readonly chart: RuleState['chart'];
  readonly background: readonly string[];
}

const MOST_AFFECTED = 200;

export function explainRecommendation(
  state: WatchState,
  recommendation: Recommendation,
  watched: Watched,
  now: Instant,
): Explanation {
  const rules = state.rules.filter(({ rule }) => recommendation.rules.includes(rule));
  const first = rules.toSorted((a, b) => a.since - b.since)[0];
  const choices = CHOICES.filter((choice) => choice !== 'roll-back' || !hasEnded(watched.status));
  return {
    recommendation,
    migrationId: watched.migrationId,
    cluster: watched.clusterName,
    step: watched.step,
    title: `${watched.clusterName}: ${first ? first.reading.why : 'a migration needs a decision.'}`,
    rules: rules.map(({ rule, since, reading, chart }) => ({
      rule,
      since,
      why: reading.why,
      ...(reading.value !== undefined && { value: reading.value }),
      threshold: reading.threshold,
      unit: reading.unit,
      chart,
      background: reading.background,
    })),
    lately: watched.lately.slice(0, 5),
    affected: affectedOf(
      rules.flatMap(({ reading }) => reading.affected),
      watched.owners ?? new Map(),
    ),
    viability: {
      why: watched.viability.why,
      ...(watched.viability.until !== undefined && { until: watched.viability.until }),
    },
    ifRolledBack: rollingBack(watched),
    ifGoingOn: goingOn(watched),
    choices: choices.map((choice) => ({ choice, what: WHAT[choice], proposed: choice === recommendation.proposed })),
    told: escalationsOf({
      openedAt: recommendation.openedAt,
      ...(recommendation.answer && { choice: recommendation.answer.choice }),
      needsAppChange: recommendation.rules.some((rule) => OF_APPLICATIONS.has(rule)),
      now,
    }),
    gapMinutes: gapMinutes(state, now),
  };
}

/** What breaks these is mended in the application: nodes and the cluster are well. */
const OF_APPLICATIONS: ReadonlySet<AlertRuleId> = new Set(['restart-rate', 'error-rate']);

const WHAT: Readonly<Record<Choice, string>> = {
  'roll-back': 'Move the workloads back under their budgets and put everything back as it was found.',
  'hold-and-fix': 'Stay paused and mend the cause; it is asked again in 30 minutes, or as planning.json says.',
  continue: 'Go on all the same, with a reason; the rules on the table do not pause it again.',
  'false-alarm': 'Go on, and do not count this rule on these objects for 24 hours.',
};

function affectedOf(affected: readonly Affected[], owners: ReadonlyMap<string, string>): Explanation['affected'] {
  const found = new Map<string, { what: string; owner?: string }>();
  for (const { object, workload, owner: told } of affected) {
    const thing = workload ?? object;
    const owner = told ?? owners.get(refKey(thing));
    found.set(refKey(thing), { what: refText(thing), ...(owner !== undefined && { owner }) });
  }
  return [...found.values()].toSorted((a, b) => (a.what < b.what ? -1 : 1)).slice(0, MOST_AFFECTED);
}

function rollingBack({ viability, direction, status }: Watched): string {
  if (hasEnded(status)) return 'It has ended: there is nothing to roll back.';
  if (direction === 'back') return 'It is on the way back already.';
  if (viability.kind === 'over') return `There is no way back any more: ${viability.why}`;
  if (viability.kind === 'unknown') return `Whether there is a way back cannot be seen: ${viability.why}`;
  return `${viability.why} Pods move once more, under their budgets, one node at a time.`;
}

function goingOn({ status, viability }: Watched): string {
  if (hasEnded(status)) return 'It has ended, and nothing more is moved; what is broken stays so until it is mended.';
  const paused = status === 'paused' ? 'It is paused: while it is, nothing more is evicted. ' : '';
  const soon = viability.kind === 'ending-soon' ? ' The way back ends soon.' : '';
  return `${paused}Going on moves the remaining workloads into the same trouble, if the new image is its cause.${soon}`;
}

function gapMinutes({ gaps }: WatchState, now: Instant): number {
  const hourAgo = now - 3_600_000;
  const ms = gaps.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, hourAgo)), 0);
  return Math.round(ms / 60_000);
}
