import type { Instant } from '../time.ts';
import type { AlertAction, AlertRuleId, RuleReading, RuleState, ToDo, WatchBefore, WatchState } from './alert.ts';
import { lookBefore, stillExcused } from './before.ts';
import { GAP_MS, nextState } from './hysteresis.ts';
import { recommend } from './recommend.ts';
import { countRestarts, touchedCounts } from './restart-history.ts';
import { RULES } from './rules/index.ts';
import { MS_PER_MINUTE } from './rules/rule.ts';
import type { Signals } from './signals.ts';
import type { AlertThresholds } from './thresholds.ts';
import type { AlertVerdict } from './verdict.ts';
import type { Watched } from './watched.ts';

/** What is asked once a minute of one watched migration. */
export interface Evaluation {
  /** `undefined` before the first look. */
  readonly state: WatchState | undefined;
  readonly watched: Watched;
  readonly signals: Signals;
  readonly thresholds: AlertThresholds;
  readonly now: Instant;
}

export interface Evaluated {
  readonly state: WatchState;
  readonly verdict: AlertVerdict;
  readonly actions: readonly AlertAction[];
}

/** @returns actions with ids that are the same for the same decision of the same moment */
export function toDoOf(migrationId: string, actions: readonly AlertAction[], now: Instant): ToDo[] {
  return actions.map((action) => {
    const what = action.kind === 'tell' ? `${action.what}-v${action.recommendation.version}` : action.kind;
    return { id: `alert-${migrationId}-${now}-${what}`, at: now, action };
  });
}

const MOST_GAPS = 50;

/** One look, judged: every rule with its hysteresis, one verdict, and what is to be done about it. */
export function evaluateAlert({ state, watched, signals, thresholds, now }: Evaluation): Evaluated {
  const nodes = nodesOf(signals, state);
  const first = state === undefined;
  const untouched = !watched.firstWriteAt;
  const before =
    !untouched && state?.before
      ? stillExcused(state.before, signals, thresholds.recoverMinutes * MS_PER_MINUTE, now)
      : lookBefore(signals, nodes, now, watched.firstWriteAt);
  const counted =
    signals.restarts.kind === 'seen'
      ? countRestarts(
          state ?? { counters: [], restarts: [] },
          touchedCounts(signals.restarts.value, nodes, before.workloads),
          first,
          now,
        )
      : { counters: state?.counters ?? [], restarts: state?.restarts ?? [] };
  const restarts = untouched ? [] : counted.restarts;
  const suppressions = (state?.suppressions ?? []).filter(({ until }) => until > now);
  const gap = state?.evaluatedAt !== undefined && now - state.evaluatedAt > GAP_MS;
  const facts = { now, signals, thresholds, before, restarts, suppressions, nodes };
  const rules = RULES.map((rule) => {
    const known = state?.rules.find((one) => one.rule === rule.id);
    return nextState(known, withLateness(rule.judge(facts), before), thresholds, gap, now);
  });
  const judged: WatchState = {
    format: 1,
    migrationId: watched.migrationId,
    clusterId: watched.clusterId,
    startedAt: state?.startedAt ?? now,
    before,
    evaluatedAt: now,
    rules,
    gaps: gap
      ? [...(state?.gaps ?? []), { from: state?.evaluatedAt ?? now, to: now }].slice(-MOST_GAPS)
      : (state?.gaps ?? []),
    counters: counted.counters,
    restarts,
    suppressions,
    toDo: state?.toDo ?? [],
    ...(state?.recommendation && { recommendation: state.recommendation }),
  };
  const verdict = verdictOf(judged, now);
  const { recommendation, actions } = recommend({ state: judged, watched, verdict, thresholds, now });
  // What is still to be done is not decided twice.
  const pending = new Set(judged.toDo.map(({ action }) => action.kind));
  const fresh = actions.filter(({ kind }) => kind === 'tell' || !pending.has(kind));
  const toDo = [...judged.toDo, ...toDoOf(watched.migrationId, fresh, now)];
  return { state: { ...judged, toDo, ...(recommendation && { recommendation }) }, verdict, actions };
}

function withLateness(reading: RuleReading, { late }: WatchBefore): RuleReading {
  if (!late || reading.kind !== 'breached') return reading;
  const said =
    'The first look came after the first write: what is not dated before that write counts, and may be older.';
  return { ...reading, background: [...reading.background, said] };
}

/** The pools' nodes, as seen now; where they cannot be seen, those of which something was remembered. */
function nodesOf({ nodes }: Signals, state: WatchState | undefined): ReadonlySet<string> {
  if (nodes.kind === 'seen') return new Set(nodes.value.map(({ name }) => name));
  return new Set(state?.counters.flatMap(({ node }) => (node === undefined ? [] : [node])) ?? []);
}

/** The worst of all rules; in doubt, unknown. What a person decided to go on with does not count again. */
export function verdictOf({ migrationId, rules, recommendation }: WatchState, now: Instant): AlertVerdict {
  const accepted = acceptedRules(recommendation);
  const counted = rules.filter(({ rule }) => !accepted.includes(rule));
  const worst = worstOf(counted, 'breached') ?? worstOf(counted, 'unknown');
  const head = { migrationId, evaluatedAt: now };
  if (!worst) {
    const healthy = counted.filter(({ kind }) => kind === 'healthy').map(({ since }) => since);
    const why =
      accepted.length > 0
        ? `Healthy but for what was accepted: ${accepted.join(', ')}.`
        : 'Every rule that is watched is healthy.';
    return { ...head, kind: 'healthy', why, since: Math.max(...healthy, recommendation?.answer?.at ?? 0) };
  }
  const more = counted.filter(({ kind }) => kind === worst.kind).length - 1;
  const settling =
    worst.healthySince === undefined ? '' : ' It was breached a moment ago and must stay well for a while.';
  return {
    ...head,
    kind: worst.kind === 'breached' ? 'breached' : 'unknown',
    why: `${worst.reading.why}${settling}${moreRules(more)}`,
    since: worst.since,
  };
}

function moreRules(more: number): string {
  if (more === 0) return '';
  return more === 1 ? ' One more rule is not well either.' : ` ${more} more rules are not well either.`;
}

/** `continue` and `false-alarm` cover the rules that were on the table when they were said, until those are well again. */
function acceptedRules(recommendation: WatchState['recommendation']): readonly AlertRuleId[] {
  const { state, answer } = recommendation ?? {};
  const goesOn = state === 'answered' && (answer?.choice === 'continue' || answer?.choice === 'false-alarm');
  return goesOn && recommendation ? recommendation.rules : [];
}

/** The one that has been so for longest. */
function worstOf(rules: readonly RuleState[], kind: RuleState['kind']): RuleState | undefined {
  return rules.filter((rule) => rule.kind === kind).toSorted((a, b) => a.since - b.since)[0];
}
