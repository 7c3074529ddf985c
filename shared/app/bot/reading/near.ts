/**
 * Slips of the finger between two words: characters left out, added or changed, and neighbours in the wrong order
 * (Damerau-Levenshtein, optimal string alignment). The case does not count.
 *
 *     slips('findngs', 'findings')  // 1
 *     slips('pluase', 'pause')      // 1
 */
export function slips(typed: string, meant: string): number {
  const a = typed.toLowerCase();
  const b = meant.toLowerCase();
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= b.length; at += 1) {
      const same = a[row - 1] === b[at - 1];
      const swapped = row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
      now.push(
        Math.min(
          (last[at - 1] ?? 0) + (same ? 0 : 1),
          (last[at] ?? 0) + 1,
          (now[at - 1] ?? 0) + 1,
          swapped ? (beforeLast[at - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = now;
  }
  return last.at(-1) ?? 0;
}

/** Nobody types more of a word; what is longer is compared by its beginning. */
const LONGEST = 80;
const MOST_SUGGESTED = 3;
/** Farther than that from the nearest one nobody means. */
const ABOUT_AS_NEAR = 0.5;

/**
 * Known words that may have been meant, the likeliest first: by a few slips, by their beginning, or by a part of them.
 * The longer a word, the more slips it may have.
 */
export function nearest(typed: string, known: Iterable<string>): string[] {
  const wanted = typed.toLowerCase().slice(0, LONGEST);
  const most = wanted.length < 4 ? 1 : wanted.length < 8 ? 2 : 3;
  const found: { readonly word: string; readonly distance: number }[] = [];
  for (const word of known) {
    const distance = distanceOf(wanted, word.toLowerCase().slice(0, LONGEST), most);
    if (distance <= most) found.push({ word, distance });
  }
  const best = Math.min(...found.map(({ distance }) => distance));
  return found
    .filter(({ distance }) => distance <= best + ABOUT_AS_NEAR)
    .toSorted((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1))
    .slice(0, MOST_SUGGESTED)
    .map(({ word }) => word);
}

function distanceOf(wanted: string, word: string, most: number): number {
  if (wanted.length >= 3 && word.startsWith(wanted)) return 0.5;
  if (wanted.length >= 4 && word.includes(wanted)) return 1.5;
  if (Math.abs(wanted.length - word.length) > most) return Number.POSITIVE_INFINITY;
  return slips(wanted, word);
}
