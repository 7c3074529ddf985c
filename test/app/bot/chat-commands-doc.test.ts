import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WHO } from '../../../shared/app/bot/commands/help.ts';
import { COMMANDS } from '../../../shared/app/bot/commands/index.ts';
import { REFUSAL_KINDS } from '../../../shared/domain/chat/refusal.ts';

const page = readFileSync('docs/chat-commands.md', 'utf8');

/** Cells of the table under a heading; a bar in a cell is escaped there. */
function tableUnder(heading: string): string[][] {
  const [section = ''] = page.split(`## ${heading}`).slice(1);
  const [own = ''] = section.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|')),
    );
}

test('the page of commands has every command as the app has it, in its order', () => {
  expect(tableUnder('Commands')).toEqual(
    COMMANDS.map(({ usage, example, help, who }) => [`\`${usage}\``, `\`${example}\``, help, WHO[who]]),
  );
});

test('the page has every kind of refusal', () => {
  const named = tableUnder('Buttons').map(([kind]) => kind?.replaceAll('`', ''));
  expect(new Set(named)).toEqual(new Set(REFUSAL_KINDS));
});
