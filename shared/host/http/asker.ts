import { z } from 'zod';
import { type Person, ROLES, type Role } from '../../domain/sign-off/sign-off.ts';

/** Whom a command or a sign-off can be put down to. */
export type Asker =
  /** Signed in by the platform. `roles`: what the directory lets them approve as. */
  | { readonly kind: 'person'; readonly person: Person; readonly roles: readonly Role[] }
  /** On this machine without sign-in: the request says who it is. */
  | { readonly kind: 'told' }
  | { readonly kind: 'nobody'; readonly why: string };

/** App roles of the sign-in's registration: `sign-off.platform`, `sign-off.application`... */
export const APP_ROLE_PREFIX = 'sign-off.';

const Principal = z.object({ claims: z.array(z.object({ typ: z.string(), val: z.string() })).default([]) });

const TENANT = ['tid', 'http://schemas.microsoft.com/identity/claims/tenantid'];
const OBJECT = ['oid', 'http://schemas.microsoft.com/identity/claims/objectidentifier'];
const NAME = ['preferred_username', 'name', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name'];
const APP_ROLE = ['roles', 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role'];

/**
 * The person behind a sign-in of the platform. An application has no name and is none.
 *
 * @param principal base64 of JSON with the token's claims, as the platform sets it
 * @see https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
 */
export function askerOf(principal: string, id: string | undefined, name: string | undefined): Asker {
  const claims = claimsOf(principal);
  const valueOf = (types: readonly string[]) => claims.find(({ typ }) => types.includes(typ))?.val;
  const personId = id || valueOf(OBJECT);
  const personName = name || valueOf(NAME);
  if (!personId || !personName || valueOf(['idtyp']) === 'app') {
    return { kind: 'nobody', why: 'The sign-in names no person, and this is recorded with a name: sign in as one.' };
  }
  const tenantId = valueOf(TENANT);
  return {
    kind: 'person',
    person: { id: personId, name: personName, ...(tenantId !== undefined && { tenantId }) },
    roles: ROLES.filter((role) =>
      claims.some(({ typ, val }) => APP_ROLE.includes(typ) && val.toLowerCase() === APP_ROLE_PREFIX + role),
    ),
  };
}

function claimsOf(principal: string): readonly { readonly typ: string; readonly val: string }[] {
  try {
    const parsed = Principal.safeParse(JSON.parse(Buffer.from(principal, 'base64').toString('utf8')));
    return parsed.success ? parsed.data.claims : [];
  } catch {
    return [];
  }
}
