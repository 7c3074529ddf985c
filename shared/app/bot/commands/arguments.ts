import { counted } from '../../fleet-words.ts';
import { NewCommand } from '../../migration-views.ts';
import { type Answer, list, no } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { sayAgain } from '../say-again.ts';
import type { Args, CommandContext } from './command.ts';

/** What was looked for, or what to answer because it is not clear. */
export type Found<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'unclear'; readonly answer: Answer };

export function found<T>(value: T): Found<T> {
  return { kind: 'found', value };
}

export function unclear(answer: Answer): { readonly kind: 'unclear'; readonly answer: Answer } {
  return { kind: 'unclear', answer };
}

/** Small words between a command and what it is about. */
const SMALL = new Set(
  'for of on in the a about with is are does it my our cluster clusters plan pool wait waits waiting'.split(' '),
);

/** What a command is about, without small words; a word that stands alone is never small. */
export function subjects(said: readonly string[]): readonly string[] {
  const left = said.filter((word) => !SMALL.has(word.toLowerCase()));
  return left.length > 0 ? left : said.slice(-1);
}

/** How the command is said. */
export function usage({ command }: CommandContext, why: string): Answer {
  return no(why, words`It is said like this: “${command.usage}”, for example “${command.example}”.`);
}

/** The reason of a command that needs one, by the same rule as everywhere. */
export function reasonOf(context: CommandContext, { words: said, because }: Args): Found<string> {
  if (because === undefined || because === '') {
    const again = sayAgain(context.command.name, said, 'REASON');
    return unclear(
      no('Please say why: others read it, and so does an auditor.', words`Say it again like this: “${again}”.`),
    );
  }
  const read = NewCommand.shape.reason.safeParse(because);
  if (read.success) return found(read.data);
  return unclear(
    no(
      `The reason has ${counted(because.length, 'character')}.`,
      'It must have 3 to 1,000. Say it again with another one.',
    ),
  );
}

/** Something was meant that has several possible names. @param again how it is said with each of them */
export function choose(
  { command }: Pick<CommandContext, 'command'>,
  title: string,
  choices: readonly { readonly title: string; readonly again: string }[],
): Answer {
  return list({
    mark: command.name.charAt(0).toUpperCase() + command.name.slice(1),
    tone: 'warning',
    title,
    intro: 'Nothing was done yet. Say it again like this:',
    rows: choices.map((one) => ({ title: one.title, lines: [`“${one.again}”`] })),
  });
}

/** Nothing has this name; what may have been meant, and how to say it. */
export function nearAnswer(why: string, again: readonly string[], help: string): Answer {
  if (again.length === 0) return no(why, help);
  return list({
    mark: 'Not done',
    tone: 'warning',
    title: why,
    intro: 'Did you mean one of these? Say it again like this:',
    rows: again.map((line) => ({ title: `“${line}”`, lines: [] })),
    hint: help,
  });
}
