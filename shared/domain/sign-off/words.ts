import type { AwaitedRole, SignOff } from './sign-off.ts';

/** More names nobody reads in a sentence; the rest is counted. */
const MOST_NAMES = 5;

/** `1 of platform, 2 of application (for payments and checkout)`. Names come from outside. */
export function awaitedText(roles: readonly AwaitedRole[]): string {
  return roles
    .map(
      ({ role, missing, owners }) => `${missing} of ${role}${owners.length > 0 ? ` (for ${namesText(owners)})` : ''}`,
    )
    .join(', ');
}

/** `Ada (platform)`, `Ben (application for payments, on behalf of Cem)`. Names come from outside. */
export function voiceText({ person, role, owners, onBehalfOf }: SignOff): string {
  const whose = owners ? ` for ${namesText(owners)}` : '';
  return `${person.name} (${role}${whose}${onBehalfOf ? `, on behalf of ${onBehalfOf.name}` : ''})`;
}

/** `a`, `a and b`, `a, b and c`. */
export function namesText(names: readonly string[]): string {
  const shown =
    names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`] : names;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}
