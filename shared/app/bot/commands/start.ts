import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import { whichPlan } from './which-plan.ts';

export const start: ChatCommand = {
  name: 'start',
  aliases: ['begin', 'run', 'launch'],
  usage: 'start PLAN',
  example: 'start 0a1b2c3d4e5f',
  help: 'Begins now what of a signed plan may begin. Whoever asks for it cannot be its only approver.',
  who: 'operate',
  async run(context, { words: said }) {
    const [name, ...more] = subjects(said);
    if (name === undefined || more.length > 0) return usage(context, 'Which plan?');
    const which = await whichPlan(context, name);
    if (which.kind === 'unclear') return which.answer;
    // A plan has many clusters: who names one of them must know what else begins.
    if (which.value.meant) return namesWhole(context, which.value.id, which.value.meant.cluster.name);
    return started(context, which.value.id);
  },
};

async function namesWhole({ fleet }: CommandContext, id: string, cluster: string): Promise<Answer> {
  const clusters = (await fleet.plan(id))?.waves.flatMap((wave) => wave.clusters) ?? [];
  return no(
    words`A plan is started as a whole: ${cluster} is one of ${clusters.length} clusters of plan ${id}.`,
    `If that is what you want, say it again like this: “start ${id}”.`,
  );
}

async function started(context: CommandContext, id: string): Promise<Answer> {
  const answer = await context.fleet.startPlan(id, context.by);
  if (answer.kind === 'missing')
    return no(words`Plan ${id} is not kept any more.`, '“plans” shows what is proposed now.');
  if (answer.kind === 'refused') return no('Nothing began.', answer.because);
  return list({
    mark: 'Started',
    tone: 'good',
    title: `${answer.migrations.length} of plan ${id} ${answer.migrations.length === 1 ? 'begins' : 'begin'}`,
    rows: [
      ...answer.migrations.map((one) => ({
        title: `${one.cluster}, ${one.pool === undefined ? 'control plane' : `pool ${one.pool}`}`,
        lines: [one.id],
      })),
      ...answer.held.map((why) => ({ title: why, lines: [], tone: 'warning' as const })),
    ],
    hint: 'How far they are: “status”.',
    ...linkTo(context, 'Open the migrations', 'migrations'),
  });
}
