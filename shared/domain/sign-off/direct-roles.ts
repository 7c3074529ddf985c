import type { HeldRole } from './held-role.ts';
import type { Members, RoleHolders } from './people.ts';
import { NO_MEMBERS } from './people.ts';
import { ROLES } from './sign-off.ts';

/** What a person holds without anybody's leave. */
export interface DirectRoles {
  readonly roles: readonly HeldRole[];
  /** May give commands, answer recommendations, exempt and freeze. */
  readonly operator: boolean;
}

/**
 * @param personId directory id
 * @param groupIds groups that the person is known to be in
 */
export function directRoles(people: RoleHolders, personId: string, groupIds: readonly string[]): DirectRoles {
  const isIn = ({ people: named, groups }: Members): boolean =>
    isNamed(named, personId) || groups.some((group) => groupIds.some((one) => isSameId(one, group)));
  const roles: HeldRole[] = ROLES.filter((role) => isIn(people.roles[role] ?? NO_MEMBERS)).map((role) => ({ role }));
  const owners = Object.keys(people.owners).filter((owner) => isIn(people.owners[owner] ?? NO_MEMBERS));
  // Who speaks for every owner needs none of them.
  if (owners.length > 0 && !roles.some(({ role }) => role === 'application')) {
    roles.push({ role: 'application', owners });
  }
  return { roles, operator: isIn(people.operators) || roles.some(({ role }) => role === 'platform') };
}

/** Groups that decide what a person holds; empty: the settings name the person wherever it matters. */
export function groupsThatDecide(people: RoleHolders, personId: string): string[] {
  const all = [...Object.values(people.roles), ...Object.values(people.owners), people.operators];
  const open = all.filter(({ people: named }) => !isNamed(named, personId));
  return [...new Set(open.flatMap(({ groups }) => groups))];
}

function isNamed(named: Members['people'], personId: string): boolean {
  return named.some(({ id }) => isSameId(id, personId));
}

function isSameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
