import type { Members, RoleHolders } from '../../domain/sign-off/people.ts';
import { NO_MEMBERS } from '../../domain/sign-off/people.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';
import { namesText } from '../../domain/sign-off/words.ts';
import { type RolesHeld, type RolesParts, rolesOf } from '../roles.ts';

/** `anyone` of our directories; whoever holds a `role`, or may operate; who may `operate`. */
export type Who = 'anyone' | 'role' | 'operate';

export type Held = Extract<RolesHeld, { kind: 'seen' }>;

/** Nobody has looked what they hold, or there is nobody to look for. */
export const NOTHING_HELD: Held = { kind: 'seen', roles: [], operator: false };

export type May =
  | { readonly kind: 'yes'; readonly held: Held }
  /** `why` says who may. */
  | { readonly kind: 'no'; readonly why: string };

/** Whether a person may do what `who` may. What cannot be seen is not taken for a yes. */
export async function mayDo(parts: RolesParts, by: Person, who: Who): Promise<May> {
  // What anyone may is not held up by a directory that does not answer.
  if (who === 'anyone') return { kind: 'yes', held: NOTHING_HELD };
  const held = await rolesOf(parts, by);
  if (held.kind === 'unknown') return { kind: 'no', why: unseenText(held.why) };
  const may = held.operator || (who === 'role' && held.roles.length > 0);
  if (may) return { kind: 'yes', held };
  const { settings } = await parts.planning.load();
  return { kind: 'no', why: `${whoText(settings.people, who)}${unseenEnd(held)}` };
}

export function unseenText(why: string): string {
  return `Which groups you are in could not be seen now (${why}), so nothing is taken from you: try again in a few minutes.`;
}

/** What is added to a no where they may hold more than could be seen. */
export function unseenEnd({ unseen }: Held): string {
  return unseen === undefined ? '' : ` ${unseenText(unseen)}`;
}

function whoText(people: RoleHolders, who: Who): string {
  if (who === 'role')
    return 'This is for people who hold a role. planning.json says who does (people.roles and people.owners).';
  const { platform = NO_MEMBERS } = people.roles;
  return `This is for operators: ${membersText([people.operators, platform])} planning.json says who they are (people.operators).`;
}

/** `Ada, Ben and the members of 2 groups.`; nobody is named where nobody is known. */
export function membersText(all: readonly Members[]): string {
  const names = [...new Set(all.flatMap(({ people }) => people.map(({ name }) => name)))];
  const groups = new Set(all.flatMap((members) => members.groups)).size;
  const said = [
    ...names,
    ...(groups > 0 ? [groups === 1 ? 'the members of a group' : `the members of ${groups} groups`] : []),
  ];
  return said.length > 0 ? `${namesText(said)}.` : 'nobody is named so far.';
}
