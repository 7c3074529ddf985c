import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { Role, SignOff } from '../../../domain/sign-off/sign-off.ts';
import { samePerson } from '../../../domain/sign-off/state.ts';
import { planStanding } from '../../admission-plan.ts';
import type { SignOffAnswer } from '../../migration-views.ts';
import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { maySign, PLAN_GONE } from '../may-sign.ts';
import { recordRefusal } from '../refuse.ts';
import { sayAgain } from '../say-again.ts';
import { type Found, found, reasonOf, subjects, unclear, usage } from './arguments.ts';
import type { Args, CommandContext } from './command.ts';
import { linkTo } from './links.ts';
import { signOffText } from './plan.ts';
import { whichPlan } from './which-plan.ts';
import { whichRole } from './which-role.ts';

type Kind = SignOff['kind'];

const TAKEN: Readonly<Record<Kind, string>> = {
  approve: 'you approved',
  abstain: 'you abstained from',
  refuse: 'you refused',
  withdraw: 'you took back what you had said on',
};

/** Whether what follows a command gives a word, and does not only ask for a card. */
export function givesWord(said: readonly string[]): boolean {
  return said.some((word) => word.toLowerCase() === 'as');
}

/**
 * A word on a plan in words, `PLAN as ROLE`: what the buttons of its card do, for clients that show none. The plan is named
 * by its id, which is of its hash, so that it is clear what was looked at.
 */
export async function giveWord(context: CommandContext, kind: Kind, args: Args): Promise<Answer> {
  const read = await readWord(context, kind, args);
  if (read.kind === 'unclear') return read.answer;
  const { plan, role, reason } = read.value;
  const { parts, fleet, by } = context;
  const may = await maySign(parts, plan, { kind, role }, by);
  if (may.kind === 'no') {
    if (may.because === 'not-asked') return no(may.why, `“approve ${plan.id}” shows whose word is.`);
    return notTaken(context, plan, { kind: may.because, what: `${kind} ${plan.id} as ${role}`, why: may.why });
  }
  const own = (await parts.signOffs.ofPlan(plan.hash)).filter(({ person }) => samePerson(person, by));
  const nonce = saidOnce(context);
  if (own.some((one) => one.nonce === nonce)) return taken(context, plan, kind, {});
  const answer = await fleet.signOff(plan.hash, { role, kind, ...(reason !== undefined && { reason }) }, by, {
    via: 'chat',
    nonce,
    ...(may.held && { held: may.held }),
  });
  if (answer.kind === 'recorded') return taken(context, plan, kind, answer);
  return no('That was not taken.', answer.kind === 'refused' ? answer.because : PLAN_GONE);
}

/** A chat may tell the same twice, and the second time long after: what was taken back in between stays so. */
function saidOnce({ parts, conversation, event }: CommandContext): string {
  return parts.ids.of('said', JSON.stringify([conversation.id, event.id]));
}

interface WordRead {
  readonly plan: MigrationPlan;
  readonly role: Role;
  readonly reason: string | undefined;
}

async function readWord(context: CommandContext, kind: Kind, args: Args): Promise<Found<WordRead>> {
  const [name, as, role = '', ...more] = subjects(args.words);
  if (name === undefined || as?.toLowerCase() !== 'as' || role === '' || more.length > 0) {
    return unclear(usage(context, 'I need a plan and a role.'));
  }
  const read = whichRole(role, (one) => sayAgain(kind, [name, 'as', one], args.because));
  if (read.kind === 'unclear') return read;
  const asked = read.value;
  const which = await whichPlan(context, name, ['as', asked], args.because);
  if (which.kind === 'unclear') return which;
  const { id, meant } = which.value;
  if (meant) return unclear(namesWhole(kind, id, meant.cluster.name, asked, args.because));
  const stored = await context.parts.plans.find(id);
  if (!stored) return unclear(no('That was not taken.', PLAN_GONE));
  const standing = await planStanding(context.parts, stored.plan);
  if (standing.kind === 'changed') {
    const why = `Plan ${id} is not proposed any more, so it cannot be signed. ${standing.why}`;
    const what = `${kind} ${id} as ${asked}`;
    return unclear(await notTaken(context, stored.plan, { kind: 'changed-plan', what, why }));
  }
  if (kind === 'approve') return found({ plan: stored.plan, role: asked, reason: undefined });
  const reason = reasonOf(context, args);
  return reason.kind === 'unclear' ? reason : found({ plan: stored.plan, role: asked, reason: reason.value });
}

/** A plan has many clusters: who names one of them must know what else is signed. */
function namesWhole(kind: Kind, id: string, cluster: string, role: Role, because: string | undefined): Answer {
  return no(
    words`A plan is signed as a whole, and ${cluster} is in plan ${id}: look at it first, “approve ${id}” shows its card.`,
    words`If that is what you mean, say it again like this: “${sayAgain(kind, [id, 'as', role], because)}”.`,
  );
}

async function notTaken(
  { parts, event }: CommandContext,
  { hash }: MigrationPlan,
  { kind, what, why }: { readonly kind: 'expired' | 'wrong-person' | 'changed-plan'; what: string; why: string },
): Promise<Answer> {
  await recordRefusal(parts, event, { kind, what: `Said: ${what}`, why, planHash: hash });
  return no(kind === 'wrong-person' ? 'You may not do that.' : 'That was not taken.', why);
}

async function taken(
  context: CommandContext,
  plan: MigrationPlan,
  kind: Kind,
  { note }: Pick<Extract<SignOffAnswer, { kind: 'recorded' }>, 'note'>,
): Promise<Answer> {
  return list({
    mark: 'Sign-off',
    tone: 'good',
    title: `Taken: ${TAKEN[kind]} plan ${plan.id}`,
    intro: signOffText(await context.fleet.signOffs(plan.hash)),
    rows: note === undefined ? [] : [{ title: note, lines: [], tone: 'warning' }],
    ...linkTo(context, 'Open the plan', 'plans', plan.id),
  });
}
