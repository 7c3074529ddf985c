import { joined, type Safe, safe, type Words, words } from './safe.ts';

/** `a, b, c and 12 more`. */
export function some(names: readonly Words[], most: number): Safe {
  const more = names.length - most;
  if (names.length === 0) return safe('none');
  return more > 0 ? words`${joined(names.slice(0, most))} and ${more} more` : joined(names);
}
