import type { Mention } from '../../../domain/chat/message.ts';
import { cleaned, cut } from './safe.ts';

/** Of one message; more people than this are told of in words. */
const MOST_MENTIONS = 20;
const LONGEST = 80;

/** Who is mentioned, and how many more there are. */
export interface Called {
  readonly mentions: readonly Mention[];
  readonly more: number;
}

/**
 * People as they can be mentioned, each once: without the letters that mean something in a card, because the name has to
 * stand in it exactly as beside it, and told apart where two have the same name.
 */
export function calledOf(people: readonly Mention[]): Called {
  const once = [...new Map(people.map((person) => [person.directoryId.toLowerCase(), person])).values()];
  const taken = new Map<string, number>();
  const mentions = once.slice(0, MOST_MENTIONS).map(({ directoryId, name }) => {
    const plain = cut(cleaned(name.replace(/[\\*_`~[\](){}#&|]/g, ' ')), LONGEST) || 'Somebody';
    const before = taken.get(plain) ?? 0;
    taken.set(plain, before + 1);
    return { directoryId, name: before === 0 ? plain : `${plain} ${before + 1}` };
  });
  return { mentions, more: once.length - mentions.length };
}

/** Their names as a chat service finds them; empty: there is nobody. */
export function calledText({ mentions, more }: Called): string {
  const names = mentions.map(({ name }) => `<at>${name}</at>`).join(', ');
  return more > 0 ? `${names} and ${more} more` : names;
}
