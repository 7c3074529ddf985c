import { topicText } from '../../../domain/chat/topic.ts';
import { isAsked } from '../../alerts/alert-words.ts';
import { refreshTopic } from '../../chat/refresh.ts';
import { list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { momentText } from '../cards/when.ts';
import { mayAnswer } from '../may-answer.ts';
import { recordRefusal } from '../refuse.ts';
import { sayAgain } from '../say-again.ts';
import { reasonOf } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { linkTo } from './links.ts';
import { oneMigration } from './which-migration.ts';

export const hold: ChatCommand = {
  name: 'hold',
  aliases: ['hold and fix', 'wait for a fix'],
  usage: 'hold CLUSTER[/POOL] because REASON',
  example: 'hold shop-prod because the team mends the budget now',
  help: 'Answers what is recommended for a migration: it stays as it is while the cause is mended.',
  who: 'role',
  async run(context, args) {
    const { fleet, parts, by, held, event } = context;
    const which = await oneMigration(context, args.words, args.because);
    if (which.kind === 'unclear') return which.answer;
    const { id, cluster } = which.value;
    const recommendation = (await fleet.alert(id))?.recommendation;
    if (!recommendation || !isAsked(recommendation)) {
      const again = sayAgain('pause', [id], args.because ?? 'REASON');
      return no(
        words`Nothing is recommended for ${cluster}, so there is nothing to hold.`,
        `To stop it where it is: “${again}”.`,
      );
    }
    const may = mayAnswer(held, recommendation);
    if (may.kind === 'no') {
      const what = `Said: hold ${cluster}`;
      await recordRefusal(parts, event, { kind: 'wrong-person', what, why: may.why, migrationId: id });
      return no('You may not do that.', may.why);
    }
    const reason = reasonOf(context, args);
    if (reason.kind === 'unclear') return reason.answer;
    const { version } = recommendation;
    const answer = await fleet.answerAlert(id, { version, choice: 'hold-and-fix', reason: reason.value }, by);
    if (answer.kind === 'missing')
      return no(words`There is no migration ${id} any more.`, '“status” shows what is under way.');
    if (answer.kind === 'refused') return no(answer.because, `“status ${id}” shows how it stands.`);
    await refreshTopic(
      parts,
      topicText({ kind: 'recommendation', migrationId: id, recommendationId: recommendation.id }),
    );
    const until = (await fleet.alert(id))?.recommendation?.askAgainAt;
    return list({
      mark: 'Held',
      tone: 'good',
      title: `Taken: ${cluster} stays as it is while the cause is mended`,
      intro: until === undefined ? undefined : `It is asked again ${momentText(until)}.`,
      facts: [['Because', reason.value]],
      rows: [],
      ...linkTo(context, 'Open the migration', 'migrations', id),
    });
  },
};
