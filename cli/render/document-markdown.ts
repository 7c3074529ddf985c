import type { Document, Part } from './document.ts';
import { plain } from './plain.ts';

/** A document as Markdown, for a ticket or a runbook. */
export function documentMarkdown(title: string, document: Document): string {
  return [`# ${safe(title)}`, ...document.map(partMarkdown)].join('\n\n');
}

function partMarkdown(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return `${'#'.repeat(part.level)} ${safe(part.text)}`;
    case 'text':
      return part.tone === 'warning' ? `**${safe(part.text)}**` : safe(part.text);
    case 'table':
      return [row(part.titles), row(part.titles.map(() => '---')), ...part.rows.map(row)].join('\n');
    case 'item':
      return [
        `- **${safe(part.title)}**`,
        ...part.lines.map(({ label, text }) => `  ${label ? `*${label}:* ` : ''}${safe(text)}  `),
        ...(part.code === undefined ? [] : fenced(part.code)),
      ].join('\n');
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === '---' ? cell : safe(cell).replaceAll('|', '\\|'))).join(' | ')} |`;
}

/** A fence is longer than any run of backticks in what it holds. */
function fenced(code: string): string[] {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const lines = code
    .trimEnd()
    .split('\n')
    .map((line) => `  ${plain(line)}`);
  return ['', `  ${fence}yaml`, ...lines, `  ${fence}`];
}

/** Names from outside must not become markup, links or HTML. */
function safe(text: string): string {
  return plain(text).replace(/[\\`*_[\]<>#!~]/g, (sign) => `\\${sign}`);
}
