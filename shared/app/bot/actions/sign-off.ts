import { topicText } from '../../../domain/chat/topic.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import type { HeldRole } from '../../../domain/sign-off/held-role.ts';
import { requirementOfPlan } from '../../../domain/sign-off/owners.ts';
import type { SignOff } from '../../../domain/sign-off/sign-off.ts';
import { samePerson, standingWords } from '../../../domain/sign-off/state.ts';
import { MS_PER_DAY } from '../../../domain/time.ts';
import { planStanding, scopeKey } from '../../admission-plan.ts';
import { postNow, refreshTopic } from '../../chat/refresh.ts';
import type { SignOffPressed } from '../action-data.ts';
import { maySign, PLAN_GONE } from '../may-sign.ts';
import { cardNow, shown } from './card-now.ts';
import { type Outcome, type Pressed, refused, SHORTEST_REASON, told } from './pressed.ts';

/** How to get a card whose buttons were not used yet. */
const AGAIN = 'Say “approve” for a fresh card.';

/** A word on a plan, given with a button. */
export async function pressSignOff(pressed: Pressed<SignOffPressed>): Promise<Outcome> {
  const { parts, data, post } = pressed;
  const [found, { settings }] = await Promise.all([parts.plans.find(data.planHash), parts.planning.load()]);
  if (!found) return refused('expired', PLAN_GONE);
  const { plan } = found;
  const standing = await planStanding(parts, plan);
  if (standing.kind === 'changed') return changed(pressed, plan, standing.why);
  const { validDays } = requirementOfPlan(plan, settings.signOffs);
  if (post.at + validDays * MS_PER_DAY <= parts.clock.now()) {
    const old = `This card is older than ${validDays} days, for which a sign-off counts. Look at the plan as it is now. ${AGAIN}`;
    return refused('expired', old);
  }
  const may = await maySign(parts, plan, data, pressed.by);
  if (may.kind === 'yes') return give(pressed, plan, may.held);
  if (may.because !== 'not-asked') return refused(may.because, may.why);
  return refused('old-card', `${may.why} The rules have changed; the card shows what is.`, await cardNow(pressed));
}

/** What changed, and the card of the plan that took its place, where there is one. */
async function changed(pressed: Pressed<SignOffPressed>, plan: MigrationPlan, why: string): Promise<Outcome> {
  const { parts, conversation, post, cause } = pressed;
  const current = await parts.plans.proposal();
  const successor = current?.proposal.plans.find(({ scope }) => scopeKey(scope) === scopeKey(plan.scope));
  if (successor) await postNow(parts, conversation.id, topicText({ kind: 'plan', planHash: successor.hash }), cause);
  await refreshTopic(parts, post.topic);
  const next = successor ? 'Its card comes below: look at that one.' : '“plans” shows what is proposed now.';
  return refused('changed-plan', `This plan was changed since, so it cannot be signed. ${why} ${next}`);
}

async function give(
  pressed: Pressed<SignOffPressed>,
  plan: MigrationPlan,
  held: readonly HeldRole[] | undefined,
): Promise<Outcome> {
  const { parts, fleet, data, by } = pressed;
  const { role, kind, nonce, reason = '' } = data;
  const words = await parts.signOffs.ofPlan(plan.hash);
  const again = wordAgain(words, pressed);
  if (again === 'replay') {
    return refused('replay', `This button was used before, and that word does not stand any more. ${AGAIN}`);
  }
  if (again === 'withdrawn') return shown(pressed);
  if (kind !== 'approve' && reason.length < SHORTEST_REASON) {
    return told(`To ${kind} needs a reason of at least ${SHORTEST_REASON} characters: write one on the card.`);
  }
  const word = { role, kind, ...(kind !== 'approve' && { reason }) };
  const answer = await fleet.signOff(plan.hash, word, by, { via: 'chat', nonce, ...(held && { held }) });
  if (answer.kind === 'missing') return refused('expired', PLAN_GONE);
  if (answer.kind === 'refused') {
    const standing = await planStanding(parts, plan);
    return standing.kind === 'changed' ? changed(pressed, plan, standing.why) : told(answer.because);
  }
  return shown(pressed);
}

/**
 * Whether a button gives a word that it gave before. While that word stands it is a double click and changes nothing; taken
 * back since, it is used up.
 */
function wordAgain(
  words: readonly SignOff[],
  { data: { nonce, kind, role }, by }: Pressed<SignOffPressed>,
): 'new' | 'replay' | 'withdrawn' {
  const own = words.filter(({ person }) => samePerson(person, by));
  const used = own.some(
    (word) => word.nonce === nonce && word.kind === kind && (kind === 'withdraw' || word.role === role),
  );
  if (!used) return 'new';
  const standing = standingWords(own).at(-1);
  if (kind === 'withdraw') return standing ? 'replay' : 'withdrawn';
  return standing?.kind === kind && standing.role === role ? 'new' : 'replay';
}
