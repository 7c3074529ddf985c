import type { Said } from './said.ts';

const MOST_PAGES = 1_000;

/** Takes off `page 2` at the end: counted from 0 here, from 1 where it is said. */
export function takePage(said: Said): Said & { readonly page: number } {
  const [word, number] = said.words.slice(-2);
  const page = word?.toLowerCase() === 'page' && /^\d{1,4}$/.test(number ?? '') ? Number(number) : undefined;
  if (page === undefined) return { ...said, page: 0 };
  return { ...said, words: said.words.slice(0, -2), page: Math.min(Math.max(page, 1), MOST_PAGES) - 1 };
}
