import type { ChatCommand } from '../commands/command.ts';
import { nearest } from './near.ts';
import type { Said } from './said.ts';

export type CommandFound =
  | { readonly kind: 'found'; readonly command: ChatCommand; readonly rest: readonly string[] }
  /** It is none, but may have been meant for one of these; `rest` is what would follow it. */
  | {
      readonly kind: 'near';
      readonly commands: readonly { readonly command: ChatCommand; readonly rest: readonly string[] }[];
    }
  | { readonly kind: 'none' };

const MOST_WORDS = 4;

/** Which command somebody said, by its name or another one for it. What is mistyped is never taken for a command. */
export function findCommand(commands: readonly ChatCommand[], said: Pick<Said, 'words'>): CommandFound {
  const words = together(said.words);
  const byName = namesOf(commands);
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count -= 1) {
    const command = byName.get(nameOf(words.slice(0, count)));
    if (command) return { kind: 'found', command, rest: words.slice(count) };
  }
  const near = new Map<ChatCommand, readonly string[]>();
  for (let count = Math.min(2, words.length); count > 0; count -= 1) {
    const alike = [...byName.keys()].filter((name) => name.split(' ').length === count || count === 1);
    for (const name of nearest(nameOf(words.slice(0, count)), alike)) {
      const command = byName.get(name);
      if (command && !near.has(command)) near.set(command, words.slice(count));
    }
  }
  const found = [...near].map(([command, rest]) => ({ command, rest }));
  return found.length > 0 ? { kind: 'near', commands: found.slice(0, MOST_WORDS) } : { kind: 'none' };
}

/** `roll shop-prod back` is said as often as `roll back shop-prod`. */
function together(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  const last = rest.at(-1) ?? '';
  const isApart = rest.length > 1 && first.toLowerCase() === 'roll' && last.toLowerCase() === 'back';
  return isApart ? [first, last, ...rest.slice(0, -1)] : words;
}

/** `Roll-Back` and `roll back` are one. */
function nameOf(words: readonly string[]): string {
  return words.join(' ').toLowerCase().replaceAll('-', ' ').trim();
}

function namesOf(commands: readonly ChatCommand[]): ReadonlyMap<string, ChatCommand> {
  return new Map(
    commands.flatMap((command) => [command.name, ...command.aliases].map((name) => [nameOf([name]), command] as const)),
  );
}
