/** Something that can be named, and the other names that people know it by. */
export interface Named {
  readonly id: string;
  /** How it is shown beside its id. */
  readonly label: string;
}

const MOST_SUGGESTED = 3;
const MOST_TYPOS = 3;

/** Ids that may have been meant, the likeliest first: by their beginning, by a few typos, by a word of what they are. */
export function nearIds(typed: string, known: readonly Named[]): Named[] {
  const wanted = typed.trim().toLowerCase();
  return known
    .map((one) => ({ one, distance: distanceOf(wanted, one) }))
    .filter(({ distance }) => distance <= MOST_TYPOS)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTED)
    .map(({ one }) => one);
}

/** `did you mean m-1 (aks-shop, pool apps) or m-2 (...)?`; empty when nothing is near. */
export function suggestion(typed: string, known: readonly Named[]): string {
  const near = nearIds(typed, known).map(({ id, label }) => `${id} (${label})`);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

function distanceOf(wanted: string, { id, label }: Named): number {
  if (wanted.length >= 3 && id.startsWith(wanted)) return 0;
  if (wanted.length >= 3 && label.toLowerCase().includes(wanted)) return 1;
  return typos(wanted, id);
}

/** Characters to add, take away or change (Levenshtein). */
function typos(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 0; row < a.length; row += 1) {
    const now = [row + 1];
    for (let at = 0; at < b.length; at += 1) {
      const changed = (before[at] ?? 0) + (a[row] === b[at] ? 0 : 1);
      now.push(Math.min(changed, (before[at + 1] ?? 0) + 1, (now[at] ?? 0) + 1));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}
