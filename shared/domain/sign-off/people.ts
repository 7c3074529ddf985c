import type { Role } from './sign-off.ts';

/** Who may speak as what, as the owner of this app says; nobody holds anything by default. */
export interface RoleHolders {
  readonly roles: Readonly<Partial<Record<Role, Members>>>;
  /** By the name of an owner as it stands on workloads, compared without regard to case: for their workloads only. */
  readonly owners: Readonly<Record<string, Members>>;
  /** May give commands, answer recommendations, exempt and freeze. */
  readonly operators: Members;
}

export interface Members {
  readonly people: readonly KnownPerson[];
  /** Directory ids of groups. */
  readonly groups: readonly string[];
}

/** A person by directory id, in lower case. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
}

export const NO_MEMBERS: Members = { people: [], groups: [] };

export const NOBODY: RoleHolders = { roles: {}, owners: {}, operators: NO_MEMBERS };
