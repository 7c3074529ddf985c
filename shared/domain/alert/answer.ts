import { refKey } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { AlertAction, Choice, Recommendation, Suppression, WatchState } from './alert.ts';
import { toDoOf } from './evaluate.ts';
import { MS_PER_MINUTE } from './rules/rule.ts';
import type { AlertThresholds } from './thresholds.ts';

/** A false alarm is believed for this long. */
export const FALSE_ALARM_HOURS = 24;

export interface Answer {
  /** The version that was looked at: an answer to another one is refused, since the question has changed. */
  readonly version: number;
  readonly choice: Choice;
  readonly by: string;
  readonly reason: string;
}

export type Answered =
  | {
      readonly kind: 'taken';
      readonly state: WatchState;
      readonly recommendation: Recommendation;
    }
  | { readonly kind: 'refused'; readonly because: string };

/** Takes a person's choice. Two people at the same second: the first one counts, and the second is told who it was. */
export function answerRecommendation(
  state: WatchState,
  answer: Answer,
  { holdAndFixMinutes }: AlertThresholds,
  now: Instant,
): Answered {
  const { recommendation: known } = state;
  if (!known || known.state === 'closed') {
    return { kind: 'refused', because: `There is nothing to decide any more. ${known?.closedBecause ?? ''}`.trim() };
  }
  if (known.state === 'answered' && known.answer) {
    return { kind: 'refused', because: `${known.answer.by} has decided already: ${known.answer.choice}.` };
  }
  if (known.version !== answer.version) {
    return { kind: 'refused', because: 'The recommendation has changed since; look at it again and choose then.' };
  }
  const { choice, by, reason } = answer;
  const head = {
    ...questionOf(known),
    updatedAt: now,
    version: known.version + 1,
    answer: { choice, by, at: now, reason },
  };
  const recommendation: Recommendation =
    choice === 'hold-and-fix'
      ? { ...head, state: 'held', askAgainAt: now + holdAndFixMinutes * MS_PER_MINUTE }
      : { ...head, state: 'answered' };
  const suppressions =
    choice === 'false-alarm' ? [...state.suppressions, ...taught(state, known, answer, now)] : state.suppressions;
  const command = choice === 'roll-back' ? 'roll-back' : choice === 'hold-and-fix' ? undefined : 'resume';
  const actions: readonly AlertAction[] = [
    ...(command ? [{ kind: command, because: reason, by } as const] : []),
    { kind: 'tell', what: 'answered', recommendation },
  ];
  const toDo = [...state.toDo, ...toDoOf(state.migrationId, actions, now)];
  return { kind: 'taken', state: { ...state, suppressions, recommendation, toDo }, recommendation };
}

/** What is asked, without what an earlier answer left: only what is held now is asked again. */
function questionOf({ id, rules, openedAt, askedAt, proposed }: Recommendation) {
  return { id, rules, openedAt, ...(askedAt !== undefined && { askedAt }), proposed };
}

/** The rule on the very objects that broke it, not the rule altogether. */
function taught(
  { rules }: WatchState,
  { rules: asked }: Recommendation,
  { by, reason }: Answer,
  now: Instant,
): Suppression[] {
  const until = now + FALSE_ALARM_HOURS * 60 * MS_PER_MINUTE;
  return rules
    .filter(({ rule }) => asked.includes(rule))
    .flatMap(({ rule, reading }): Suppression[] =>
      reading.affected.length > 0
        ? reading.affected.map(({ object, workload }) => ({
            rule,
            object: refKey(workload ?? object),
            until,
            by,
            reason,
          }))
        : [{ rule, until, by, reason }],
    );
}
