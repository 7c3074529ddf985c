import type { Config } from '../../config/config.ts';
import { type Asker, askerOf } from './asker.ts';

export type AuthSettings = Pick<
  Config,
  'HTTP_AUTH' | 'WEBSITE_AUTH_ENABLED' | 'WEBSITE_INSTANCE_ID' | 'WEBSITE_SITE_NAME'
>;

export type AuthAnswer =
  | { readonly kind: 'in'; readonly who: string; readonly asker: Asker }
  | { readonly kind: 'out'; readonly code: string; readonly detail: string };

/**
 * Who asks. With `platform`, the sign-in in front of the app sets and guards `x-ms-client-principal`;
 * without that sign-in anybody could send the header, so it counts only while the platform says it is on.
 *
 * @param header by name in lower case
 * @see https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities
 */
export function authenticate(settings: AuthSettings, header: (name: string) => string | undefined): AuthAnswer {
  switch (settings.HTTP_AUTH) {
    case 'open':
      return onThisMachine(header('host'));
    case 'function-key':
      // The Functions host has checked the key before it called us.
      return { kind: 'in', who: 'function key', asker: { kind: 'nobody', why: A_KEY_IS_NOBODY } };
    case 'platform':
      return byPlatform(settings, header);
  }
}

const A_KEY_IS_NOBODY =
  'A function key does not say who asks, and this is recorded with a name: set HTTP_AUTH to `platform` and sign in.';

/** The trigger's level: with `function-key` the Functions host asks for a key, otherwise the check is ours. */
export function triggerLevel({ HTTP_AUTH }: Pick<AuthSettings, 'HTTP_AUTH'>): 'anonymous' | 'function' {
  return HTTP_AUTH === 'function-key' ? 'function' : 'anonymous';
}

/** A page elsewhere can point a name of its own at this machine (DNS rebinding); its name gives it away. */
function onThisMachine(host: string | undefined): AuthAnswer {
  const name = host?.replace(/:\d+$/, '').toLowerCase();
  if (name === undefined || LOOPBACK_NAMES.includes(name)) {
    return { kind: 'in', who: 'local', asker: { kind: 'told' } };
  }
  return {
    kind: 'out',
    code: 'HTTP_NOT_THIS_MACHINE',
    detail: 'Without sign-in the app answers only under localhost or 127.0.0.1.',
  };
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

function byPlatform(settings: AuthSettings, header: (name: string) => string | undefined): AuthAnswer {
  if (settings.WEBSITE_AUTH_ENABLED?.toLowerCase() !== 'true') {
    return {
      kind: 'out',
      code: 'HTTP_AUTH_OFF',
      detail:
        'HTTP_AUTH is `platform`, but sign-in by the platform is not switched on for this app: switch it on, or set HTTP_AUTH to `function-key`.',
    };
  }
  const principal = header('x-ms-client-principal');
  if (!principal) {
    return { kind: 'out', code: 'HTTP_NOT_SIGNED_IN', detail: 'Sign in with an account of this organisation.' };
  }
  const name = header('x-ms-client-principal-name');
  return {
    kind: 'in',
    who: name ?? 'signed in, without a name',
    asker: askerOf(principal, header('x-ms-client-principal-id'), name),
  };
}
