import type { Conversation } from '../../domain/chat/conversation.ts';
import type { Mention } from '../../domain/chat/message.ts';
import { membersOf } from '../../domain/sign-off/asked.ts';
import type { KnownPerson } from '../../domain/sign-off/people.ts';
import type { Parts } from '../parts.ts';

/** The people of these owners, as far as planning.json names them. */
export async function peopleOf({ planning }: Pick<Parts, 'planning'>, owners: readonly string[]): Promise<Mention[]> {
  if (owners.length === 0) return [];
  const { settings } = await planning.load();
  return [...new Set(owners)].flatMap((owner) => membersOf(settings.people, owner).people.map(mentionOf));
}

export function mentionOf({ id, name }: Pick<KnownPerson, 'id' | 'name'>): Mention {
  return { directoryId: id, name };
}

/** Those of them who can notice it there: in a chat with one person that is this person alone. */
export function callable(people: readonly Mention[], { kind, person }: Conversation): readonly Mention[] {
  if (kind !== 'personal') return people;
  return people.filter(({ directoryId }) => directoryId.toLowerCase() === person?.id.toLowerCase());
}
