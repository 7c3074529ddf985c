import { CHOICES, type Choice } from '../../../domain/alert/alert.ts';
import { no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { nearest } from '../reading/near.ts';
import { sayAgain } from '../say-again.ts';
import { nearAnswer, usage } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { giveAnswer } from './give-answer.ts';
import { oneMigration } from './which-migration.ts';

/** As the buttons have them, and as they are called elsewhere. */
const MEANT: Readonly<Record<string, Choice>> = {
  ...(Object.fromEntries(CHOICES.map((choice) => [choice, choice])) as Record<Choice, Choice>),
  rollback: 'roll-back',
  hold: 'hold-and-fix',
  'go-on': 'continue',
};

/** Words of the longest choice, as in `hold and fix`. */
const MOST_WORDS = 3;

export const answer: ChatCommand = {
  name: 'answer',
  aliases: ['choose', 'decide'],
  usage: 'answer CLUSTER[/POOL] CHOICE because REASON',
  example: 'answer shop-prod roll-back because the new node does not come back',
  help: 'Answers what is recommended for a migration: roll-back, hold-and-fix, continue or false-alarm.',
  who: 'role',
  async run(context, args) {
    const { words: said, because } = args;
    const read = choiceIn(said);
    if (read === undefined) {
      const [name = 'CLUSTER', ...more] = said;
      const near = nearest(more.join('-'), CHOICES).map((one) => sayAgain('answer', [name, one], because ?? 'REASON'));
      return near.length > 0 ? nearAnswer('I did not understand the choice.', near, HELP) : usage(context, HELP);
    }
    const which = await oneMigration(context, read.before, because, [read.choice]);
    if (which.kind === 'unclear') return which.answer;
    const nothing = no(
      words`Nothing is recommended for ${which.value.cluster}, so there is nothing to answer.`,
      `“status ${which.value.id}” shows how it stands.`,
    );
    return giveAnswer(context, which.value, read.choice, args, nothing);
  },
};

const HELP = `It is one of ${CHOICES.join(', ')}.`;

/** The choice at the end, in as many words as somebody likes, and what stands before it. */
function choiceIn(said: readonly string[]): { choice: Choice; before: readonly string[] } | undefined {
  for (let count = MOST_WORDS; count > 0; count -= 1) {
    const at = said.length - count;
    const text = said.slice(Math.max(0, at)).join('-').toLowerCase();
    const choice = Object.hasOwn(MEANT, text) ? MEANT[text] : undefined;
    if (at > 0 && choice !== undefined) return { choice, before: said.slice(0, at) };
  }
  return undefined;
}
