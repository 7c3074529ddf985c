import { list } from '../answer.ts';
import { words } from '../cards/safe.ts';
import { findCommand } from '../reading/find-command.ts';
import { sayAgain } from '../say-again.ts';
import type { Who } from '../who-may.ts';
import { nearAnswer } from './arguments.ts';
import type { ChatCommand } from './command.ts';

export const WHO: Readonly<Record<Who, string>> = {
  anyone: 'anyone',
  role: 'people who hold a role, and operators',
  operate: 'operators',
};

export const help: ChatCommand = {
  name: 'help',
  aliases: ['commands', 'what can you do', 'usage', '?'],
  usage: 'help [COMMAND]',
  example: 'help exempt',
  help: 'What can be said, or how one command is said.',
  who: 'anyone',
  async run({ commands }, { words: said }) {
    if (said.length === 0) return overview(commands);
    const found = findCommand(commands, { words: said });
    if (found.kind === 'found') return details(found.command);
    const near = found.kind === 'near' ? found.commands.map(({ command }) => sayAgain('help', [command.name])) : [];
    return nearAnswer(`There is no command ${said.join(' ')}.`, near, '“help” shows all of them.');
  },
};

function overview(commands: readonly ChatCommand[]) {
  return list({
    mark: 'Help',
    title: 'What you can say to me',
    intro: 'Case, a “please” and a question mark do not matter. In a channel, mention me first.',
    facts: commands.map(({ name, help: does }) => [name, does] as const),
    rows: [],
    hint: 'How one of them is said: “help COMMAND”, as in “help pause”.',
  });
}

function details({ name, usage, example, help: does, who, aliases }: ChatCommand) {
  return list({
    mark: 'Help',
    title: words`“${usage}”`,
    intro: does,
    facts: [
      ['For example', example],
      ['Who may', WHO[who]],
      ...(aliases.length > 0 ? [['Also', aliases.join(', ')] as const] : []),
    ],
    rows: [],
    hint: name === 'help' ? undefined : '“help” shows all commands.',
  });
}
