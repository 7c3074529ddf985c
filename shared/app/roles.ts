import { isInForce } from '../domain/sign-off/asked.ts';
import { type DirectRoles, directRoles, groupsThatDecide } from '../domain/sign-off/direct-roles.ts';
import type { HeldRole } from '../domain/sign-off/held-role.ts';
import type { RoleHolders } from '../domain/sign-off/people.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import { samePerson } from '../domain/sign-off/state.ts';
import type { Parts } from './parts.ts';

export type { HeldRole } from '../domain/sign-off/held-role.ts';

/** What a person may speak as. */
export type RolesHeld =
  | {
      readonly kind: 'seen';
      readonly roles: readonly HeldRole[];
      /** May give commands, answer recommendations, exempt and freeze. */
      readonly operator: boolean;
      /** Why some groups could not be asked: the person may hold more than this. */
      readonly unseen?: string;
    }
  /** It cannot be seen now, so nothing is taken from them. */
  | { readonly kind: 'unknown'; readonly why: string };

export type RolesParts = Pick<Parts, 'planning' | 'groups' | 'delegations' | 'clock'>;

const NOTHING: RolesHeld = { kind: 'seen', roles: [], operator: false };

/**
 * What a person may speak as now: by the settings, by their groups, and in the place of somebody who holds it at this
 * time without anybody's leave. Who has no directory id, or whose directory is not known, holds nothing.
 */
export async function rolesOf(parts: RolesParts, person: Person): Promise<RolesHeld> {
  if (!person.id || !person.tenantId) return NOTHING;
  const [{ settings }, delegations] = await Promise.all([parts.planning.load(), parts.delegations.list()]);
  const now = parts.clock.now();
  const own = await directOf(parts, settings.people, person);
  const lent: HeldRole[] = [];
  let { unseen } = own;
  for (const { from, to, role, ...period } of delegations) {
    if (!isInForce(period, now) || !samePerson(to, person)) continue;
    const theirs = await directOf(parts, settings.people, from);
    const given = theirs.roles.filter((held) => held.role === role);
    lent.push(...given.map((held) => ({ ...held, onBehalfOf: from })));
    if (given.length === 0) unseen ??= theirs.unseen;
  }
  const roles = [...own.roles, ...lent];
  const operator = own.operator || roles.some(({ role }) => role === 'platform');
  if (roles.length === 0 && !operator && unseen !== undefined) return { kind: 'unknown', why: unseen };
  return { kind: 'seen', roles, operator, ...(unseen !== undefined && { unseen }) };
}

/** What a person holds himself, with nobody's leave. Groups are asked only where the settings do not name the person. */
export async function directOf(
  { groups }: Pick<Parts, 'groups'>,
  people: RoleHolders,
  { id }: Person,
): Promise<DirectRoles & { readonly unseen?: string }> {
  const needed = groupsThatDecide(people, id);
  if (needed.length === 0) return directRoles(people, id, []);
  const answer = await groups.memberOf(id, needed);
  if (answer.kind === 'seen') return directRoles(people, id, answer.groupIds);
  return { ...directRoles(people, id, []), unseen: answer.why };
}
