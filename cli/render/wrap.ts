import stringWidth from 'string-width';

/**
 * Breaks text into lines of at most `width` terminal columns: at spaces first, then after `/`, `-`
 * and `.` (names and ids), and inside a word only when nothing else fits. Nothing is cut off.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text, width)) {
    if (stringWidth((line + piece).trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trimEnd() !== '') lines.push(line.trimEnd());
    line = piece.trimStart();
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Words with the space behind them; words that are too long for a line in parts. */
function pieces(text: string, width: number): string[] {
  return text
    .split(/(?<= )/)
    .flatMap((word) => (stringWidth(word.trimEnd()) <= width ? [word] : word.split(/(?<=[/.-])/)))
    .flatMap((part) => (stringWidth(part.trimEnd()) <= width ? [part] : chop(part, width)));
}

function chop(word: string, width: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (part !== '' && stringWidth(part + segment) > width) {
      parts.push(part);
      part = '';
    }
    part += segment;
  }
  return [...parts, part];
}
