import { hasEnded } from '../migration/status-table.ts';
import type { Instant } from '../time.ts';
import type { AlertAction, AlertRuleId, Choice, Recommendation, RuleState, WatchState } from './alert.ts';
import { isLate } from './escalation.ts';
import { MS_PER_MINUTE } from './rules/rule.ts';
import type { AlertThresholds } from './thresholds.ts';
import type { AlertVerdict } from './verdict.ts';
import type { Watched } from './watched.ts';

/** Who it is that acts where no person does. */
export const US = 'image-steward/alerts';

interface Asked {
  readonly state: WatchState;
  readonly watched: Watched;
  readonly verdict: AlertVerdict;
  readonly thresholds: AlertThresholds;
  readonly now: Instant;
}

/** Pauses at once, recommends when it lasts, tells what changed, closes when it is over. */
export function recommend(asked: Asked): {
  readonly recommendation?: Recommendation;
  readonly actions: readonly AlertAction[];
} {
  const { state, watched, now } = asked;
  const actions: AlertAction[] = [...pauseOrResume(asked)];
  const known = state.recommendation?.state === 'closed' ? undefined : state.recommendation;
  const over = whyOver(watched, known, now);
  if (over !== undefined || (known && allWell(state))) {
    if (!known) return { actions, ...(state.recommendation && { recommendation: state.recommendation }) };
    const closedBecause = over ?? 'Every rule is healthy again.';
    const closed = { ...changed(known, now), state: 'closed', closedBecause } as const;
    return { recommendation: closed, actions: [...actions, { kind: 'tell', what: 'closed', recommendation: closed }] };
  }
  const lasting = lastingRules(asked);
  if (!known) {
    if (lasting.length === 0) return { actions, ...(state.recommendation && { recommendation: state.recommendation }) };
    const opened = open(asked, lasting);
    return { recommendation: opened, actions: [...actions, { kind: 'tell', what: 'opened', recommendation: opened }] };
  }
  return goOn(asked, known, lasting, actions);
}

/** Why nothing is asked about it any more. What was asked of a migration under way ends with it; what comes after is asked anew. */
function whyOver({ status, afterwards }: Watched, known: Recommendation | undefined, now: Instant): string | undefined {
  if (!hasEnded(status)) return undefined;
  const ended = `The migration ended (${status}).`;
  if (!afterwards || (known && known.openedAt <= afterwards.endedAt)) return ended;
  return now >= afterwards.until ? `${ended} It is not watched any longer.` : undefined;
}

function goOn(
  { watched, thresholds, now }: Asked,
  known: Recommendation,
  lasting: readonly AlertRuleId[],
  actions: AlertAction[],
): { readonly recommendation: Recommendation; readonly actions: readonly AlertAction[] } {
  const rules = [...new Set([...known.rules, ...lasting])].toSorted();
  const proposed = proposal(watched);
  const worse = known.state === 'answered' && rules.length > known.rules.length;
  if (worse || (known.state === 'held' && known.askAgainAt !== undefined && now >= known.askAgainAt)) {
    const again = asOpen(known, rules, proposed, now);
    return {
      recommendation: again,
      actions: [...actions, { kind: 'tell', what: 'asked-again', recommendation: again }],
    };
  }
  // On the way back another choice would be proposed: to whoever has decided that is no news.
  if (known.state === 'answered') return { recommendation: known, actions };
  const minutes = thresholds.rollBackUnansweredMinutes;
  if (
    minutes !== undefined &&
    known.state === 'open' &&
    proposed === 'roll-back' &&
    lasting.length > 0 &&
    now - (known.askedAt ?? known.openedAt) >= minutes * MS_PER_MINUTE
  ) {
    const because = `Nobody answered the recommendation for ${minutes} minutes, and the settings say to roll back then.`;
    const answer = { choice: 'roll-back', by: US, at: now, reason: because } as const;
    const answered = { ...changed(known, now), rules, state: 'answered', answer } as const;
    return {
      recommendation: answered,
      actions: [
        ...actions,
        { kind: 'roll-back', because, by: US },
        { kind: 'tell', what: 'answered', recommendation: answered },
      ],
    };
  }
  if (rules.length === known.rules.length && proposed === known.proposed) {
    // The question is the same, and whoever looks at it may still answer it; but more people are told.
    const late = isLate(known.openedAt, now) && !isLate(known.openedAt, known.updatedAt);
    if (!late) return { recommendation: known, actions };
    const told = { ...known, updatedAt: now };
    return { recommendation: told, actions: [...actions, { kind: 'tell', what: 'updated', recommendation: told }] };
  }
  const updated = { ...changed(known, now), rules, proposed };
  return { recommendation: updated, actions: [...actions, { kind: 'tell', what: 'updated', recommendation: updated }] };
}

function pauseOrResume({ state, watched, verdict, thresholds, now }: Asked): AlertAction[] {
  const running = watched.status === 'running' && watched.direction === 'forward';
  if (running && verdict.kind === 'breached') return [{ kind: 'pause', because: verdict.why, by: US }];
  if (running && verdict.kind === 'unknown' && now - verdict.since > thresholds.unknownMinutes * MS_PER_MINUTE) {
    return [{ kind: 'pause', because: `Nobody can say whether it is healthy. ${verdict.why}`, by: US }];
  }
  const answered = state.recommendation?.state === 'open' || state.recommendation?.state === 'held';
  if (
    watched.status === 'paused' &&
    watched.pausedByUs &&
    verdict.kind === 'healthy' &&
    thresholds.resumeWhenHealthy &&
    !answered
  ) {
    return [{ kind: 'resume', because: 'Every rule is healthy again, and the plan says to go on then.', by: US }];
  }
  return [];
}

function allWell({ rules }: WatchState): boolean {
  return rules.every(({ kind }) => kind === 'healthy' || kind === 'not-watched');
}

/** Rules that have been breached for longer than it takes to wait and see, or that need no waiting; not what is well again. */
function lastingRules({ state, watched, thresholds, now }: Asked): AlertRuleId[] {
  const end = watched.afterwards?.endedAt ?? 0;
  const lasts = ({ kind, since, healthySince, reading }: RuleState) => {
    if (kind !== 'breached' || healthySince !== undefined) return false;
    // What happened on a node before the end was told before it.
    if (reading.immediate) return since > end;
    return now - Math.max(since, end) > thresholds.persistMinutes * MS_PER_MINUTE;
  };
  return state.rules
    .filter(lasts)
    .map(({ rule }) => rule)
    .toSorted();
}

function open({ watched, now, state }: Asked, rules: readonly AlertRuleId[]): Recommendation {
  const before = state.recommendation?.version ?? 0;
  return {
    id: `alert-${watched.migrationId}-${now}`,
    rules,
    openedAt: now,
    updatedAt: now,
    version: before + 1,
    state: 'open',
    proposed: proposal(watched),
  };
}

/** The same question once more: an answer that was given does not cover it. */
function asOpen(
  { id, openedAt, version }: Recommendation,
  rules: readonly AlertRuleId[],
  proposed: Choice,
  now: Instant,
): Recommendation {
  return { id, rules, openedAt, askedAt: now, updatedAt: now, version: version + 1, state: 'open', proposed };
}

function changed(known: Recommendation, now: Instant): Recommendation {
  return { ...known, updatedAt: now, version: known.version + 1 };
}

/** A rollback is proposed only where there is one. */
function proposal({ viability, direction, status }: Watched): Choice {
  const possible = viability.kind === 'possible' || viability.kind === 'ending-soon';
  return possible && direction === 'forward' && !hasEnded(status) ? 'roll-back' : 'hold-and-fix';
}
