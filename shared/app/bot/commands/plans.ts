import { counted, momentText, partialSentence } from '../../fleet-words.ts';
import type { PlanSummaryView } from '../../plan-views.ts';
import { durationText, moneyText, scopeText } from '../../plan-words.ts';
import { list, no } from '../answer.ts';
import type { Row } from '../cards/sheet.ts';
import type { ChatCommand } from './command.ts';
import { firstSignOffs } from './first-sign-offs.ts';
import { linkTo } from './links.ts';
import { signOffText } from './plan.ts';

export const plans: ChatCommand = {
  name: 'plans',
  aliases: ['all plans', 'list plans', 'proposal', 'proposals'],
  usage: 'plans',
  example: 'plans',
  help: 'What is proposed now, and how far the sign-offs are.',
  who: 'anyone',
  async run(context) {
    const shown = await context.fleet.plans();
    if (!shown) return no('Nothing was planned yet.', 'Plans are made after a sweep; look again later.');
    const partial = partialSentence(shown.coverage);
    const signOffs = await firstSignOffs(context, shown.plans);
    return list({
      mark: 'Plans',
      tone: partial ? 'warning' : undefined,
      title: shown.plans.length === 0 ? 'No pool needs a migration' : `${counted(shown.plans.length, 'plan')} proposed`,
      intro: [
        partial && `${partial} Clusters that were not seen are in no plan.`,
        `Planned ${momentText(shown.proposedAt)}.`,
      ]
        .filter(Boolean)
        .join(' '),
      rows: shown.plans.map((one, at) => rowOf(one, at < signOffs.length ? signOffText(signOffs[at]) : undefined)),
      hint: shown.plans.length > 0 ? 'To see one: “plan CLUSTER”. To sign one off: “approve PLAN”.' : undefined,
      ...linkTo(context, 'Open the plans', 'plans'),
    });
  },
};

function rowOf(plan: PlanSummaryView, signOffs: string | undefined): Row {
  const { id, scope, pools, clusters, waves, from, to, minutes, cost, held, feasible } = plan;
  const when = from ? (to && to !== from ? `from ${from} to ${to}` : `on ${from}`) : 'without a window so far';
  return {
    title: `${id}: ${scopeText(scope)}`,
    lines: [
      `${counted(pools, 'pool')} of ${counted(clusters, 'cluster')} in ${counted(waves, 'wave')}, ${when}.`,
      `${durationText(minutes)} of work, ${moneyText(cost)}.`,
      ...(feasible ? [] : ['As it stands this plan cannot be carried out in full.']),
      ...(held > 0 ? [`${counted(held, 'cluster')} with something that must be cleared before.`] : []),
      ...(signOffs === undefined ? [] : [`Sign-offs: ${signOffs}`]),
    ],
    tone: feasible && held === 0 ? undefined : 'warning',
  };
}
