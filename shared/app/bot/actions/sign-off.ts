import { topicText } from '../../../domain/chat/topic.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { voiceOf } from '../../../domain/sign-off/held-role.ts';
import { requirementOfPlan } from '../../../domain/sign-off/owners.ts';
import { NO_MEMBERS, type RoleHolders } from '../../../domain/sign-off/people.ts';
import type { SignOff, SignOffRequirement } from '../../../domain/sign-off/sign-off.ts';
import { samePerson, standingWords } from '../../../domain/sign-off/state.ts';
import { type Instant, MS_PER_DAY } from '../../../domain/time.ts';
import { planStanding, scopeKey } from '../../admission-plan.ts';
import { postNow, refreshTopic } from '../../chat/refresh.ts';
import { rolesOf } from '../../roles.ts';
import type { SignOffPressed } from '../action-data.ts';
import { membersText, unseenText } from '../who-may.ts';
import { cardNow } from './card-now.ts';
import { type Outcome, type Pressed, refused, told } from './pressed.ts';

const SHORTEST_REASON = 3;
/** How to get a card whose buttons were not used yet. */
const AGAIN = 'Say “approve” for a fresh card.';

/** A word on a plan, given with a button. */
export async function pressSignOff(pressed: Pressed<SignOffPressed>): Promise<Outcome> {
  const { parts, data, post } = pressed;
  const [found, { settings }] = await Promise.all([parts.plans.find(data.planHash), parts.planning.load()]);
  if (!found) return refused('expired', `This plan is not kept any more. “plans” shows what is proposed now.`);
  const { plan } = found;
  const standing = await planStanding(parts, plan);
  if (standing.kind === 'changed') return changed(pressed, plan, standing.why);
  const requirement = requirementOfPlan(plan, settings.signOffs);
  const over = whyOver(plan, requirement, post.at, parts.clock.now());
  if (over !== undefined) return refused('expired', over);
  if (data.kind === 'withdraw') return give(pressed, plan, undefined);
  if (!requirement.roles.some(({ role }) => role === data.role)) {
    const why = `The word of ${data.role} is not asked for on this plan any more: the rules have changed. The card shows what is.`;
    return refused('old-card', why, await cardNow(pressed));
  }
  const held = await rolesOf(parts, pressed.by);
  if (held.kind === 'unknown') return refused('wrong-person', unseenText(held.why));
  const voice = voiceOf(held.roles, data.role, requirement.owners);
  if (voice.kind === 'none') {
    const unseen = held.unseen === undefined ? '' : ` ${unseenText(held.unseen)}`;
    return refused('wrong-person', `${voice.because} ${whoMay(settings.people, data.role, requirement)}${unseen}`);
  }
  return give(pressed, plan, held.roles);
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

/** Why a card is too old to be signed on; `undefined`: it is not. */
function whyOver(
  plan: MigrationPlan,
  { validDays }: SignOffRequirement,
  shownAt: Instant,
  now: Instant,
): string | undefined {
  if (shownAt + validDays * MS_PER_DAY <= now) {
    return `This card is older than ${validDays} days, for which a sign-off counts. Look at the plan as it is now. ${AGAIN}`;
  }
  const windows = plan.waves.flatMap(({ clusters }) =>
    clusters.flatMap(({ steps }) => steps.flatMap((step) => step.windows)),
  );
  if (windows.length === 0 || windows.some(({ closes }) => closes > now)) return undefined;
  return 'All windows of this plan are over: it will be planned anew, and then it is asked for again.';
}

function whoMay(people: RoleHolders, role: SignOffPressed['role'], { owners }: SignOffRequirement): string {
  const all = people.roles[role] ?? NO_MEMBERS;
  const own = role === 'application' ? owners.flatMap((owner) => ownerMembers(people, owner)) : [];
  return `Who may: ${membersText([...own, all])}`;
}

function ownerMembers({ owners }: RoleHolders, owner: string) {
  return Object.entries(owners).flatMap(([name, members]) =>
    name.toLowerCase() === owner.toLowerCase() ? [members] : [],
  );
}

async function give(
  pressed: Pressed<SignOffPressed>,
  plan: MigrationPlan,
  held: NonNullable<Parameters<Pressed<unknown>['fleet']['signOff']>[3]>['held'] | undefined,
): Promise<Outcome> {
  const { parts, fleet, data, by, post } = pressed;
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
  if (answer.kind === 'missing')
    return refused('expired', 'This plan is not kept any more. “plans” shows what is proposed now.');
  if (answer.kind === 'refused') {
    const standing = await planStanding(parts, plan);
    return standing.kind === 'changed' ? changed(pressed, plan, standing.why) : told(answer.because);
  }
  await refreshTopic(parts, post.topic);
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

async function shown(pressed: Pressed<unknown>): Promise<Outcome> {
  return { kind: 'taken', reply: (await cardNow(pressed)) ?? { kind: 'toast', text: 'Taken.' } };
}
