import { answerRecommendation } from '../../domain/alert/answer.ts';
import { verdictOf } from '../../domain/alert/evaluate.ts';
import { topicText } from '../../domain/chat/topic.ts';
import { commandRefused } from '../../domain/migration/command-sense.ts';
import { personText } from '../../domain/sign-off/person-text.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';
import { refreshTopic } from '../chat/refresh.ts';
import type { Parts } from '../parts.ts';
import type { AlertAnswerView, NewAlertAnswer } from './alert-views.ts';
import { carryOut } from './carry-out.ts';
import type { AlertParts } from './parts.ts';

type Needed = AlertParts & Parts;

const TRIES = 5;

/** Takes a person's choice about a recommendation, and does what follows from it. */
export async function answerAlert(
  parts: Needed,
  migrationId: string,
  answer: NewAlertAnswer,
  by: Person,
): Promise<AlertAnswerView> {
  const stored = await parts.migrations.find(migrationId);
  if (stored?.kind !== 'migration') return { kind: 'missing' };
  const impossible =
    answer.choice === 'roll-back' && commandRefused(stored.migration, 'roll-back', stored.migration.sight?.viability);
  if (impossible) return { kind: 'refused', because: impossible };
  const thresholds = await parts.thresholds(stored.migration.environment);
  for (let tries = 1; ; tries += 1) {
    const found = await parts.watches.find(migrationId);
    if (!found) return { kind: 'refused', because: 'Nothing is recommended for this migration.' };
    const answered = answerRecommendation(
      found.state,
      { ...answer, by: personText(by) },
      thresholds,
      parts.clock.now(),
    );
    if (answered.kind === 'refused') return answered;
    if ((await parts.watches.save(answered.state, found.etag)) === 'conflict') {
      if (tries < TRIES) continue;
      return { kind: 'refused', because: 'It changes at this very moment; look at it again and choose then.' };
    }
    // The migration's next pass must not be stopped by what was just accepted.
    await parts.verdicts.save(verdictOf(answered.state, parts.clock.now()));
    await carryOut(parts, migrationId);
    await refreshAnswered(parts, migrationId, answered.state.recommendation?.id);
    return { kind: 'taken', choice: answer.choice };
  }
}

/** The question's card shows who chose what, at once and not with the news of it. */
async function refreshAnswered(
  parts: Needed,
  migrationId: string,
  recommendationId: string | undefined,
): Promise<void> {
  if (recommendationId === undefined) return;
  await refreshTopic(parts, topicText({ kind: 'recommendation', migrationId, recommendationId }));
}
