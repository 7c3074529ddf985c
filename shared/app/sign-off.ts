import { topicText } from '../domain/chat/topic.ts';
import { InputError } from '../domain/errors.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import type { AskFacts } from '../domain/sign-off/asked.ts';
import { type HeldRole, type Voice, voiceOf } from '../domain/sign-off/held-role.ts';
import { lateSignOffs, lateText } from '../domain/sign-off/late.ts';
import { requirementOfPlan } from '../domain/sign-off/owners.ts';
import { expiryOf } from '../domain/sign-off/requirement.ts';
import type { Person, SignOff, SignOffRequirement } from '../domain/sign-off/sign-off.ts';
import { samePerson, standingWords } from '../domain/sign-off/state.ts';
import type { Instant } from '../domain/time.ts';
import { planStanding } from './admission-plan.ts';
import { refreshTopic } from './chat/refresh.ts';
import { NewSignOff, type SignOffAnswer, type SignOffsView } from './migration-views.ts';
import type { Parts } from './parts.ts';
import { signOffsView } from './sign-off-view.ts';

export type SignOffParts = Pick<
  Parts,
  'plans' | 'planning' | 'signOffs' | 'delegations' | 'clock' | 'ids' | 'chat' | 'posts' | 'sender'
>;

/** How a person told it. */
export interface HowSaid {
  readonly via: 'cli' | 'api' | 'chat';
  /** What they may speak as; absent: whoever let them in has seen to it that they may. */
  readonly held?: readonly HeldRole[];
  /** `chat`: of the message whose button was pressed, or of the words themselves. */
  readonly nonce?: string;
}

/**
 * Records a person's word on one plan hash. The same word twice is one; a word on a plan that is not proposed any more is
 * not taken, for whoever gives it means what is proposed now.
 *
 * @throws InputError SIGN_OFF_WRONG when the role is none, or a reason is missing that is needed
 * @throws UpstreamError when a store does not answer, or the queue: then the word may be recorded, and giving it again is safe
 */
export async function signOff(
  parts: SignOffParts,
  planIdOrHash: string,
  given: NewSignOff,
  by: Person,
  how: HowSaid = { via: 'api' },
): Promise<SignOffAnswer> {
  const word = readWord(given);
  const found = await parts.plans.find(planIdOrHash);
  if (!found) return { kind: 'missing' };
  const { plan } = found;
  const standing = await planStanding(parts, plan);
  if (standing.kind === 'changed') {
    return { kind: 'refused', because: `This plan is not proposed any more, so it cannot be signed. ${standing.why}` };
  }
  const facts = await factsOf(parts, plan);
  const { signOffs: words, requirement, now } = facts;
  const own = standingWords(words).find(({ person }) => samePerson(person, by));
  if (word.kind === 'withdraw' && !own) {
    return { kind: 'refused', because: 'You have said nothing on this plan that could be withdrawn.' };
  }
  const voice = voiceFor(word, how.held, requirement);
  if (voice.kind === 'none') return { kind: 'refused', because: voice.because };
  if (!own || !isSameWord(own, word, voice, now)) {
    // After what was said before, whatever the clocks of two machines say: the last word counts.
    const at = Math.max(now, (words.at(-1)?.at ?? 0) + 1);
    await parts.signOffs.add(made(parts, plan, { word, voice, by, how, at, requirement, words }));
  }
  await refreshTopic(parts, topicText({ kind: 'plan', planHash: plan.hash }));
  const after: AskFacts = { ...facts, signOffs: await parts.signOffs.ofPlan(plan.hash) };
  const late = lateSignOffs(plan, after.signOffs, requirement).findLast(({ person }) => samePerson(person, by));
  return {
    kind: 'recorded',
    signOffs: signOffsView(plan, after, standing),
    ...(word.kind === 'approve' && late && { note: lateText(plan, late) }),
  };
}

/** What was said on a plan, and what that comes to now. */
export async function signOffsOf(parts: SignOffParts, planIdOrHash: string): Promise<SignOffsView | undefined> {
  const found = await parts.plans.find(planIdOrHash);
  if (!found) return undefined;
  const [standing, facts] = await Promise.all([planStanding(parts, found.plan), factsOf(parts, found.plan)]);
  return signOffsView(found.plan, facts, standing);
}

/** What is asked of people about a plan, and what they said. */
export async function factsOf(
  { planning, signOffs, delegations, clock }: Pick<Parts, 'planning' | 'signOffs' | 'delegations' | 'clock'>,
  plan: MigrationPlan,
): Promise<AskFacts> {
  const [{ settings }, words, lent] = await Promise.all([
    planning.load(),
    signOffs.ofPlan(plan.hash),
    delegations.list(),
  ]);
  return {
    people: settings.people,
    delegations: lent,
    signOffs: words,
    requirement: requirementOfPlan(plan, settings.signOffs),
    now: clock.now(),
  };
}

/** Who takes a word back need not hold the role any more. */
function voiceFor(word: Word, held: HowSaid['held'], { owners }: SignOffRequirement): Voice {
  if (!held || word.kind === 'withdraw') return { kind: 'heard' };
  return voiceOf(held, word.role, owners);
}

type Word = ReturnType<typeof NewSignOff.parse>;

function readWord(given: NewSignOff): Word {
  const read = NewSignOff.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path.join('.') || 'sign-off';
    throw new InputError('SIGN_OFF_WRONG', `${field}: ${issue?.message ?? 'another form is expected'}`, { field });
  }
  if (read.data.kind !== 'approve' && read.data.reason === undefined) {
    throw new InputError('SIGN_OFF_WRONG', `reason: to ${read.data.kind} needs a reason`, { field: 'reason' });
  }
  return read.data;
}

/** An approval that has expired is given anew, and so is one that speaks for others. */
function isSameWord(standing: SignOff, { kind, role, reason }: Word, voice: Heard, now: Instant): boolean {
  if (standing.kind !== kind || standing.role !== role || whoseOf(standing) !== whoseOf(voice)) return false;
  return kind === 'approve' ? standing.expiresAt > now : standing.reason === reason;
}

type Heard = Extract<Voice, { kind: 'heard' }>;

function whoseOf({ owners, onBehalfOf }: Pick<SignOff, 'owners' | 'onBehalfOf'>): string {
  return JSON.stringify([owners ?? '*', onBehalfOf?.id ?? '']);
}

interface Said {
  readonly word: Word;
  readonly voice: Heard;
  readonly by: Person;
  readonly how: HowSaid;
  readonly at: Instant;
  readonly requirement: SignOffRequirement;
  readonly words: readonly SignOff[];
}

/** Named by the person's how-manieth word it is: the same click twice at once has one name, and is stored once. */
function made({ ids }: Pick<Parts, 'ids'>, { hash }: MigrationPlan, said: Said): SignOff {
  const { word, voice, by, how, at, requirement, words } = said;
  const { kind, role, reason } = word;
  const before = words.filter(({ person }) => samePerson(person, by)).length;
  const name = [hash, by.tenantId?.toLowerCase() ?? '', by.id.toLowerCase(), role, kind, before];
  return {
    id: ids.of('signoff', JSON.stringify(name)),
    planHash: hash,
    person: by,
    role,
    ...(voice.owners && { owners: voice.owners }),
    ...(voice.onBehalfOf && { onBehalfOf: voice.onBehalfOf }),
    kind,
    at,
    expiresAt: expiryOf(at, requirement),
    ...(reason === undefined ? {} : { reason }),
    via: how.via,
    ...(how.nonce !== undefined && { nonce: how.nonce }),
  };
}
