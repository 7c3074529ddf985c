import { momentText } from '../../fleet-words.ts';
import type { PlanSummaryView, PlansView } from '../../plan-views.ts';
import { scopeText } from '../../plan-words.ts';
import { type Answer, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { sayAgain } from '../say-again.ts';
import { choose, type Found, found, nearAnswer, unclear } from './arguments.ts';
import type { CommandContext } from './command.ts';
import { againWith, type ClusterMeant, whichCluster } from './which-cluster.ts';

export interface PlanMeant {
  readonly id: string;
  /** Where it was named by a cluster of it. */
  readonly meant?: ClusterMeant;
}

/** Plans read at the same time for one answer. */
export const READ_AT_ONCE = 8;

const MOST_CHOICES = 8;
const PLAN_ID = /^[0-9a-f]{6,64}$/i;

/**
 * The plan that a word names: by its id, by its hash or the beginning of either, or by a cluster in it.
 *
 * @param rest what of the command comes after it
 */
export async function whichPlan(
  context: CommandContext,
  said: string,
  rest: readonly string[] = [],
  because?: string,
): Promise<Found<PlanMeant>> {
  if (PLAN_ID.test(said)) {
    const byId = await planById(context, said.toLowerCase());
    if (byId !== undefined) return found({ id: byId });
  }
  const which = await whichCluster(context, said, againWith(context, rest, because));
  if (which.kind === 'unclear') return which;
  const { cluster } = which.value;
  const id = await context.fleet.planOf(cluster.id);
  return id === undefined ? unclear(await notPlanned(context, which.value)) : found({ id, meant: which.value });
}

async function planById({ fleet }: CommandContext, said: string): Promise<string | undefined> {
  const alike = (await proposed(fleet)).filter(({ id, hash }) => id.startsWith(said) || hash.startsWith(said));
  if (alike.length === 1) return alike[0]?.id;
  // One that was proposed before is known by its whole id or hash only.
  return (await fleet.plan(said))?.id;
}

export async function proposed(fleet: CommandContext['fleet']): Promise<readonly PlanSummaryView[]> {
  return (await fleet.plans())?.plans ?? [];
}

/** Why no plan has it: left out with a reason, or nothing was planned. */
async function notPlanned({ fleet }: CommandContext, { cluster }: ClusterMeant): Promise<Answer> {
  const plans = await fleet.plans();
  if (!plans) return no('Nothing was planned yet.', 'Plans are made after a sweep; look again later.');
  for (const { id } of plans.plans) {
    const left = (await fleet.plan(id, { cluster: cluster.id }))?.leftOut ?? [];
    const [first] = left;
    if (!first) continue;
    const reasons = left.map(({ pool, why, nextAction }) => `${pool}: ${why}${nextAction ? ` ${nextAction}` : ''}`);
    return nearAnswer(`${cluster.name} is in no plan.`, [], reasons.join(' '));
  }
  return no(words`${cluster.name} is in no plan.`, lastPlanned(plans));
}

function lastPlanned({ checkedAt, whole }: PlansView): string {
  const seen = whole ? '' : ' The sweep behind it did not see everything.';
  return `As planned ${momentText(checkedAt)}, none of its pools needs a migration.${seen}`;
}

/** Several plans are proposed: which one? */
export function choosePlan(context: CommandContext, plans: readonly PlanSummaryView[], title: string): Answer {
  const choices = plans.slice(0, MOST_CHOICES).map((plan) => ({
    title: `${plan.id}: ${scopeText(plan.scope)}, ${plan.from ?? 'no window yet'}`,
    again: sayAgain(context.command.name, [plan.id]),
  }));
  return choose(context, title, choices);
}
