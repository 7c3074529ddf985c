import { ROLES, type Role } from '../../../domain/sign-off/sign-off.ts';
import { nearest } from '../reading/near.ts';
import { type Found, found, nearAnswer, unclear } from './arguments.ts';

/** The role that a word names. @param again the whole command with another role in its place */
export function whichRole(said: string, again: (role: string) => string): Found<Role> {
  const role = ROLES.find((one) => one === said.toLowerCase());
  if (role !== undefined) return found(role);
  return unclear(
    nearAnswer(`There is no role ${said}.`, nearest(said, ROLES).map(again), `Roles: ${ROLES.join(', ')}.`),
  );
}
