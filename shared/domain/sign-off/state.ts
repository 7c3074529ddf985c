import type { Instant } from '../time.ts';
import type { Person, SignOff, SignOffRequirement, SignOffState } from './sign-off.ts';

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
 * for nothing starts only because time passed.
 */
export function signOffState({ signOffs, requirement, now, askedBy }: SignOffFacts): SignOffState {
  const standing = standingWords(signOffs);
  const refusal = standing.find(({ kind }) => kind === 'refuse');
  if (refusal) return { kind: 'refused', by: refusal };
  const asked = new Set(requirement.roles.map(({ role }) => role));
  const by = standing.filter(({ kind, expiresAt, role }) => kind === 'approve' && expiresAt > now && asked.has(role));
  const roles = requirement.roles
    .map(({ role, quorum }) => ({ role, missing: quorum - by.filter((one) => one.role === role).length }))
    .filter(({ missing }) => missing > 0);
  if (roles.length > 0) return { kind: 'awaited', roles, by };
  if (askedBy && by.length > 0 && by.every(({ person }) => samePerson(person, askedBy))) {
    return { kind: 'awaited', roles: by.slice(0, 1).map(({ role }) => ({ role, missing: 1 })), by };
  }
  return { kind: 'complete', by };
}

/** The last word of each person, in the order in which they were given; a withdrawal leaves none. */
export function standingWords(signOffs: readonly SignOff[]): readonly SignOff[] {
  const last = new Map<string, SignOff>();
  for (const signOff of signOffs) {
    const key = keyOf(signOff.person);
    last.delete(key);
    if (signOff.kind !== 'withdraw') last.set(key, signOff);
  }
  return [...last.values()];
}

export function samePerson(a: Person, b: Person): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ tenantId = '', id }: Person): string {
  return JSON.stringify([tenantId.toLowerCase(), id.toLowerCase()]);
}
