import type { Mention } from '../../../domain/chat/message.ts';
import { cleaned, cut } from './safe.ts';

/** Of one message; more people than this are told of in words. */
export const MOST_MENTIONS = 20;
const LONGEST = 80;

/**
 * People as they can be mentioned, each once: without the letters that mean something in a card, because the name has to
 * stand in it exactly as beside it, and told apart where two have the same name.
 */
export function mentionable(people: readonly Mention[]): readonly Mention[] {
  const once = new Map(people.map((person) => [person.directoryId.toLowerCase(), person]));
  const taken = new Map<string, number>();
  return [...once.values()].slice(0, MOST_MENTIONS).map(({ directoryId, name }) => {
    const plain = cut(cleaned(name.replace(/[\\*_`~[\](){}#&|]/g, ' ')), LONGEST) || 'Somebody';
    const before = taken.get(plain) ?? 0;
    taken.set(plain, before + 1);
    return { directoryId, name: before === 0 ? plain : `${plain} ${before + 1}` };
  });
}
