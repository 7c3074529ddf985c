import { InputError } from '../domain/errors.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { expiryOf, requirementOf } from '../domain/sign-off/requirement.ts';
import type { Person, SignOff, SignOffRequirement } from '../domain/sign-off/sign-off.ts';
import { samePerson, standingWords } from '../domain/sign-off/state.ts';
import type { Instant } from '../domain/time.ts';
import { planStanding } from './admission-plan.ts';
import { NewSignOff, type SignOffAnswer, type SignOffsView } from './migration-views.ts';
import type { Parts } from './parts.ts';
import { signOffsView } from './sign-off-view.ts';

export type SignOffParts = Pick<Parts, 'plans' | 'planning' | 'signOffs' | 'clock' | 'ids'>;

/** How a person told it. */
export type Via = 'cli' | 'api' | 'chat';

/**
 * Records a person's word on one plan hash. The same word twice is one; a word on a plan that is not proposed any more is
 * not taken, for whoever gives it means what is proposed now.
 *
 * @throws InputError SIGN_OFF_WRONG when the role is none, or a reason is missing that is needed
 */
export async function signOff(
  parts: SignOffParts,
  planIdOrHash: string,
  given: NewSignOff,
  by: Person,
  via: Via = 'api',
): Promise<SignOffAnswer> {
  const word = readWord(given);
  const found = await parts.plans.find(planIdOrHash);
  if (!found) return { kind: 'missing' };
  const { plan } = found;
  const standing = await planStanding(parts, plan);
  if (standing.kind === 'changed') {
    return { kind: 'refused', because: `This plan is not proposed any more, so it cannot be signed. ${standing.why}` };
  }
  const requirement = await requirementFor(parts, plan);
  const now = parts.clock.now();
  const words = await parts.signOffs.ofPlan(plan.hash);
  const own = standingWords(words).find(({ person }) => samePerson(person, by));
  if (word.kind === 'withdraw' && !own) {
    return { kind: 'refused', because: 'You have said nothing on this plan that could be withdrawn.' };
  }
  if (!own || !isSameWord(own, word, now)) {
    // After what was said before, whatever the clocks of two machines say: the last word counts.
    const at = Math.max(now, (words.at(-1)?.at ?? 0) + 1);
    await parts.signOffs.add(made(parts, plan, word, by, via, at, requirement, words));
  }
  const after = await parts.signOffs.ofPlan(plan.hash);
  return { kind: 'recorded', signOffs: signOffsView(plan, after, requirement, standing, now) };
}

/** What was said on a plan, and what that comes to now. */
export async function signOffsOf(parts: SignOffParts, planIdOrHash: string): Promise<SignOffsView | undefined> {
  const found = await parts.plans.find(planIdOrHash);
  if (!found) return undefined;
  const { plan } = found;
  const [standing, requirement, words] = await Promise.all([
    planStanding(parts, plan),
    requirementFor(parts, plan),
    parts.signOffs.ofPlan(plan.hash),
  ]);
  return signOffsView(plan, words, requirement, standing, parts.clock.now());
}

async function requirementFor({ planning }: Pick<Parts, 'planning'>, plan: MigrationPlan): Promise<SignOffRequirement> {
  const { settings } = await planning.load();
  return requirementOf(
    plan.waves.map(({ environment }) => environment),
    settings.signOffs,
  );
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

/** An approval that has expired is given anew. */
function isSameWord(standing: SignOff, { kind, role, reason }: Word, now: Instant): boolean {
  if (standing.kind !== kind || standing.role !== role) return false;
  return kind === 'approve' ? standing.expiresAt > now : standing.reason === reason;
}

/** Named by the person's how-manieth word it is: the same click twice at once has one name, and is stored once. */
function made(
  { ids }: Pick<Parts, 'ids'>,
  { hash }: MigrationPlan,
  { kind, role, reason }: Word,
  person: Person,
  via: Via,
  at: Instant,
  requirement: SignOffRequirement,
  words: readonly SignOff[],
): SignOff {
  const before = words.filter((word) => samePerson(word.person, person)).length;
  const name = [hash, person.tenantId?.toLowerCase() ?? '', person.id.toLowerCase(), role, kind, before];
  return {
    id: ids.of('signoff', JSON.stringify(name)),
    planHash: hash,
    person,
    role,
    kind,
    at,
    expiresAt: expiryOf(at, requirement),
    ...(reason === undefined ? {} : { reason }),
    via,
  };
}
