/**
 * Text from outside as Markdown that shows it and does nothing else: no link, no markup, no table cell, no line
 * of its own. Control characters, and those that turn the direction of text, become `?`.
 */
export function md(text: string): string {
  return plain(text)
    .replaceAll(/[\\`*_{}[\]<>#|~!&$^]/g, (found) => (found === '&' ? '&amp;' : found === '<' ? '&lt;' : `\\${found}`))
    .replace(/^(\s*)([-+=])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replaceAll(/\b(https?|ftp|mailto):/gi, '$1&#58;')
    .replaceAll(/\bwww\./gi, 'www&#46;')
    .replaceAll('@', '&#64;');
}

/** Commands in a fence that nothing inside can close: no line of them can begin with the fence. */
export function commands(...lines: readonly string[]): string {
  return ['```sh', ...lines.map((line) => plain(line).replace(/^`+/, '')), '```'].join('\n');
}

/** Several lines of Markdown, empty ones left out. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function plain(text: string): string {
  return text.replaceAll(/\p{Cc}|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '?');
}
