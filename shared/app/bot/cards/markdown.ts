/**
 * A safe text as a TextBlock or a fact shows it: exactly so, whatever Markdown its reader knows.
 *
 * Desktop and web read CommonMark. The readers of phones know `*`, `_`, links and lists, and take a backslash off only
 * before some of them. So a backslash stands only where it is needed, and nothing rests on it alone that would matter:
 * `](` never stands together, and `<` and `>` are gone from safe texts.
 */
export function markdown(text: string): string {
  return text
    .replace(/[\\*`~[\]]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^([-+#=]|\d+(?=[.)](?:\s|$)))/u, atStart)
    .replace(/\](?=\()/g, '] ');
}

/** A list, a heading or a line under one begins with these. */
function atStart(first: string): string {
  return /^\d/.test(first) ? `${first}\\` : `\\${first}`;
}
