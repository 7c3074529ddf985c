import { no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { sayAgain } from '../say-again.ts';
import type { ChatCommand } from './command.ts';
import { giveAnswer } from './give-answer.ts';
import { oneMigration } from './which-migration.ts';

export const hold: ChatCommand = {
  name: 'hold',
  aliases: ['hold and fix', 'wait for a fix'],
  usage: 'hold CLUSTER[/POOL] because REASON',
  example: 'hold shop-prod because the team mends the budget now',
  help: 'Answers what is recommended for a migration: it stays as it is while the cause is mended.',
  who: 'role',
  async run(context, args) {
    const which = await oneMigration(context, args.words, args.because);
    if (which.kind === 'unclear') return which.answer;
    const again = sayAgain('pause', [which.value.id], args.because ?? 'REASON');
    const nothing = no(
      words`Nothing is recommended for ${which.value.cluster}, so there is nothing to hold.`,
      `To stop it where it is: “${again}”.`,
    );
    return giveAnswer(context, which.value, 'hold-and-fix', args, nothing);
  },
};
