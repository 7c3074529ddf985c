import type { Instant } from '../time.ts';
import type { Delegation } from './delegation.ts';
import type { AskedPerson } from './news.ts';
import { isSameOwner } from './owners.ts';
import { type KnownPerson, type Members, NO_MEMBERS, type RoleHolders } from './people.ts';
import type { AwaitedRole, SignOff, SignOffRequirement } from './sign-off.ts';
import { samePerson, standingWords } from './state.ts';

/** Who could give the words that are awaited. */
export interface AskFacts {
  readonly people: RoleHolders;
  readonly delegations: readonly Delegation[];
  /** Of the plan, oldest first. */
  readonly signOffs: readonly SignOff[];
  readonly requirement: SignOffRequirement;
  readonly now: Instant;
}

/**
 * The people whose word is awaited, each once, as far as the settings name them: members of groups cannot be listed. Who
 * has said yes, or abstains, is not asked again. Who speaks for a person at this time is asked beside them.
 */
export function askedPeople(awaited: readonly AwaitedRole[], facts: AskFacts): AskedPerson[] {
  const direct = awaited.flatMap((one) =>
    one.role === 'application' ? applicationPeople(one, facts) : holders(one, facts),
  );
  const all = direct.flatMap((one) => [one, ...standIns(one, facts)]);
  const spoken = standingWords(facts.signOffs).filter((word) => stillCounts(word, facts.now));
  const byId = new Map<string, AskedPerson>();
  for (const one of all) {
    const key = one.id.toLowerCase();
    if (!byId.has(key) && !spoken.some(({ person }) => samePerson(person, one))) byId.set(key, one);
  }
  return [...byId.values()];
}

function stillCounts({ kind, expiresAt }: SignOff, now: Instant): boolean {
  return kind !== 'approve' || expiresAt > now;
}

function holders({ role }: AwaitedRole, { people }: AskFacts): AskedPerson[] {
  return (people.roles[role] ?? NO_MEMBERS).people.map((person) => ({ ...person, role }));
}

/** An owner's own people; where an owner has none, or the owners are not enough, those who speak for every owner. */
function applicationPeople(awaited: AwaitedRole, facts: AskFacts): AskedPerson[] {
  const asked = awaited.owners.length > 0 ? awaited.owners : facts.requirement.owners;
  const own = asked.map((owner) => ({ owner, people: membersOf(facts.people, owner).people }));
  const named = own.flatMap(({ owner, people }) => people.map((person) => asOwner(person, owner)));
  const enough = awaited.owners.length > 0 && own.every(({ people }) => people.length > 0);
  return enough ? named : [...named, ...holders(awaited, facts)];
}

function asOwner(person: KnownPerson, owner: string): AskedPerson {
  return { ...person, role: 'application', owner };
}

/** Who may speak for the workloads of an owner, beside those who speak for all. */
export function membersOf({ owners }: RoleHolders, owner: string): Members {
  return Object.entries(owners).find(([name]) => isSameOwner(name, owner))?.[1] ?? NO_MEMBERS;
}

function standIns(asked: AskedPerson, { delegations, now }: AskFacts): AskedPerson[] {
  return delegations
    .filter((one) => one.role === asked.role && isInForce(one, now) && samePerson(one.from, asked))
    .map(({ to: { id, name } }) => ({ ...asked, id, name }));
}

export function isInForce({ begins, ends }: Pick<Delegation, 'begins' | 'ends'>, now: Instant): boolean {
  return begins <= now && now < ends;
}
