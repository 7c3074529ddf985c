import { topicText } from '../../../domain/chat/topic.ts';
import { postNow } from '../../chat/refresh.ts';
import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { firstSignOffs } from './first-sign-offs.ts';
import { givesWord, giveWord } from './give-word.ts';
import { signOffText } from './plan.ts';
import { choosePlan, proposed, whichPlan } from './which-plan.ts';

export const approve: ChatCommand = {
  name: 'approve',
  aliases: ['sign', 'sign off', 'signoff', 'sign offs', 'approval', 'approvals', 'sign-off card'],
  usage: 'approve [PLAN|CLUSTER] [as ROLE]',
  example: 'approve shop-prod',
  help: 'Shows the card on which a plan is signed off, here. With a role it is your yes itself.',
  who: 'anyone',
  async run(context, args) {
    const { words: said } = args;
    if (givesWord(said)) return giveWord(context, 'approve', args);
    const [name, ...more] = subjects(said);
    if (more.length > 0) return usage(context, 'One plan is signed off at a time.');
    if (name === undefined) return awaitedPlan(context);
    const which = await whichPlan(context, name);
    return which.kind === 'unclear' ? which.answer : showCard(context, which.value.id);
  },
};

/** The one plan whose sign-offs are awaited; several are not guessed among. */
async function awaitedPlan(context: CommandContext): Promise<Answer> {
  const plans = await proposed(context.fleet);
  const signOffs = await firstSignOffs(context, plans);
  const awaited = plans.filter((_plan, at) => signOffs[at]?.state === 'awaited');
  const [first, ...others] = awaited;
  if (first && others.length === 0) return showCard(context, first.id);
  if (first) return choosePlan(context, awaited, `${awaited.length} plans await sign-offs. Which one?`);
  const help = plans.length === 0 ? 'Nothing is proposed now.' : '“plans” shows how far each of them is.';
  return no('No plan awaits a sign-off.', help);
}

async function showCard({ parts, fleet, conversation, event }: CommandContext, id: string): Promise<Answer> {
  const [plan, signOffs] = await Promise.all([fleet.plan(id), fleet.signOffs(id)]);
  if (!plan) return no(words`Plan ${id} is not kept any more.`, '“plans” shows what is proposed now.');
  if (!plan.proposed) {
    return no(
      words`Plan ${id} is not proposed any more, so it cannot be signed.`,
      signOffs?.why ?? '“plans” shows what is.',
    );
  }
  await postNow(parts, conversation.id, topicText({ kind: 'plan', planHash: plan.hash }), event.id);
  return list({
    mark: 'Sign-off',
    title: `Here comes the card of plan ${id}`,
    intro: signOffText(signOffs),
    rows: [],
  });
}
