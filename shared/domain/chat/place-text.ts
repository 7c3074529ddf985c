import type { Conversation } from './conversation.ts';

const LONGEST_NAME = 80;

/** Where it is, as it fits into a sentence. Names come from outside and are only cut: who shows it escapes it. */
export function placeText({
  kind,
  name,
  team,
  person,
}: Pick<Conversation, 'kind' | 'name' | 'team' | 'person'>): string {
  switch (kind) {
    case 'channel':
      return `channel ${named(name)}${team?.name ? ` of team ${named(team.name)}` : ''}`;
    case 'group':
      return `group chat ${named(name)}`;
    case 'personal':
      return `the chat with ${named(person?.name || name)}`;
  }
}

function named(name: string): string {
  const text = name.trim();
  if (text === '') return '(without a name)';
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
}
