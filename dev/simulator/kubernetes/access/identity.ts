import { hexOf } from '../../model/stable-hash.ts';

/** Who asks. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

/**
 * The people of every simulated cluster. `admin` is what the cluster's user credential gives; the others
 * have the small roles that the recorded answers were made with.
 */
export const ROLES = ['admin', 'drainer', 'reader', 'nobody'] as const;
export type Role = (typeof ROLES)[number];

const IDENTITIES: Readonly<Record<Role, Identity>> = {
  admin: { user: 'masterclient', groups: ['system:masters', 'system:authenticated'] },
  drainer: { user: 'drainer', groups: ['drainers', 'system:authenticated'] },
  reader: { user: 'reader', groups: ['readers', 'system:authenticated'] },
  nobody: { user: 'nobody-special', groups: ['system:authenticated'] },
};

export const ANONYMOUS: Identity = { user: 'system:anonymous', groups: ['system:unauthenticated'] };

/** A token that this cluster knows; the same one at every start, and worth nothing anywhere else. */
export const tokenOf = (clusterId: string, role: Role): string => `simulated-${role}-${hexOf(`token ${clusterId}`)}`;

/** @returns `undefined` for credentials that are not known */
export function identityOf(clusterId: string, authorization: string | undefined): Identity | undefined {
  if (authorization === undefined) return ANONYMOUS;
  const token = /^Bearer (?<token>.+)$/i.exec(authorization)?.groups?.token;
  const role = ROLES.find((one) => tokenOf(clusterId, one) === token);
  return role && IDENTITIES[role];
}
