import { type Called, calledText } from './mention.ts';
import { shown, type Words } from './safe.ts';
import type { Block, Row, Sheet } from './sheet.ts';

/** A sheet as plain text, for those to whom no card is shown. */
export function textOf(sheet: Sheet, called: Called, scale: number): string {
  const say = (text: Words) => shown(text, scale);
  const { mark, title, under, blocks, calls, buttons = [], instead = [] } = sheet;
  const head = [say(mark), say(title), ...(under === undefined ? [] : [say(under)])];
  const asked = buttons.flatMap((button) => (button.kind === 'ask' ? button.lines.map(say) : []));
  const links = buttons.flatMap((button) => (button.kind === 'open' ? [`${say(button.title)}: ${button.url}`] : []));
  return [
    head.join('\n'),
    ...blocks.map((block) => blockText(block, say)),
    ...(calls && called.mentions.length > 0 ? [`${say(calls.why)} ${calledText(called)}`] : []),
    asked.join('\n'),
    instead.map(say).join('\n'),
    links.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .replaceAll(HEADED, ':\n');
}

/** A heading stands on what it heads. */
const HEADED = ':\n\n';

function blockText(block: Block, say: (text: Words) => string): string {
  switch (block.kind) {
    case 'heading':
      return `${say(block.text)}:`;
    case 'text':
      return say(block.text);
    case 'facts':
      return block.facts.map(([name, value]) => `${say(name)}: ${say(value)}`).join('\n');
    case 'list':
      return block.items.map((item) => `- ${say(item)}`).join('\n');
    case 'rows':
      return block.rows.map((row) => rowText(row, say)).join('\n');
    case 'drawn':
      return `${block.line}\n${say(block.says)}`;
    case 'buttons':
      return '';
    case 'box':
      return block.blocks
        .map((one) => blockText(one, say))
        .filter((part) => part !== '')
        .join('\n\n');
  }
}

function rowText({ title, lines, items = [] }: Row, say: (text: Words) => string): string {
  return [`- ${say(title)}`, ...lines.map((line) => `  ${say(line)}`), ...items.map((item) => `  - ${say(item)}`)].join(
    '\n',
  );
}
