import { personText } from '../../../domain/sign-off/person-text.ts';
import type { RecommendationView } from '../../alerts/alert-views.ts';
import { choiceText, isAsked } from '../../alerts/alert-words.ts';
import { refreshTopic } from '../../chat/refresh.ts';
import { rolesOf } from '../../roles.ts';
import type { AnswerPressed } from '../action-data.ts';
import { mayAnswer } from '../may-answer.ts';
import { unseenText } from '../who-may.ts';
import { cardNow, shown } from './card-now.ts';
import { type Outcome, type Pressed, refused, told, tooShort } from './pressed.ts';

/** A choice about what is recommended, given with a button. */
export async function pressAnswer(pressed: Pressed<AnswerPressed>): Promise<Outcome> {
  const { parts, fleet, data, by, post } = pressed;
  const recommendation = (await fleet.alert(data.migrationId))?.recommendation;
  if (recommendation?.id !== data.recommendationId) {
    await refreshTopic(parts, post.topic);
    return refused(
      'expired',
      'This question is over: nothing is asked any more, or something else is. “status” shows how it stands.',
    );
  }
  const held = await rolesOf(parts, by);
  if (held.kind === 'unknown') return refused('wrong-person', unseenText(held.why));
  const may = mayAnswer(held, recommendation);
  if (may.kind === 'no') return refused('wrong-person', may.why);
  if (isSameAnswer(recommendation, pressed)) return shown(pressed);
  const late = await tooLate(recommendation, pressed);
  if (late) return late;
  const { choice, version, reason = '' } = data;
  const short = tooShort(reason);
  if (short) return short;
  const why = reason === '' ? `Chosen in the chat: ${choiceText(choice)}.` : reason;
  const answer = await fleet.answerAlert(data.migrationId, { version, choice, reason: why }, by);
  if (answer.kind === 'missing') return refused('expired', 'This migration is not known any more.');
  if (answer.kind === 'refused') {
    const now = (await fleet.alert(data.migrationId))?.recommendation;
    const first = now && now.version !== version ? await tooLate(now, pressed) : undefined;
    return first ?? told(answer.because);
  }
  return shown(pressed);
}

/** The same click twice: what was chosen stands. */
function isSameAnswer({ answer, version }: RecommendationView, { data, by }: Pressed<AnswerPressed>): boolean {
  return answer?.by === personText(by) && answer.choice === data.choice && version === data.version + 1;
}

/** Somebody was first, or the question has changed since; `undefined`: it is as they saw it. */
async function tooLate(
  recommendation: RecommendationView,
  pressed: Pressed<AnswerPressed>,
): Promise<Outcome | undefined> {
  const { state, answer, closedBecause, version } = recommendation;
  if (!isAsked(recommendation)) {
    await refreshTopic(pressed.parts, pressed.post.topic);
    const decided = answer ? `${answer.by} has decided already: ${choiceText(answer.choice)}.` : (closedBecause ?? '');
    return refused('expired', `There is nothing to decide any more. ${decided}`.trim());
  }
  if (version === pressed.data.version) return undefined;
  const who = state === 'held' && answer ? ` ${answer.by} has chosen: ${choiceText(answer.choice)}.` : '';
  const why = `The recommendation has changed since.${who} Look at the card as it is now and choose then.`;
  return refused('old-card', why, await cardNow(pressed));
}
