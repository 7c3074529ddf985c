import type { ButtonHome, Press } from './buttons.ts';
import { type Safe, words } from './safe.ts';

/** So many rows fit on a card whatever they are. */
export const PAGE_SIZE = 10;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** From 0; the last one when there are fewer. */
  readonly page: number;
  readonly pages: number;
  /** Of the first item shown, from 0. */
  readonly first: number;
  readonly total: number;
}

/** @param total how many there are, where `all` is only the beginning */
export function pageOf<Item>(all: readonly Item[], asked = 0, total = all.length, size = PAGE_SIZE): Page<Item> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(Math.max(0, Math.floor(asked)), pages - 1);
  const first = page * size;
  return { items: all.slice(first, first + size), page, pages, first, total: Math.max(total, all.length) };
}

/** `11 to 20 of 200`; `undefined`: all are shown. */
export function pageText({ items, first, total }: Page<unknown>): Safe | undefined {
  if (items.length >= total) return undefined;
  if (items.length === 0) return words`${total} in all`;
  return items.length === 1
    ? words`${first + 1} of ${total}`
    : words`${first + 1} to ${first + items.length} of ${total}`;
}

export function pageButtons({ page, pages }: Page<unknown>, home: ButtonHome): Press[] {
  const to = (title: string, there: number): Press => ({
    kind: 'press',
    title,
    verb: 'page',
    home,
    data: { page: there },
    withoutInputs: true,
  });
  return [...(page > 0 ? [to('Previous', page - 1)] : []), ...(page < pages - 1 ? [to('Next', page + 1)] : [])];
}
