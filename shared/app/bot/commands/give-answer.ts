import type { Choice } from '../../../domain/alert/alert.ts';
import { topicText } from '../../../domain/chat/topic.ts';
import type { RecommendationView } from '../../alerts/alert-views.ts';
import { isAsked } from '../../alerts/alert-words.ts';
import { refreshTopic } from '../../chat/refresh.ts';
import type { MigrationSummaryView } from '../../migration-views.ts';
import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { momentText } from '../cards/when.ts';
import { mayAnswer } from '../may-answer.ts';
import { recordRefusal } from '../refuse.ts';
import { reasonOf } from './arguments.ts';
import type { Args, CommandContext } from './command.ts';
import { linkTo } from './links.ts';

const MARKS: Readonly<Record<Choice, string>> = {
  'roll-back': 'Roll back',
  'hold-and-fix': 'Held',
  continue: 'Go on',
  'false-alarm': 'False alarm',
};

const TAKEN: Readonly<Record<Choice, string>> = {
  'roll-back': 'rolls back from its next pass on',
  'hold-and-fix': 'stays as it is while the cause is mended',
  continue: 'goes on; the rules on the table do not pause it again',
  'false-alarm': 'goes on; this rule is not counted on these objects for 24 hours',
};

/** What is asked of people for a migration now; `undefined`: nothing is. */
export async function askedFor(
  { fleet }: Pick<CommandContext, 'fleet'>,
  { id }: MigrationSummaryView,
): Promise<RecommendationView | undefined> {
  const recommendation = (await fleet.alert(id))?.recommendation;
  return recommendation && isAsked(recommendation) ? recommendation : undefined;
}

/** Answers what is recommended for a migration, as it is now, in words: what the buttons of its card do. */
export async function giveAnswer(
  context: CommandContext,
  { id, cluster }: MigrationSummaryView,
  recommendation: RecommendationView,
  choice: Choice,
  args: Args,
): Promise<Answer> {
  const { fleet, parts, by, held, event, command } = context;
  const may = mayAnswer(held, recommendation);
  if (may.kind === 'no') {
    const what = `Said: ${command.name} ${cluster}`;
    await recordRefusal(parts, event, { kind: 'wrong-person', what, why: may.why, migrationId: id });
    return no('You may not do that.', may.why);
  }
  const reason = reasonOf(context, args);
  if (reason.kind === 'unclear') return reason.answer;
  const { version } = recommendation;
  const answer = await fleet.answerAlert(id, { version, choice, reason: reason.value }, by);
  if (answer.kind === 'missing')
    return no(words`There is no migration ${id} any more.`, '“status” shows what is under way.');
  if (answer.kind === 'refused') return no(answer.because, `“status ${id}” shows how it stands.`);
  await refreshTopic(
    parts,
    topicText({ kind: 'recommendation', migrationId: id, recommendationId: recommendation.id }),
  );
  const until = (await fleet.alert(id))?.recommendation?.askAgainAt;
  return list({
    mark: MARKS[choice],
    tone: 'good',
    title: `Taken: ${cluster} ${TAKEN[choice]}`,
    intro: until === undefined ? undefined : `It is asked again ${momentText(until)}.`,
    facts: [['Because', reason.value]],
    rows: [],
    ...linkTo(context, 'Open the migration', 'migrations', id),
  });
}
