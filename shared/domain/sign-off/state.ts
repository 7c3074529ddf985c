import type { Instant } from '../time.ts';
import { speaksFor, speaksForSome } from './owners.ts';
import type { AwaitedRole, Person, SignOff, SignOffRequirement, SignOffState } from './sign-off.ts';

/** What the sign-offs of one plan hash come to. */
export interface SignOffFacts {
  /** Of this plan hash, oldest first. */
  readonly signOffs: readonly SignOff[];
  readonly requirement: SignOffRequirement;
  readonly now: Instant;
  /** Who asked for the start, where somebody did: that person alone cannot have approved it. */
  readonly askedBy?: Person;
}

/**
 * Each person has one standing word on a plan, the last one given: so nobody signs for two roles, and a later word takes
 * the place of the earlier. An approval counts until it expires; a refusal stands until the same person takes it back,
 * for nothing starts only because time passed. Beside its quorum, `application` needs a yes for every owner.
 */
export function signOffState({ signOffs, requirement, now, askedBy }: SignOffFacts): SignOffState {
  const standing = standingWords(signOffs);
  const refusal = standing.find(({ kind }) => kind === 'refuse');
  if (refusal) return { kind: 'refused', by: refusal };
  const yes = standing.filter(({ kind, expiresAt }) => kind === 'approve' && expiresAt > now);
  const by = yes.filter((word) => isAskedFor(word, requirement));
  const roles = requirement.roles.flatMap(({ role, quorum }) => awaitedOf(role, quorum, by, requirement));
  if (roles.length > 0) return { kind: 'awaited', roles, by };
  if (askedBy && by.length > 0 && by.every(({ person }) => samePerson(person, askedBy))) {
    return { kind: 'awaited', roles: by.slice(0, 1).map(({ role }) => ({ role, missing: 1, owners: [] })), by };
  }
  const beside = yes.filter((word) => !by.includes(word));
  return { kind: 'complete', by, ...(beside.length > 0 && { beside }) };
}

/** A word for workloads that the plan does not touch is nobody's yes to it. */
function isAskedFor(word: SignOff, { roles, owners }: SignOffRequirement): boolean {
  if (!roles.some(({ role }) => role === word.role)) return false;
  return word.role !== 'application' || speaksForSome(word, owners);
}

function awaitedOf(
  role: AwaitedRole['role'],
  quorum: number,
  by: readonly SignOff[],
  requirement: SignOffRequirement,
): AwaitedRole[] {
  const words = by.filter((word) => word.role === role);
  const asked = role === 'application' ? requirement.owners : [];
  const owners = asked.filter((owner) => !words.some((word) => speaksFor(word, owner)));
  const missing = Math.max(quorum - words.length, owners.length > 0 ? 1 : 0);
  return missing > 0 ? [{ role, missing, owners }] : [];
}

/** The last word of each person, in the order in which they were given; a withdrawal leaves none. */
export function standingWords(signOffs: readonly SignOff[]): readonly SignOff[] {
  let standing: readonly SignOff[] = [];
  for (const signOff of signOffs) {
    standing = standing.filter(({ person }) => !samePerson(person, signOff.person));
    if (signOff.kind !== 'withdraw') standing = [...standing, signOff];
  }
  return standing;
}

/** By directory id. Where one of the two does not tell its directory they are taken for one: nobody becomes two people by leaving it out. */
export function samePerson(a: Person, b: Person): boolean {
  if (a.id.toLowerCase() !== b.id.toLowerCase()) return false;
  return !a.tenantId || !b.tenantId || a.tenantId.toLowerCase() === b.tenantId.toLowerCase();
}
