import type { Choice } from '../../../domain/alert/alert.ts';
import { personText } from '../../../domain/sign-off/person-text.ts';
import type { RecommendationView } from '../../alerts/alert-views.ts';
import { isAsked } from '../../alerts/alert-words.ts';
import type { MigrationSummaryView } from '../../migration-views.ts';
import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { momentText } from '../cards/when.ts';
import { mayAnswer } from '../may-answer.ts';
import { recordRefusal } from '../refuse.ts';
import { sayAgain } from '../say-again.ts';
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

/**
 * Answers what is recommended for a migration, as it is now, in words: what the buttons of its card do. A chat tells the same
 * twice when its line was bad: that is one answer.
 *
 * @param nothing what is said where nothing is asked
 */
export async function giveAnswer(
  context: CommandContext,
  migration: MigrationSummaryView,
  choice: Choice,
  args: Args,
  nothing: Answer,
): Promise<Answer> {
  const { fleet, parts, by, held, event, command } = context;
  const { id } = migration;
  const recommendation = (await fleet.alert(id))?.recommendation;
  if (!recommendation) return nothing;
  const reason = reasonOf(context, args);
  if (reason.kind === 'found' && isGiven(recommendation, { choice, by: personText(by), reason: reason.value })) {
    return taken(context, migration, { choice, reason: reason.value }, recommendation.askAgainAt);
  }
  if (!isAsked(recommendation)) return nothing;
  const may = mayAnswer(held, recommendation);
  if (may.kind === 'no') {
    const what = `Said: ${sayAgain(command.name, args.words)}`;
    await recordRefusal(parts, event, { kind: 'wrong-person', what, why: may.why, migrationId: id });
    return no('You may not do that.', may.why);
  }
  if (reason.kind === 'unclear') return reason.answer;
  const { version } = recommendation;
  const answer = await fleet.answerAlert(id, { version, choice, reason: reason.value }, by);
  if (answer.kind === 'missing')
    return no(words`There is no migration ${id} any more.`, '“status” shows what is under way.');
  if (answer.kind === 'refused') return no(answer.because, `“status ${id}” shows how it stands.`);
  const until = choice === 'hold-and-fix' ? (await fleet.alert(id))?.recommendation?.askAgainAt : undefined;
  return taken(context, migration, { choice, reason: reason.value }, until);
}

type Given = NonNullable<RecommendationView['answer']>;

/** Whether this very answer stands already. */
function isGiven({ answer, state }: RecommendationView, { choice, by, reason }: Omit<Given, 'at'>): boolean {
  return state !== 'closed' && answer?.by === by && answer.choice === choice && answer.reason === reason;
}

function taken(
  context: CommandContext,
  { id, cluster }: MigrationSummaryView,
  { choice, reason }: Pick<Given, 'choice' | 'reason'>,
  until: string | undefined,
): Answer {
  return list({
    mark: MARKS[choice],
    tone: 'good',
    title: `Taken: ${cluster} ${TAKEN[choice]}`,
    intro: until === undefined ? undefined : `It is asked again ${momentText(until)}.`,
    facts: [['Because', reason]],
    rows: [],
    ...linkTo(context, 'Open the migration', 'migrations', id),
  });
}
