import type { Recommendation, RuleState, WatchState } from '../alert/alert.ts';
import { GAP_MS } from '../alert/hysteresis.ts';
import { type EvidenceEntry, fieldOf } from '../evidence/entry.ts';
import { WATCH_HOURS, watchEnds } from '../migration/steps/watch.ts';
import { type Instant, momentText } from '../time.ts';
import { count } from '../words.ts';

/** What is known of the watch after a migration. */
export interface WatchFacts {
  /** What the evaluator remembers; absent: it never looked. */
  readonly state: WatchState | undefined;
  /** Evidence of the migration, in order. */
  readonly chain: readonly EvidenceEntry[];
  /** When the watch began, and when it was over. */
  readonly from: Instant | undefined;
  readonly to: Instant;
}

/** `trouble` is empty only when every minute of it was looked at and every rule that is watched was well all the time. One sentence each. */
export interface WatchSeen {
  readonly trouble: readonly string[];
  /** What was not looked at, or was so before: no trouble, and not to be kept quiet about either. */
  readonly besides: readonly string[];
}

const MINUTE_MS = 60_000;

export function watchSeen({ state, chain, from, to }: WatchFacts): WatchSeen {
  if (from === undefined) return { trouble: ['Nobody knows since when it was watched.'], besides: [] };
  const told = chain.filter(({ at, kind }) => at > from && at <= to && (kind === 'alert' || kind === 'paused'));
  const said = told.flatMap(entryWords);
  if (state?.evaluatedAt === undefined || state.evaluatedAt < from) {
    return { trouble: ['Nobody looked at its health in the watch.', ...said], besides: [] };
  }
  return {
    trouble: [
      ...(to < watchEnds(from) ? [`It was watched for less than ${WATCH_HOURS} hours.`] : []),
      ...unseen(state, state.evaluatedAt, from, to),
      ...said,
      ...state.rules.flatMap((rule) => ruleTrouble(rule, state, from)),
      ...asked(state.recommendation, from),
      ...state.suppressions
        .filter(({ until }) => until > from)
        .map(
          ({ rule, by, reason }) =>
            `The rule ${rule} was not counted in full, because of a false alarm told by ${by}: ${reason}`,
        ),
    ],
    besides: besides(state.rules),
  };
}

/** A word that is not well, and who stopped it. A pause says what the alert says, and is told for itself. */
function entryWords({ kind, at, what, who, after }: EvidenceEntry): string[] {
  if (kind === 'paused') return [`At ${momentText(at)} ${who} paused it: ${what}`];
  const word = fieldOf(after, 'kind');
  if (word === 'healthy') return [];
  if (word === 'breached') return [`At ${momentText(at)} an alert was open: ${what}`];
  return [`At ${momentText(at)} its health was not known: ${what}`];
}

function unseen({ startedAt, gaps }: WatchState, lastLook: Instant, from: Instant, to: Instant): string[] {
  const within = gaps
    .map((gap) => ({ from: Math.max(gap.from, from), to: Math.min(gap.to, to) }))
    .filter((gap) => gap.to > gap.from);
  const minutes = Math.ceil(within.reduce((sum, gap) => sum + gap.to - gap.from, 0) / MINUTE_MS);
  return [
    ...(startedAt - from > GAP_MS ? [`Nobody looked before ${momentText(startedAt)}.`] : []),
    ...(minutes > 0 ? [`Nobody looked for ${count(minutes, 'minute')} of it: what was then is not known.`] : []),
    ...(to - lastLook > GAP_MS ? [`Nobody looked after ${momentText(lastLook)}.`] : []),
  ];
}

/** A rule that has been well since after the beginning was not well, or not seen, before. */
function ruleTrouble(
  { rule, kind, since, reading }: RuleState,
  { gaps, startedAt }: WatchState,
  from: Instant,
): string[] {
  if (kind === 'breached' || kind === 'unknown') return [reading.why];
  // Health begins anew after a gap and at the first look; both are told for themselves.
  if (since <= from || since === startedAt || gaps.some(({ to }) => to === since)) return [];
  return kind === 'healthy'
    ? [`The rule ${rule} has been well only since ${momentText(since)}.`]
    : [`The rule ${rule} is not watched any more since ${momentText(since)}.`];
}

/** What was asked in the watch, and what was decided before and still covers something. */
function asked(one: Recommendation | undefined, from: Instant): string[] {
  if (!one || (one.openedAt < from && one.state === 'closed')) return [];
  const { rules, openedAt, answer, closedBecause, state } = one;
  const question = `At ${momentText(openedAt)} a decision was asked for (${rules.join(', ')})`;
  if (answer) return [`${question}, and ${answer.by} said "${answer.choice}": ${answer.reason}`];
  return [
    state === 'closed'
      ? `${question}. ${closedBecause ?? 'It is closed.'}`
      : `${question}, and nobody has answered yet.`,
  ];
}

function besides(rules: readonly RuleState[]): string[] {
  const blind = rules.filter(({ kind }) => kind === 'not-watched').map(({ rule }) => rule);
  const before = rules.flatMap(({ reading }) => reading.background);
  return [
    ...(blind.length > 0 ? [`Not watched: ${blind.join(', ')}.`] : []),
    ...before.map((what) => `Seen, and not counted: ${what}`),
  ];
}
