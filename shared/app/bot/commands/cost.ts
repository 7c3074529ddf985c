import type { MoneyView, PlanView } from '../../plan-views.ts';
import { moneyText, priceBasisText, scopeText } from '../../plan-words.ts';
import { type Answer, list, no } from '../answer.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import { type PlanMeant, whichPlan } from './which-plan.ts';

export const cost: ChatCommand = {
  name: 'cost',
  aliases: ['costs', 'price', 'money', 'how much'],
  usage: 'cost [CLUSTER|PLAN]',
  example: 'cost shop-prod',
  help: 'What migrations cost beside what runs anyway, with where the prices come from.',
  who: 'anyone',
  async run(context, { words }) {
    const [name, ...more] = subjects(words);
    if (more.length > 0) return usage(context, 'I can price one cluster or plan at a time.');
    if (name === undefined) return allPlans(context);
    const which = await whichPlan(context, name);
    return which.kind === 'unclear' ? which.answer : onePlan(context, which.value);
  },
};

async function allPlans(context: CommandContext): Promise<Answer> {
  const shown = await context.fleet.plans();
  if (!shown) return no('Nothing was planned yet.', 'Plans are made after a sweep; look again later.');
  return list({
    mark: 'Cost',
    title: shown.plans.length === 0 ? 'No pool needs a migration' : 'What the proposed plans cost',
    rows: shown.plans.map(({ id, scope, cost: money }) => ({
      title: `${id}: ${scopeText(scope)}`,
      lines: [moneyText(money), ...missing(money)],
    })),
    hint: 'What a cluster costs: “cost CLUSTER”.',
    ...linkTo(context, 'Open the plans', 'plans'),
  });
}

async function onePlan(context: CommandContext, { id, meant }: PlanMeant): Promise<Answer> {
  const shown = await context.fleet.plan(id, meant ? { cluster: meant.cluster.id } : {});
  if (!shown) return usage(context, 'That plan is not kept any more.');
  const [cluster] = meant ? shown.waves.flatMap(({ clusters }) => clusters) : [];
  if (meant && cluster) {
    const steps = cluster.steps.flatMap((step) => (step.kind === 'pool' ? [step] : []));
    const pools = steps.filter(({ name }) => meant.pool === undefined || name.toLowerCase() === meant.pool);
    return list({
      mark: 'Cost',
      title: `${cluster.name}: ${moneyText(cluster.cost)}`,
      intro: priceBasisText(shown.cost),
      rows: pools.map(({ name, cost: money, extraNodes }) => ({
        title: `${name}: ${moneyText(money)}`,
        lines: [
          `${extraNodes} more ${extraNodes === 1 ? 'node' : 'nodes'} for as long as it takes.`,
          ...missing(money),
        ],
      })),
      ...linkTo(context, 'Open the plan', 'plans', id),
    });
  }
  return list({
    mark: 'Cost',
    title: `Plan ${id}: ${moneyText(shown.cost.total)}`,
    intro: priceBasisText(shown.cost),
    facts: [['A year', `${moneyText(shown.cost.perYear)} at ${shown.cost.roundsPerYear} rounds`], ...share(shown.cost)],
    rows: shown.cost.savings
      .filter(({ amount }) => amount.kind !== 'unknown')
      .map(({ amount, what }) => ({ title: `Saves ${moneyText(amount)}`, lines: [what] })),
    ...linkTo(context, 'Open the plan', 'plans', id),
  });
}

function share({ shareOfSpendPercent }: PlanView['cost']): (readonly [string, string])[] {
  return shareOfSpendPercent === undefined ? [] : [['Of the yearly spend', `${shareOfSpendPercent.toFixed(2)} %`]];
}

function missing(money: MoneyView): readonly string[] {
  return money.kind === 'known' ? [] : money.why;
}
