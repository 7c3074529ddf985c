import { isSameOwner, speaksFor } from './owners.ts';
import type { Person, Role, SignOff } from './sign-off.ts';
import { namesText } from './words.ts';

/** One role that a person may speak as. */
export interface HeldRole {
  readonly role: Role;
  /** `application`: only for workloads of these owners; absent: for everybody's. */
  readonly owners?: readonly string[];
  /** Who lets them speak in their place. */
  readonly onBehalfOf?: Person;
}

export type Voice =
  | ({ readonly kind: 'heard' } & Pick<SignOff, 'owners' | 'onBehalfOf'>)
  /** `because` says what would help. */
  | { readonly kind: 'none'; readonly because: string };

/**
 * What a person's word for a role counts as. What they hold themselves goes before what somebody lets them speak for,
 * and both are taken together where neither is enough: one person has one word.
 *
 * @param affected owners of workloads that the plan touches
 */
export function voiceOf(held: readonly HeldRole[], role: Role, affected: readonly string[]): Voice {
  const ofRole = held.filter((one) => one.role === role);
  const sorted = [...ofRole.filter(({ onBehalfOf }) => !onBehalfOf), ...ofRole.filter(({ onBehalfOf }) => onBehalfOf)];
  const [first] = sorted;
  if (!first) return { kind: 'none', because: `You do not hold the role ${role}: ${WHO_HOLDS}` };
  if (role !== 'application') return heard(undefined, first.onBehalfOf);
  const own = sorted.filter(({ onBehalfOf }) => !onBehalfOf);
  if (covers(own, affected)) return ofOwners(own, affected);
  const forAll = sorted.find(({ owners }) => owners === undefined);
  return forAll ? heard(undefined, forAll.onBehalfOf) : ofOwners(sorted, affected);
}

const WHO_HOLDS =
  'planning.json says who does (people.roles and people.owners), and who holds it can let you speak in their place.';

function ofOwners(held: readonly HeldRole[], affected: readonly string[]): Voice {
  if (held.some(({ owners, onBehalfOf }) => owners === undefined && !onBehalfOf)) return heard();
  const owners = affected.filter((owner) => held.some((one) => speaksFor(one, owner)));
  if (owners.length === 0) return { kind: 'none', because: notTheirs(held, affected) };
  const own = held.filter(({ onBehalfOf }) => !onBehalfOf);
  const lent = owners.find((owner) => !own.some((one) => speaksFor(one, owner)));
  return heard(owners, lent === undefined ? undefined : held.find((one) => speaksFor(one, lent))?.onBehalfOf);
}

function covers(held: readonly HeldRole[], affected: readonly string[]): boolean {
  if (held.some(({ owners }) => owners === undefined)) return true;
  return affected.length > 0 && affected.every((owner) => held.some((one) => speaksFor(one, owner)));
}

function notTheirs(held: readonly HeldRole[], affected: readonly string[]): string {
  const theirs = held.flatMap(({ owners = [] }) => owners);
  const names = theirs.filter((name, index) => theirs.findIndex((one) => isSameOwner(one, name)) === index);
  const whose = affected.length > 0 ? `those of ${namesText(affected)}` : 'workloads whose owners are not known';
  return `You speak for the workloads of ${namesText(names)}, and this plan touches ${whose}: who speaks for them, or for every owner, can sign.`;
}

function heard(owners?: readonly string[], onBehalfOf?: Person): Voice {
  return { kind: 'heard', ...(owners && { owners }), ...(onBehalfOf && { onBehalfOf }) };
}
