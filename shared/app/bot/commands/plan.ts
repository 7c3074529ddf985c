import { counted } from '../../fleet-words.ts';
import type { SignOffsView } from '../../migration-views.ts';
import { signOffStateText } from '../../migration-words.ts';
import { planSize } from '../../plan-size.ts';
import type { PlanStepView, PlanView } from '../../plan-views.ts';
import { durationText, moneyText, moveText, readinessText, scopeText, stepText } from '../../plan-words.ts';
import { type Answer, list } from '../answer.ts';
import { blockersOf, firstWindow } from '../cards/plan-facts.ts';
import type { Row } from '../cards/sheet.ts';
import { windowText } from '../cards/when.ts';
import { subjects, usage } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import type { ClusterMeant } from './which-cluster.ts';
import { type PlanMeant, whichPlan } from './which-plan.ts';

const MOST_ROWS = 100;

export const plan: ChatCommand = {
  name: 'plan',
  aliases: ['planned', 'migration plan'],
  usage: 'plan CLUSTER',
  example: 'plan shop-prod',
  help: 'What is planned for a cluster: steps, windows, time, money, sign-offs, and a link.',
  who: 'anyone',
  async run(context, { words }) {
    const [name, ...more] = subjects(words);
    if (name === undefined || more.length > 0) return usage(context, 'Which cluster?');
    const which = await whichPlan(context, name);
    return which.kind === 'unclear' ? which.answer : planAnswer(context, which.value);
  },
};

async function planAnswer(context: CommandContext, { id, meant }: PlanMeant): Promise<Answer> {
  const { fleet } = context;
  const [shown, signOffs] = await Promise.all([
    fleet.plan(id, meant ? { cluster: meant.cluster.id } : {}),
    fleet.signOffs(id),
  ]);
  if (!shown) return usage(context, 'That plan is not kept any more.');
  const { clusters, pools } = planSize(shown.waves);
  const first = firstWindow(shown);
  const blockers = blockersOf(shown);
  return list({
    mark: shown.proposed ? 'Plan' : 'Plan, not proposed any more',
    tone: !shown.proposed || !shown.feasible || blockers.length > 0 ? 'warning' : undefined,
    title: meant ? `${meant.cluster.name} in plan ${id}` : `Plan ${id}: ${scopeText(shown.scope)}`,
    intro: shown.feasible ? undefined : 'As it stands this plan cannot be carried out in full.',
    facts: [
      ['Work', `${counted(pools, 'pool')} of ${counted(clusters, 'cluster')}, ${durationText(workOf(shown, meant))}`],
      ['First window', first ? windowText(first.window) : 'none so far'],
      ['Cost', moneyText(costOf(shown, meant))],
      ['Sign-offs', signOffText(signOffs)],
    ],
    rows: [
      ...rowsOf(shown, meant),
      ...blockers.map((what): Row => ({ title: what, lines: [], tone: 'warning' })),
    ].slice(0, MOST_ROWS),
    hint: shown.proposed ? `To sign it off: “approve ${id}”.` : undefined,
    ...linkTo(context, 'Open the plan', 'plans', id),
  });
}

export function signOffText(signOffs: SignOffsView | undefined): string {
  if (!signOffs) return 'not known';
  return signOffs.state === 'void' ? `${signOffStateText(signOffs)}. ${signOffs.why}` : signOffs.why;
}

function workOf({ waves, minutes }: PlanView, meant: ClusterMeant | undefined) {
  return (meant && waves[0]?.clusters[0]?.minutes) ?? minutes;
}

function costOf({ waves, cost }: PlanView, meant: ClusterMeant | undefined) {
  return (meant && waves[0]?.clusters[0]?.cost) ?? cost.total;
}

/** A cluster's steps, or a whole plan's waves. */
function rowsOf({ waves }: PlanView, meant: ClusterMeant | undefined): Row[] {
  if (!meant) {
    return waves.map(({ number, name, from, to, clusters, minutes }) => ({
      title: `Wave ${number}, ${name}: ${from ? (to && to !== from ? `${from} to ${to}` : from) : 'no window'}`,
      lines: [`${counted(clusters.length, 'cluster')}, ${durationText(minutes)}: ${namesOf(clusters)}`],
    }));
  }
  return waves
    .flatMap(({ clusters, number }) => clusters.flatMap(({ steps }) => steps.map((step) => ({ step, number }))))
    .filter(({ step }) => isMeant(step, meant))
    .map(({ step, number }) => stepRow(step, number));
}

const MOST_NAMES = 5;

/** `a, b, c, d, e, and 3 more`. */
export function namesOf(clusters: PlanView['waves'][number]['clusters']): string {
  const more = clusters.length - MOST_NAMES;
  const names = clusters.slice(0, MOST_NAMES).map(({ name }) => name);
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function isMeant(step: PlanStepView, { pool }: ClusterMeant): boolean {
  return pool === undefined || (step.kind === 'pool' && step.name.toLowerCase() === pool);
}

function stepRow(step: PlanStepView, wave: number): Row {
  const [first] = step.windows;
  const when = first ? windowText(first) : 'no window so far';
  if (step.kind === 'control-plane') {
    return { title: `Control plane: ${stepText(step)}`, lines: [`Wave ${wave}, ${when}`, ...step.reasons] };
  }
  const { from, to } = moveText(step);
  return {
    title: `${step.name}: ${stepText(step)}`,
    lines: [
      `${from} to ${to}`,
      `Wave ${wave}, ${when}; ${durationText(step.minutes)}, ${moneyText(step.cost)}`,
      `Readiness: ${readinessText(step.readiness)}`,
      ...step.reasons,
    ],
  };
}
