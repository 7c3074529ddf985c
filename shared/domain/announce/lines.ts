/** Longer lists end in a count: what is said is read on a phone, and a queue takes 256 KB. */
const MOST_LINES = 20;
const LONGEST_LINE = 500;

/** Each line once, none too long, and not too many. */
export function lines(all: readonly string[]): string[] {
  const own = [...new Set(all)].map((line) =>
    line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line,
  );
  return own.length > MOST_LINES ? [...own.slice(0, MOST_LINES), `And ${own.length - MOST_LINES} more.`] : own;
}
