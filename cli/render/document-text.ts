import { table } from './columns.ts';
import type { Document, Part } from './document.ts';
import { plain } from './plain.ts';
import { paint, type Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** A document for a terminal; never wider than it, except for code, which is to be copied. */
export function documentText(document: Document, terminal: Terminal): string {
  return document.map((part, index) => `${gapBefore(part, document[index - 1])}${partText(part, terminal)}`).join('\n');
}

/** Items of one list stand close together; everything else has room. */
function gapBefore(part: Part, before: Part | undefined): string {
  if (!before) return '';
  if (part.kind === 'item' && (before.kind === 'item' || before.kind === 'heading')) return '';
  return before.kind === 'heading' && part.kind === 'text' ? '' : '\n';
}

function partText(part: Part, terminal: Terminal): string {
  const { bold, yellow, green } = paint(terminal);
  switch (part.kind) {
    case 'heading':
      return wrap(`${part.level === 2 ? '== ' : ''}${plain(part.text)}`, terminal.width)
        .map((line) => bold(line))
        .join('\n');
    case 'text': {
      const colour = part.tone === 'warning' ? yellow : part.tone === 'good' ? green : (line: string) => line;
      return wrap(plain(part.text), terminal.width)
        .map((line) => colour(line))
        .join('\n');
    }
    case 'table':
      return table(
        part.titles.map((title) => ({ title, least: Math.min(12, title.length) })),
        part.rows.map((row) => row.map((text) => ({ text: plain(text) }))),
        terminal,
      );
    case 'item':
      return [
        ...indented(part.title, '  - ', terminal),
        ...part.lines.flatMap(({ label, text }) => indented(label ? `${label}: ${text}` : text, '    ', terminal)),
        ...(part.code === undefined
          ? []
          : part.code
              .trimEnd()
              .split('\n')
              .map((line) => `      ${plain(line)}`)),
      ].join('\n');
  }
}

function indented(text: string, first: string, terminal: Terminal): string[] {
  const rest = ' '.repeat(first.length);
  return wrap(plain(text), terminal.width - first.length).map((line, index) => `${index === 0 ? first : rest}${line}`);
}
